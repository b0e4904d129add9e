public import FoundationEssentials

/// How much of what can be given up is kept: a pure value.
public struct RetentionLimits: Sendable, Hashable {
    /// How old it may become, in days; `nil` for any age.
    public var days: Int?
    /// How many megabytes it may take in all; `nil` for any number.
    public var megabytes: Int?

    /// Makes limits.
    public init(days: Int? = nil, megabytes: Int? = nil) {
        self.days = days
        self.megabytes = megabytes
    }

    /// Whether all is kept.
    public var keepsAll: Bool { days == nil && megabytes == nil }

    /// Something that is kept.
    public struct Item: Sendable, Hashable {
        /// What it belongs to: an utterance or a run.
        public var subject: String
        /// How many bytes it takes.
        public var size: Int64
        /// When it was made.
        public var date: Date
        /// Whether something that goes on needs it.
        public var isNeeded: Bool

        /// Names something.
        public init(subject: String, size: Int64, date: Date, isNeeded: Bool) {
            self.subject = subject
            self.size = size
            self.date = date
            self.isNeeded = isNeeded
        }
    }

    /// Something that is to be removed, and why.
    public struct Removal: Sendable, Hashable {
        /// What it is.
        public var item: Item
        /// Why, as a part of a sentence.
        public var reason: String
    }

    /// What is to be removed: what is too old, and then the oldest until the rest is small enough; never what is needed.
    ///
    /// - Parameters:
    ///   - items: All that there is.
    ///   - now: The moment.
    /// - Returns: What is to be removed, oldest first.
    public func removals(of items: [Item], at now: Date) -> [Removal] {
        var size = items.reduce(0) { $0 + $1.size }
        var removals: [Removal] = []
        for item in items.sorted(by: { ($0.date, $0.subject) < ($1.date, $1.subject) }) where !item.isNeeded {
            let reason: String
            if let days, now.timeIntervalSince(item.date) > Double(days) * 86_400 {
                reason = "older than \(days == 1 ? "a day" : "\(days) days")"
            } else if let megabytes, size > Int64(megabytes) * 1_000_000 {
                reason = "more than \(megabytes) MB in all"
            } else {
                continue
            }
            size -= item.size
            removals.append(Removal(item: item, reason: reason))
        }
        return removals
    }
}
