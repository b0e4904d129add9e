/// Aligns the words of a grammar with the sounds of one transcript.
///
/// Each word is aligned from each place once; what was found is kept.
struct WordAligner {
    /// A place at which a word may end.
    struct End {
        var node: Int32
        var cost: Float
    }

    private let index: SoundIndex
    private let lattice: HeardLattice
    /// The price of taking one of the heard sounds for one of the grammar's, row by row of the heard ones.
    private let substitutions: [Float]
    private var known = PlaceTable()
    private var ranges: [Range<Int>] = []
    private(set) var ends: [End] = []
    private var row: [Float] = []
    private var next: [Float] = []
    private var best: [Float] = []

    /// How much dearer than a word's best end another one may be.
    private static let slack: Float = 1.6

    init(index: SoundIndex, lattice: HeardLattice) {
        self.index = index
        self.lattice = lattice
        substitutions = lattice.phones.flatMap { heard in index.phones.map { heard.distance(to: $0) } }
        row = Array(repeating: .infinity, count: lattice.nodeCount)
        next = row
        best = row
    }

    /// The places at which a word may end that begins at a node, by their places among the ``ends``.
    mutating func ends(ofWord word: Int32, from node: Int32) -> Range<Int> {
        if let number = known.insert(Int32(ranges.count), for: word, at: Int(node)) { return ranges[Int(number)] }
        let range = align(word: Int(word), from: Int(node))
        ranges.append(range)
        return range
    }

    /// The same without keeping them, for words that are many and asked for once; ends that are dearer than a bound may be left
    /// out.
    mutating func forEachEnd(ofWord word: Int32, from node: Int32, within bound: Float, do body: (End) -> Void) {
        let range = align(word: Int(word), from: Int(node), within: bound)
        for number in range { body(ends[number]) }
        ends.removeSubrange(range)
    }

    private mutating func align(word: Int, from start: Int, within bound: Float = .infinity) -> Range<Int> {
        let ways = Int(index.wordStarts[word])..<Int(index.wordStarts[word + 1])
        var window = start + 1
        for way in ways {
            let length = index.soundStarts[way + 1] - index.soundStarts[way]
            let end = end(from: start, length: length)
            window = max(window, align(way: way, from: start, before: end, within: bound))
        }
        var least = Float.infinity
        for node in start..<window { least = min(least, best[node]) }
        // The word may not have been said at all.
        let missing = min(best[start], Float(index.limits.wholeWord) * lattice.weights[start])
        let first = ends.count
        guard least < .infinity else {
            // A word without sounds is said by saying nothing.
            ends.append(End(node: Int32(start), cost: ways.isEmpty ? 0 : missing))
            return first..<ends.count
        }
        for node in start..<window {
            if node == start {
                ends.append(End(node: Int32(node), cost: missing))
            } else if best[node] <= least + Self.slack {
                ends.append(End(node: Int32(node), cost: best[node]))
            }
            best[node] = .infinity
        }
        return first..<ends.count
    }

    /// The node behind the last that a word may reach: a few sounds more than it has.
    private func end(from start: Int, length: Int32) -> Int {
        let latest = lattice.time[start] + length + length / 3 + 2
        var node = start
        while node < lattice.nodeCount, lattice.time[node] <= latest { node += 1 }
        return node
    }

    /// Aligns one pronunciation, and notes where it ends best unless that is all beyond a bound; returns the node behind the last.
    private mutating func align(way: Int, from start: Int, before end: Int, within bound: Float) -> Int {
        for node in start..<end { row[node] = .infinity }
        row[start] = 0
        let phoneCount = index.phones.count
        let sounds = Int(index.soundStarts[way])..<Int(index.soundStarts[way + 1])
        for place in sounds {
            let sound = Int(index.sounds[place])
            let deletion = index.deletions[place]
            // What is heard after a word's last sound belongs to no word, or to the next one.
            let isLast = place == sounds.upperBound - 1
            var least = Float.infinity
            for node in start..<end {
                var cost = row[node] + deletion * lattice.weights[node]
                if node > start {
                    for number in lattice.edges(to: node) {
                        let edge = lattice.edges[number]
                        let source = Int(edge.source)
                        guard source >= start else { continue }
                        let substitution = substitutions[Int(edge.phone) * phoneCount + sound] * edge.weight
                        cost = min(cost, row[source] + substitution)
                        if !isLast { cost = min(cost, next[source] + edge.insertion) }
                    }
                }
                next[node] = cost
                least = min(least, cost)
            }
            swap(&row, &next)
            // It only gets dearer.
            guard least <= bound else { return end }
        }
        for node in start..<end { best[node] = min(best[node], row[node]) }
        return end
    }
}
