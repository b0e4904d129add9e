/// Why there can be no server at some place.
public struct ServerError: Error, Sendable, CustomStringConvertible {
    /// The kinds of failure.
    public enum Code: Sendable, Hashable {
        /// Another program has the port.
        case portTaken
        /// The place cannot be used.
        case unusable
    }

    /// What kind of failure it is.
    public let code: Code

    /// One sentence: what failed, on what, and what to do.
    public let message: String

    /// The same as ``message``.
    public var description: String { message }

    init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }
}
