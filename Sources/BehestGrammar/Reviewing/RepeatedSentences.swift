/// Finds the sentences that say nothing which sentences before them do not say, with the same meaning.
///
/// It follows a sentence and all earlier ones of its intent at once, arc by arc; a list counts as one sign. So it may miss a
/// sentence that is only said before in other words, but what it reports is so.
struct RepeatedSentences {
    private let grammar: Grammar
    private var steps = 0
    /// Whether some sentences were not compared.
    private(set) var isCut = false

    /// The most arcs that are compared.
    private static let mostSteps = 20_000_000
    /// The most places of one sentence that are compared.
    private static let mostPlaces = 20_000

    init(grammar: Grammar) {
        self.grammar = grammar
    }

    /// What two sentences must share for one to take the other's place.
    private struct Group: Hashable {
        var intent: Int
        var pack: Int
        var slots: [String]
        var values: [SlotValue]
        var required: [ContextCondition]
        var excluded: [ContextCondition]
        var keywords: [Int32]
    }

    /// One warning for each such sentence.
    mutating func diagnostics() -> [Diagnostic] {
        var earlier: [Group: [Int32]] = [:]
        var found: [Diagnostic] = []
        for number in grammar.sentences.indices {
            let group = group(of: number)
            var candidates = earlier[group] ?? []
            var free = group
            (free.required, free.excluded, free.keywords) = ([], [], [])
            // A condition that fills a slot is a part of the meaning.
            if free != group, !group.required.contains(where: { $0.slot != nil }) { candidates += earlier[free] ?? [] }
            earlier[group, default: []].append(Int32(number))
            guard !candidates.isEmpty, let covering = covering(number, candidates) else { continue }
            let range = grammar.sentences[number].template.node.range
            let place = covering.min().map { grammar.sentences[Int($0)].template.node.range.place(seenFrom: range) }
            found.append(
                Diagnostic(
                    .warning,
                    code: "unreachable-sentence",
                    "all that this sentence says is said before, with the same meaning",
                    at: range,
                    hint: "remove it: " + (place.map { "see \($0)" } ?? "several sentences say it together")
                )
            )
        }
        return found
    }

    private func group(of number: Int) -> Group {
        let sentence = grammar.sentences[number]
        let block = grammar.blocks[sentence.block]
        return Group(
            intent: sentence.intent,
            pack: sentence.pack,
            slots: block.slots.map(\.name),
            values: block.slots.map(\.value),
            required: block.required,
            excluded: block.excluded,
            keywords: block.keywords
        )
    }

    private struct Place: Hashable {
        var state: Int32
        var others: [Int32]
    }

    /// The sentences each of which says all that a sentence says; none if only several together do.
    ///
    /// - Returns: `nil` if they do not say all of it.
    private mutating func covering(_ number: Int, _ candidates: [Int32]) -> Set<Int32>? {
        let graph = grammar.graph
        let start = Place(state: graph.starts[number], others: candidates.map { graph.starts[Int($0)] })
        var reached: Set<Place> = [start]
        var open = [start]
        var covering: Set<Int32>?
        while let place = open.popLast() {
            if graph.acceptsInState[Int(place.state)] {
                let ends = place.others.filter { graph.acceptsInState[Int($0)] }
                guard !ends.isEmpty else { return nil }
                let sentences = Set(ends.map { graph.sentenceOfState[Int($0)] })
                covering = covering?.intersection(sentences) ?? sentences
            }
            for index in graph.arcs(from: place.state) {
                let arc = graph.arc(index)
                let others = targets(of: arc, from: place.others)
                guard !others.isEmpty else { return nil }
                let next = Place(state: arc.target, others: others)
                if reached.insert(next).inserted { open.append(next) }
            }
            guard reached.count <= Self.mostPlaces, steps <= Self.mostSteps else {
                isCut = true
                return nil
            }
        }
        return covering
    }

    private mutating func targets(of arc: SentenceGraph.Arc, from states: [Int32]) -> [Int32] {
        let sign = sign(of: arc)
        var targets: Set<Int32> = []
        for state in states {
            let arcs: Range<Int>
            if case .word(let word) = arc.kind {
                arcs = grammar.graph.arcs(from: state, word: word)
            } else {
                arcs = grammar.graph.openArcs(from: state)
            }
            steps += 1 + arcs.count
            for index in arcs {
                let other = grammar.graph.arc(index)
                if self.sign(of: other) == sign { targets.insert(other.target) }
            }
        }
        return targets.sorted()
    }

    /// What is said and what it means.
    private func sign(of arc: SentenceGraph.Arc) -> [Int32] {
        switch arc.kind {
        case .word(let word): [0, word, arc.note]
        case .wildcard(let slot): [1, slot]
        case .list(let use): [2, Int32(grammar.graph.listUses[use].list), grammar.graph.listUses[use].slot]
        }
    }
}
