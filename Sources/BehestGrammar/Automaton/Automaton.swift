/// All sentences of a grammar as one graph over words, in which sentences share their beginnings.
///
/// States are numbers. A state has one arc for each word, list, or any word that may come next, whatever the sentences that go on
/// with it; where the sentences that may end are told by ``sentences(endingIn:)``. A list is one arc, which leads through the list's
/// own ``WordTrie``, so that a list of many names is there once however often it is used. There are no empty arcs.
///
/// To walk it, begin in one of the ``roots`` and take the arcs of a state, ``arcs(from:)``, by their ``Arc/kind``:
///
/// - a word: that word, by its number in ``Grammar/words``, is said on the way to the arc's target;
/// - a list: the words of one value are, from node 0 of ``Grammar/lists``' trie to any node that has values;
/// - any word: a wildcard, whose target has the same arc to itself for further words.
///
/// A way that ends in a state with sentences is one of those sentences, as far as words go. Whether the context allows it, and what
/// the slots are, is settled by matching its words (``Grammar/matches(of:in:context:)``).
package struct Automaton: Sendable {
    /// A step from one state to another.
    package struct Arc: Sendable, Hashable {
        /// What is said.
        package var kind: Kind
        /// The state after it.
        package var target: Int32
    }

    /// What an arc takes.
    package enum Kind: Sendable, Hashable {
        /// One word.
        case word(Int32)
        /// Any one word.
        case wildcard
        /// A value of a list, by the list's place among the grammar's.
        case list(Int)
    }

    /// The label of wildcard arcs; a list's is below, a word's above.
    static let wildcardLabel: Int32 = -1

    /// The label of the arcs of a list.
    static func label(ofList list: Int) -> Int32 {
        wildcardLabel - 1 - Int32(list)
    }

    /// The list of a label below ``wildcardLabel``.
    static func list(ofLabel label: Int32) -> Int {
        Int(wildcardLabel - 1 - label)
    }

    /// The state in which each pack's sentences begin.
    package let roots: [Int32]

    /// For each state the place of its first arc, and one more for the end.
    let arcStarts: [Int32]
    /// For each state the place of its first arc that takes a word.
    let wordStarts: [Int32]
    /// What the arcs take, in ascending order for each state.
    let labels: [Int32]
    /// Where they lead.
    let targets: [Int32]
    private let endStarts: [Int32]
    private let ends: [Int32]

    /// How many states there are.
    package var stateCount: Int { wordStarts.count }

    /// How many arcs there are.
    package var arcCount: Int { labels.count }

    /// An arc by its place.
    package func arc(_ index: Int) -> Arc {
        let label = labels[index]
        let kind: Kind =
            label >= 0 ? .word(label) : label == Self.wildcardLabel ? .wildcard : .list(Self.list(ofLabel: label))
        return Arc(kind: kind, target: targets[index])
    }

    /// The places of all arcs from a state: first those of lists, then a wildcard's, then those of words by number.
    package func arcs(from state: Int32) -> Range<Int> {
        Int(arcStarts[Int(state)])..<Int(arcStarts[Int(state) + 1])
    }

    /// The places of the arcs from a state that take lists or any word.
    package func openArcs(from state: Int32) -> Range<Int> {
        Int(arcStarts[Int(state)])..<Int(wordStarts[Int(state)])
    }

    /// The places of the arcs from a state that take words.
    package func wordArcs(from state: Int32) -> Range<Int> {
        Int(wordStarts[Int(state)])..<Int(arcStarts[Int(state) + 1])
    }

    /// The places of the arcs from a state that take one word: one, or none; several only where a grammar is so entangled that
    /// its beginnings could not all be shared.
    package func arcs(from state: Int32, word: Int32) -> Range<Int> {
        var low = Int(wordStarts[Int(state)])
        let end = Int(arcStarts[Int(state) + 1])
        var high = end
        while low < high {
            let middle = (low + high) / 2
            if labels[middle] < word { low = middle + 1 } else { high = middle }
        }
        high = low
        while high < end, labels[high] == word { high += 1 }
        return low..<high
    }

    /// The sentences that may end in a state, in ascending order.
    package func sentences(endingIn state: Int32) -> ArraySlice<Int32> {
        ends[Int(endStarts[Int(state)])..<Int(endStarts[Int(state) + 1])]
    }

    /// Merges the graphs of sentences.
    ///
    /// - Parameters:
    ///   - graph: The sentences.
    ///   - packs: For each sentence its pack.
    ///   - count: How many packs there are.
    init(_ graph: SentenceGraph, packs: [Int], count: Int) {
        var merger = SentenceMerger(graph: graph)
        var starts = [[Int32]](repeating: [], count: count)
        for (sentence, pack) in packs.enumerated() { starts[pack].append(graph.starts[sentence]) }
        roots = starts.map { merger.merge(beginningIn: $0) }
        arcStarts = merger.arcStarts
        wordStarts = merger.wordStarts
        labels = merger.labels
        targets = merger.targets
        endStarts = merger.endStarts
        ends = merger.ends
    }
}
