/// Something in a journal that is not as it was recorded.
public struct AuditFinding: Sendable, Hashable, CustomStringConvertible {
    /// What is wrong.
    public enum Kind: String, Sendable, Hashable {
        /// An event was changed, put in or left out.
        case brokenChain
        /// An event has no hash.
        case unchained
        /// What an event vouches for reads otherwise now.
        case changedRecord
        /// What an event vouches for is gone.
        case lostRecord
        /// The chain does not end in the hash that was kept elsewhere, nor does it hold it.
        case otherChain
    }

    /// What is wrong.
    public var kind: Kind
    /// The number of the event; `nil` for the whole.
    public var event: Int64?
    /// What it happened to, such as `run 3f2a…`.
    public var subject: String

    /// A sentence for a person.
    public var description: String {
        let place = event.map { "Event \($0) (\(subject))" } ?? subject
        return switch kind {
        case .brokenChain: "\(place) was changed, or an event before it was changed, put in or left out."
        case .unchained: "\(place) has no hash: it was not written by Behest."
        case .changedRecord: "\(place): the record that belongs to it was changed afterwards."
        case .lostRecord: "\(place): the record that belongs to it is gone."
        case .otherChain:
            "The chain does not hold the hash \(subject): its end was cut off, or all of it was written anew."
        }
    }
}

/// What a look at all events of a journal showed.
public struct Audit: Sendable, Hashable {
    /// How many events there are.
    public var events: Int
    /// The last event's hash, for keeping somewhere else.
    public var head: String
    /// What is wrong, in the order of the events; the first break of the chain only, since all after it follows from that.
    public var findings: [AuditFinding]
}
