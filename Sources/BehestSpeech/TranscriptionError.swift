/// Why an engine or service gave no transcript.
///
/// That nothing was said is no error.
public struct TranscriptionError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The kinds of failure.
    public enum Code: String, Sendable, Hashable, CaseIterable {
        /// It cannot be used as it is configured.
        case misconfigured
        /// The key is missing or wrong.
        case unauthorized
        /// Nothing answers.
        case unreachable
        /// It took longer than it may.
        case timedOut = "timed-out"
        /// It is asked too much, or what was paid for is used up.
        case limited
        /// It failed, or is not ready yet.
        case failed
        /// It does not take the sound, the model or another setting.
        case refused
        /// What it answered cannot be understood, or broke off.
        case badAnswer = "bad-answer"
        /// It gave text that was not said, as far as can be told.
        case invented
    }

    /// Whether it may help to ask again.
    public enum Retry: Sendable, Hashable {
        /// It would only fail again.
        case never
        /// After whatever time one likes.
        case allowed
        /// After the time that the service names.
        case after(Duration)
    }

    /// What kind of failure it is.
    public var code: Code

    /// One sentence: what failed, on what, and what to do.
    ///
    /// It tells neither keys nor what was said.
    public var message: String

    /// Whether it may help to ask again.
    public var retry: Retry

    /// The status that a service answered with.
    public var status: Int?

    /// Makes an error.
    public init(_ code: Code, _ message: String, retry: Retry = .never, status: Int? = nil) {
        self.code = code
        self.message = message
        self.retry = retry
        self.status = status
    }

    /// The same as ``message``.
    public var description: String { message }
}
