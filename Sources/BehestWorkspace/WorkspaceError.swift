/// Why the values of a list could not be found.
public struct WorkspaceError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The kind of failure.
    public enum Code: String, Sendable, Hashable {
        /// A program is not there or could not be started.
        case noProgram
        /// A program ended with a failure.
        case programFailed
        /// It took too long.
        case tooSlow
        /// There is too much of it.
        case tooLarge
        /// The workspace is no git repository.
        case noRepository
        /// What a program wrote cannot be read.
        case unreadable
    }

    /// The kind of failure.
    public var code: Code
    /// What failed and what to do, in a sentence or two.
    public var message: String

    /// Makes an error.
    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// The message.
    public var description: String { message }
}
