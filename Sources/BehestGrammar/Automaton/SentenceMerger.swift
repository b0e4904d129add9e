/// Merges the graphs of sentences into one in which they share their beginnings.
///
/// A state of the merged graph stands for all the states that the sentences may be in after the same words (the subset construction).
/// The few grammars for which that would make far more states than the sentences have themselves are merged only so far: beyond a
/// bound every state stands for itself.
struct SentenceMerger {
    private let graph: SentenceGraph
    private(set) var arcStarts: [Int32] = [0]
    private(set) var wordStarts: [Int32] = []
    private(set) var labels: [Int32] = []
    private(set) var targets: [Int32] = []
    private(set) var endStarts: [Int32] = [0]
    private(set) var ends: [Int32] = []

    /// The states that each merged state stands for, one after the other.
    private var members: [Int32] = []
    private var memberStarts: [Int32] = [0]
    /// The merged states that are known by the hash of their members.
    private var known: [Int: [Int32]] = [:]
    private let mostMembers: Int

    init(graph: SentenceGraph) {
        self.graph = graph
        mostMembers = 1 << 12 + graph.stateCount * 8
    }

    /// Merges the sentences that begin in the given states.
    ///
    /// - Returns: The merged state in which they all begin.
    mutating func merge(beginningIn starts: [Int32]) -> Int32 {
        var next = Int32(memberStarts.count - 1)
        let root = next
        members += starts
        memberStarts.append(Int32(members.count))
        var steps: [UInt64] = []
        var open: [Int32] = []
        while next < memberStarts.count - 1 {
            let range = Int(memberStarts[Int(next)])..<Int(memberStarts[Int(next) + 1])
            steps.removeAll(keepingCapacity: true)
            for state in members[range] {
                for arc in graph.arcs(from: state) { steps.append(step(along: graph.arc(arc))) }
            }
            steps.sort()
            addArcs(along: steps, open: &open)
            addEnds(of: range)
            next += 1
        }
        return root
    }

    /// What an arc takes, and then where it leads, as one number in the order of the merged arcs.
    private func step(along arc: SentenceGraph.Arc) -> UInt64 {
        let label: Int32 =
            switch arc.kind {
            case .word(let word): word
            case .wildcard: Automaton.wildcardLabel
            case .list(let use): Automaton.label(ofList: graph.listUses[use].list)
            }
        return UInt64(UInt32(bitPattern: label) ^ 0x8000_0000) << 32 | UInt64(UInt32(bitPattern: arc.target))
    }

    private mutating func addArcs(along steps: [UInt64], open: inout [Int32]) {
        var wordStart: Int?
        var index = 0
        while index < steps.count {
            let label = Int32(bitPattern: UInt32(steps[index] >> 32) ^ 0x8000_0000)
            open.removeAll(keepingCapacity: true)
            let key = steps[index] >> 32
            while index < steps.count, steps[index] >> 32 == key {
                let target = Int32(bitPattern: UInt32(truncatingIfNeeded: steps[index]))
                if open.last != target { open.append(target) }
                index += 1
            }
            if label >= 0, wordStart == nil { wordStart = labels.count }
            if members.count + open.count <= mostMembers {
                addArc(label, to: state(of: open[...]))
            } else {
                for place in open.indices { addArc(label, to: state(of: open[place...place])) }
            }
        }
        wordStarts.append(Int32(wordStart ?? labels.count))
        arcStarts.append(Int32(labels.count))
    }

    private mutating func addArc(_ label: Int32, to target: Int32) {
        labels.append(label)
        targets.append(target)
    }

    private mutating func addEnds(of range: Range<Int>) {
        let first = ends.count
        for state in members[range] where graph.acceptsInState[Int(state)] {
            let sentence = graph.sentenceOfState[Int(state)]
            // States are in order, and so are those of each sentence.
            if ends.count == first || ends.last != sentence { ends.append(sentence) }
        }
        endStarts.append(Int32(ends.count))
    }

    /// The merged state that stands for some states, which are in order.
    private mutating func state(of states: ArraySlice<Int32>) -> Int32 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for state in states { hash = (hash ^ UInt64(UInt32(bitPattern: state))) &* 0x0000_0100_0000_01B3 }
        let key = Int(truncatingIfNeeded: hash ^ hash >> 29)
        for candidate in known[key] ?? [] {
            let range = Int(memberStarts[Int(candidate)])..<Int(memberStarts[Int(candidate) + 1])
            if members[range].elementsEqual(states) { return candidate }
        }
        let state = Int32(memberStarts.count - 1)
        members += states
        memberStarts.append(Int32(members.count))
        known[key, default: []].append(state)
        return state
    }
}
