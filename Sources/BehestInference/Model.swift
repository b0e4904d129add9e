internal import COnnxRuntime
internal import FoundationEssentials

/// A model, loaded and ready to run.
///
/// It belongs to one thread or actor at a time; a run uses the threads that it was loaded with.
public final class Model {
    /// A place where a value goes in or comes out.
    public struct Port: Sendable, Hashable {
        /// Its name in the model.
        public let name: String
        /// Its dimensions; `nil` where any length will do.
        public let shape: [Int?]
        /// The type of its numbers.
        public let elementType: Tensor.ElementType
    }

    /// What the model takes.
    public let inputs: [Port]

    /// The names of what it gives, in its own order.
    public let outputNames: [String]

    /// The file that it was loaded from.
    public let path: String

    private let session: SessionHandle

    init(path: String, threads: Int, runtime: RuntimeHandle) throws(InferenceError) {
        guard FileManager.default.fileExists(atPath: path) else {
            throw InferenceError(
                .modelMissing,
                "There is no model file '\(path)'. Run scripts/setup models to fetch it."
            )
        }
        do {
            session = try SessionHandle(path: path, threads: threads, runtime: runtime)
            inputs = try session.inputs()
            outputNames = try session.outputNames()
        } catch {
            throw InferenceError(
                .modelUnusable,
                "Could not load the model '\(path)': \(error.reason). Delete its folder and run scripts/setup models."
            )
        }
        self.path = path
    }

    /// Runs the model once.
    ///
    /// - Parameters:
    ///   - values: a tensor for each input, by name.
    ///   - wanted: the names of the outputs to compute; all when `nil`.
    ///   - stop: what can end it in its middle; `nil` for nothing.
    /// - Returns: the outputs by name.
    /// - Throws: ``InferenceError`` when the model refuses the values, or the run was ended.
    public func run(
        _ values: [String: Tensor],
        producing wanted: [String]? = nil,
        until stop: RunStop? = nil
    ) throws(InferenceError) -> [String: Tensor] {
        do {
            return try session.run(values, producing: wanted ?? outputNames, until: stop)
        } catch {
            throw InferenceError(.runFailed, "The model '\(path)' failed: \(error.reason).")
        }
    }
}
