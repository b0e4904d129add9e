/// Why a Wyoming connection could not be made, or cannot go on.
public struct WyomingError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The kinds of failure.
    public enum Code: String, Sendable, Hashable, CaseIterable {
        /// The address cannot be read.
        case badAddress = "bad-address"
        /// The name of the host is not known.
        case unknownHost = "unknown-host"
        /// Nothing answers there.
        case notConnected = "not-connected"
        /// What the other side sends is no Wyoming.
        case malformed
        /// An event is longer than it may be, or too much comes that nobody asked for.
        case tooLong = "too-long"
        /// The connection ended in the middle.
        case cutShort = "cut-short"
        /// The place is taken, or cannot be served at.
        case unusable
    }

    /// What kind of failure it is.
    public var code: Code

    /// One sentence: what failed, on what, and what to do.
    ///
    /// It never tells what was said.
    public var message: String

    /// The same as ``message``.
    public var description: String { message }

    /// Makes an error.
    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }
}
