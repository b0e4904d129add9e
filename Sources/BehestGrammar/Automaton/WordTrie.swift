/// Sequences of words with shared beginnings, each of which stands for one or more values.
///
/// The nodes are numbered from the root, 0. Nodes, arcs and values lie in flat arrays; the arcs of a node are sorted by word.
package struct WordTrie: Sendable {
    /// A step from one node to another.
    package struct Arc: Sendable, Hashable {
        /// The word that is said.
        package var word: Int32
        /// The node after it.
        package var target: Int32
    }

    private let arcStarts: [Int32]
    private let arcs: [Arc]
    private let valueStarts: [Int32]
    private let values: [Int32]

    /// How many nodes there are.
    package var nodeCount: Int { arcStarts.count - 1 }

    /// How many arcs there are.
    package var arcCount: Int { arcs.count }

    /// The steps from a node, sorted by word.
    package func arcs(from node: Int32) -> ArraySlice<Arc> {
        arcs[Int(arcStarts[Int(node)])..<Int(arcStarts[Int(node) + 1])]
    }

    /// The places of the steps from a node.
    func arcRange(from node: Int32) -> Range<Int> {
        Int(arcStarts[Int(node)])..<Int(arcStarts[Int(node) + 1])
    }

    /// A step by its place.
    func arc(_ index: Int) -> (word: Int32, target: Int32) { (arcs[index].word, arcs[index].target) }

    /// The values whose words end at a node, in the order in which they were added.
    package func values(at node: Int32) -> ArraySlice<Int32> {
        values[Int(valueStarts[Int(node)])..<Int(valueStarts[Int(node) + 1])]
    }

    /// The places of the values whose words end at a node.
    func valueRange(at node: Int32) -> Range<Int> {
        Int(valueStarts[Int(node)])..<Int(valueStarts[Int(node) + 1])
    }

    /// A value by its place.
    func value(_ index: Int) -> Int32 { values[index] }

    /// The node after a word, if any value goes on with it.
    package func target(from node: Int32, word: Int32) -> Int32? {
        var low = Int(arcStarts[Int(node)])
        var high = Int(arcStarts[Int(node) + 1])
        while low < high {
            let middle = (low + high) / 2
            if arcs[middle].word < word { low = middle + 1 } else { high = middle }
        }
        guard low < Int(arcStarts[Int(node) + 1]), arcs[low].word == word else { return nil }
        return arcs[low].target
    }

    /// All sequences with their values.
    package func sequences() -> [(words: [Int32], value: Int32)] {
        var found: [(words: [Int32], value: Int32)] = []
        var open: [(node: Int32, words: [Int32])] = [(0, [])]
        while let (node, words) = open.popLast() {
            for value in values(at: node) { found.append((words, value)) }
            for arc in arcs(from: node).reversed() { open.append((arc.target, words + [arc.word])) }
        }
        return found
    }

    /// Makes a trie of sequences, each with its value.
    init(_ sequences: [(words: [Int32], value: Int32)]) {
        // Node by node from the root: the sequences that share the words up to a node stand side by side.
        let sorted = sequences.enumerated().sorted { first, second in
            first.element.words == second.element.words
                ? first.offset < second.offset
                : first.element.words.lexicographicallyPrecedes(second.element.words)
        }.map(\.element)
        var arcStarts: [Int32] = [0]
        var arcs: [Arc] = []
        var valueStarts: [Int32] = [0]
        var values: [Int32] = []
        var nodes: [(sequences: Range<Int>, depth: Int)] = [(0..<sorted.count, 0)]
        var node = 0
        while node < nodes.count {
            let (range, depth) = nodes[node]
            var index = range.lowerBound
            while index < range.upperBound, sorted[index].words.count == depth {
                // Values come in ascending order, so the same one twice comes in a row.
                let isFirst = values.count == Int(valueStarts[node])
                if isFirst || values.last != sorted[index].value { values.append(sorted[index].value) }
                index += 1
            }
            while index < range.upperBound {
                let word = sorted[index].words[depth]
                let start = index
                while index < range.upperBound, sorted[index].words[depth] == word { index += 1 }
                arcs.append(Arc(word: word, target: Int32(nodes.count)))
                nodes.append((start..<index, depth + 1))
            }
            arcStarts.append(Int32(arcs.count))
            valueStarts.append(Int32(values.count))
            node += 1
        }
        self.arcStarts = arcStarts
        self.arcs = arcs
        self.valueStarts = valueStarts
        self.values = values
    }
}
