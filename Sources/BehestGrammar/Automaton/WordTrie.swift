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

    /// The values whose words end at a node, in the order in which they were added.
    package func values(at node: Int32) -> ArraySlice<Int32> {
        values[Int(valueStarts[Int(node)])..<Int(valueStarts[Int(node) + 1])]
    }

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
        var nodes = [[Int32: Int32]()]
        var ends: [[Int32]] = [[]]
        for (words, value) in sequences {
            var node = 0
            for word in words {
                if let next = nodes[node][word] {
                    node = Int(next)
                } else {
                    nodes[node][word] = Int32(nodes.count)
                    node = nodes.count
                    nodes.append([:])
                    ends.append([])
                }
            }
            if !ends[node].contains(value) { ends[node].append(value) }
        }
        var arcStarts: [Int32] = [0]
        var arcs: [Arc] = []
        var valueStarts: [Int32] = [0]
        var values: [Int32] = []
        for (node, children) in nodes.enumerated() {
            arcs += children.map { Arc(word: $0, target: $1) }.sorted { $0.word < $1.word }
            arcStarts.append(Int32(arcs.count))
            values += ends[node]
            valueStarts.append(Int32(values.count))
        }
        self.arcStarts = arcStarts
        self.arcs = arcs
        self.valueStarts = valueStarts
        self.values = values
    }
}
