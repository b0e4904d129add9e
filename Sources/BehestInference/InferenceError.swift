/// Why a model could not be loaded or run.
public struct InferenceError: Error, Sendable, CustomStringConvertible {
    /// The kinds of failure.
    public enum Code: Sendable, Hashable {
        /// ONNX Runtime's library is not where it should be, or is not usable.
        case runtimeUnavailable
        /// A model file is missing.
        case modelMissing
        /// A model file is there, but cannot be loaded or is not of the kind expected.
        case modelUnusable
        /// A loaded model could not be run on the values given.
        case runFailed
    }

    /// What kind of failure it is.
    public var code: Code

    /// One sentence: what failed, on what, and what to do.
    public var message: String

    /// The same as ``message``.
    public var description: String { message }

    /// Makes an error.
    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }
}
