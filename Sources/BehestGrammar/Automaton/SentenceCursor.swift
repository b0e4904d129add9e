/// One end of a sentence that is being compiled: the last state, and what has been said since without a gap.
struct SentenceCursor: Hashable {
    /// What has been said since the state.
    enum Pending: Hashable {
        case nothing
        /// The beginning of a word, which the next piece may go on with.
        case word(String)
        /// A list's value, which the next piece may go on with.
        case list(slot: Int32, list: Int)
        /// Any words.
        case wildcard(slot: Int32)
    }

    var state: Int32
    var pending = Pending.nothing
    /// Values that end with the pending word.
    var captures: [Capture] = []
}

/// Cursors in order, none twice.
struct SentenceCursors {
    private(set) var all: [SentenceCursor] = []
    /// The cursors again, once there are so many that looking at each takes longer than hashing.
    private var seen: Set<SentenceCursor> = []

    private static let mostLookedAt = 8

    init(_ cursors: [SentenceCursor] = []) {
        for cursor in cursors { insert(cursor) }
    }

    mutating func insert(_ cursor: SentenceCursor) {
        if all.count < Self.mostLookedAt {
            if !all.contains(cursor) { all.append(cursor) }
            return
        }
        if seen.isEmpty { seen = Set(all) }
        if seen.insert(cursor).inserted { all.append(cursor) }
    }

    mutating func formUnion(_ other: SentenceCursors) {
        for cursor in other.all { insert(cursor) }
    }
}
