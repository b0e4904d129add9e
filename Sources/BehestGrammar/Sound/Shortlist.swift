/// Of many words that could come next in a list, those that sound enough like what was heard to be followed.
///
/// From one place in the transcript no more ways are followed than ``SoundLimits/mostTokens``, so that of a list of thousands of names
/// most words need not become ways at all.
struct Shortlist {
    /// A word with a place at which it may end.
    struct Candidate {
        /// The step of the list's trie.
        var step: Int
        var end: WordAligner.End
    }

    /// Where words of a list come next.
    struct Place: Hashable {
        var list: Int
        var trieNode: Int32
        /// The place in the transcript.
        var node: Int32
    }

    private(set) var candidates: [Candidate] = []
    /// How many candidates end at each node, by price.
    private var counts: [[Int]]
    private let start: Int

    /// How finely prices are told apart.
    private static let finest: Float = 1.0 / 32
    private static let bucketCount = 256

    init(start: Int32, nodeCount: Int) {
        self.start = Int(start)
        counts = Array(repeating: [], count: nodeCount - Int(start))
    }

    mutating func add(step: Int, end: WordAligner.End) {
        candidates.append(Candidate(step: step, end: end))
        let place = Int(end.node) - start
        if counts[place].isEmpty { counts[place] = Array(repeating: 0, count: Self.bucketCount) }
        counts[place][Self.bucket(of: end.cost)] += 1
    }

    /// Keeps the best that end at each node.
    mutating func cut(to most: Int) {
        // For each node the dearest bucket of which anything is kept, and how much of it.
        let bounds = counts.map { counts in
            var rest = most
            for (bucket, count) in counts.enumerated() {
                guard count < rest else { return (bucket: bucket, rest: rest) }
                rest -= count
            }
            return (bucket: Self.bucketCount, rest: 0)
        }
        var rests = bounds.map(\.rest)
        candidates.removeAll { candidate in
            let place = Int(candidate.end.node) - start
            let bucket = Self.bucket(of: candidate.end.cost)
            guard bucket == bounds[place].bucket else { return bucket > bounds[place].bucket }
            rests[place] -= 1
            return rests[place] < 0
        }
        counts = []
    }

    private static func bucket(of cost: Float) -> Int {
        min(Int(cost / finest), bucketCount - 1)
    }
}
