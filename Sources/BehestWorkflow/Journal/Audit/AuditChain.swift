internal import Crypto
internal import FoundationEssentials

/// Links the events of a journal: each one's hash covers the one before it, so that none can be changed, left out or put in
/// without all hashes after it being wrong.
///
/// A pure value. What the chain alone cannot show is that its end was cut off, or that somebody wrote all of it anew: who wants
/// to know that keeps the last hash somewhere else.
public struct AuditChain: Sendable, Hashable {
    /// What is linked.
    struct Link: Sendable, Hashable {
        /// When, in seconds since 1970.
        var at: Double
        var subjectKind: String
        var subjectID: String
        var what: String
        /// The record that was written with it, and the digest of it; `nil` when there is none.
        var record: String?
        var digest: String?
    }

    /// The last event's hash, in hexadecimal; zeros before the first.
    public private(set) var head: String

    /// A chain without events.
    public init() { head = String(repeating: "0", count: 64) }

    /// A chain that goes on after a hash.
    init(after head: String) { self.head = head }

    /// Adds an event.
    ///
    /// - Returns: its hash.
    @discardableResult
    mutating func append(_ link: Link) -> String {
        // A list, so that no two events have the same text; the bits of the time, since they do not depend on how numbers are written.
        let parts = [
            head, String(link.at.bitPattern, radix: 16), link.subjectKind, link.subjectID, link.what, link.record ?? "",
            link.digest ?? "",
        ]
        head = Self.digest(of: parts.map(JSONValue.string))
        return head
    }

    /// The SHA-256 of a list of values, in hexadecimal.
    static func digest(of values: [JSONValue]) -> String {
        SHA256.hash(data: Data(JSONValue.list(values).json.utf8)).hexadecimal
    }
}

extension SHA256Digest {
    /// Its bytes in hexadecimal digits.
    var hexadecimal: String {
        map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0" + digits : digits
        }.joined()
    }
}
