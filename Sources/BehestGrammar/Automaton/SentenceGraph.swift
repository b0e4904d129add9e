/// The sentences of a grammar, each as a graph of its own.
///
/// The ``Automaton`` tells which sentences some words can be; this tells what they mean then: which value of which list a word
/// stands for, and which slot takes it. States are numbers; the arcs of all states lie in one array, sorted by state and label. A
/// list is one arc, which leads through the list's own ``WordTrie`` and back. There are no empty arcs.
package struct SentenceGraph: Sendable {
    /// A step from one state to another.
    package struct Arc: Sendable, Hashable {
        /// What is said, as one number: a word's from 0, ``wildcardLabel``, or a list use's below it.
        package var label: Int32
        /// The state after it.
        package var target: Int32
        /// What the step notes: the captures of a word arc, the slot of a wildcard; -1 for none.
        package var note: Int32

        /// What is said.
        package var kind: Kind {
            if label >= 0 { return .word(label) }
            return label == wildcardLabel ? .wildcard(slot: note) : .list(use: Int(wildcardLabel - 1 - label))
        }
    }

    /// What an arc takes.
    package enum Kind: Sendable, Hashable {
        /// One word.
        case word(Int32)
        /// Any one word; an arc from a state to itself takes further ones.
        case wildcard(slot: Int32)
        /// A value of a list; the number is that of an entry in ``listUses``.
        case list(use: Int)
    }

    /// The label of wildcard arcs.
    package static let wildcardLabel: Int32 = -1

    /// The label of the arcs of a list use.
    static func label(ofListUse use: Int) -> Int32 {
        wildcardLabel - 1 - Int32(use)
    }

    private let arcStarts: [Int32]
    private let arcs: [Arc]

    /// The state in which each sentence begins.
    package let starts: [Int32]

    /// The sentence that each state belongs to.
    package let sentenceOfState: [Int32]

    /// Whether a sentence may end in each state.
    package let acceptsInState: [Bool]

    /// The places where a list stands in a sentence.
    package let listUses: [ListUse]

    /// The sets of values that word arcs note.
    package let captures: [[Capture]]

    /// How many states there are.
    package var stateCount: Int { arcStarts.count - 1 }

    /// How many arcs there are.
    package var arcCount: Int { arcs.count }

    /// An arc by its place.
    package func arc(_ index: Int) -> Arc { arcs[index] }

    /// The conditions that the values noted on a word arc meet, as bits.
    package func mask(ofArc index: Int) -> UInt32 {
        let note = arcs[index].note
        return note < 0 ? 0 : captures[Int(note)].reduce(0) { $0 | $1.mask }
    }

    /// The places of all arcs from a state: first those of lists, then wildcards, then words by number.
    package func arcs(from state: Int32) -> Range<Int> {
        Int(arcStarts[Int(state)])..<Int(arcStarts[Int(state) + 1])
    }

    /// The places of the arcs from a state that take lists or wildcards.
    package func openArcs(from state: Int32) -> Range<Int> {
        let all = arcs(from: state)
        return all.lowerBound..<firstArc(in: all, notBelow: 0)
    }

    /// The places of the arcs from a state that take a word.
    package func arcs(from state: Int32, word: Int32) -> Range<Int> {
        let all = arcs(from: state)
        return firstArc(in: all, notBelow: word)..<firstArc(in: all, notBelow: word + 1)
    }

    private func firstArc(in range: Range<Int>, notBelow label: Int32) -> Int {
        var low = range.lowerBound
        var high = range.upperBound
        while low < high {
            let middle = (low + high) / 2
            if arcs[middle].label < label { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// Lays a built graph out in rows.
    init(_ builder: AutomatonBuilder) {
        var rows = [Int32](repeating: 0, count: builder.stateCount + 1)
        for arc in builder.arcs { rows[Int(arc.source) + 1] += 1 }
        for state in 0..<builder.stateCount { rows[state + 1] += rows[state] }
        var places = rows
        var arcs = builder.arcs.map(\.arc)
        for arc in builder.arcs {
            arcs[Int(places[Int(arc.source)])] = arc.arc
            places[Int(arc.source)] += 1
        }
        for state in 0..<builder.stateCount where rows[state + 1] - rows[state] > 1 {
            arcs[Int(rows[state])..<Int(rows[state + 1])].sort()
        }
        arcStarts = rows
        self.arcs = arcs
        starts = builder.starts
        sentenceOfState = builder.sentenceOfState
        acceptsInState = builder.acceptsInState
        listUses = builder.listUses
        captures = builder.captureSets
    }
}

extension SentenceGraph.Arc: Comparable {
    /// Whether the first one stands before the second among the arcs of a state.
    package static func < (lhs: Self, rhs: Self) -> Bool {
        (lhs.label, lhs.target, lhs.note) < (rhs.label, rhs.target, rhs.note)
    }
}
