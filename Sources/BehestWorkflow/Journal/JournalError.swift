/// A journal that cannot be opened, read or written.
public struct JournalError: Error, Sendable, CustomStringConvertible {
    /// The kind of failure.
    public enum Code: String, Sendable, Hashable {
        /// The file or its directory cannot be made or opened.
        case cannotOpen
        /// The file may only be read.
        case readOnly
        /// The disk is full.
        case diskFull
        /// Another process holds the file.
        case busy
        /// The file is no journal, or a damaged one.
        case damaged
        /// One record cannot be read, as it is damaged or was written by another version; the others can.
        case unreadable
        /// The storage failed.
        case storage
        /// Writing through to the disk could not be switched on.
        case notDurable
        /// The record contradicts the journal, such as a second one of the same identifier.
        case conflict
        /// There is no record of the identifier.
        case notFound
    }

    /// The kind of failure.
    public var code: Code
    /// What failed, on which file, and what to do.
    public var message: String
    /// The error beneath.
    public var cause: (any Error)?

    /// Makes an error.
    public init(_ code: Code, _ message: String, cause: (any Error)? = nil) {
        self.code = code
        self.message = message
        self.cause = cause
    }

    /// The message.
    public var description: String { message }
}
