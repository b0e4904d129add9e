/// The library that runs the models.
///
/// ```swift
/// let runtime = try InferenceRuntime(library: "/usr/lib/libonnxruntime.so")
/// let model = try runtime.model(at: "encoder.onnx", threads: 2)
/// ```
public struct InferenceRuntime: Sendable {
    let handle: RuntimeHandle

    /// Opens ONNX Runtime's shared library.
    ///
    /// - Parameter library: the path of the shared library.
    /// - Throws: ``InferenceError`` when it cannot be opened or is too old.
    public init(library: String) throws(InferenceError) {
        handle = try RuntimeHandle(path: library)
    }

    /// The library's version, such as `1.32.0`.
    public var version: String { handle.version }

    /// Makes what can end runs in their middle.
    ///
    /// - Throws: ``InferenceError`` when there is no memory left for it.
    public func stop() throws(InferenceError) -> RunStop {
        do {
            return RunStop(handle: try RunOptionsHandle(handle))
        } catch {
            throw InferenceError(.runFailed, "No run can be prepared: \(error.reason).")
        }
    }

    /// Loads a model file (`.onnx` or `.ort`).
    ///
    /// - Parameters:
    ///   - path: the file.
    ///   - threads: how many threads one run may use.
    /// - Returns: the model; loading takes from milliseconds to seconds, by its size.
    /// - Throws: ``InferenceError`` when the file is missing or no model.
    public func model(at path: String, threads: Int) throws(InferenceError) -> Model {
        try Model(path: path, threads: threads, runtime: handle)
    }
}
