/// An agent that cannot carry a task out.
public struct AgentError: Error, Sendable, CustomStringConvertible {
    /// Whether it helps to try again.
    public enum Kind: Sendable, Hashable {
        /// It does not: the same would come of it.
        case permanent
        /// It may pass by itself: a service that is not reached, is busy or asks to come back after some time.
        case passing(retryAfter: Duration?)
    }

    /// What failed, on what, and what to do.
    public var message: String
    /// Whether it helps to try again.
    public var kind: Kind
    /// The error beneath.
    public var cause: (any Error)?

    /// Makes an error.
    public init(_ message: String, kind: Kind = .permanent, cause: (any Error)? = nil) {
        self.message = message
        self.kind = kind
        self.cause = cause
    }

    /// The message.
    public var description: String { message }
}
