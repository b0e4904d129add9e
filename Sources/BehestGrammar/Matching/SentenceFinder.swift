/// Finds the sentences that some words can be, whatever the context: a walk through the automaton, word by word.
///
/// There is no recursion, and the time is bounded by words times states.
struct SentenceFinder {
    private let words: [Int32]
    private var reached = PlaceTable()
    /// The states reached, each with the one reached before it at the same place; -1 for none.
    private var states: [(state: Int32, previous: Int32)] = []
    /// For each place between words the state reached last.
    private var last: [Int32]

    init(words: [Int32]) {
        self.words = words
        last = Array(repeating: -1, count: words.count + 1)
        states.reserveCapacity(128)
    }

    /// The sentences, in ascending order.
    mutating func sentences(of grammar: Grammar, lists: inout ListMatches) -> [Int32] {
        let automaton = grammar.automaton
        for (pack, root) in automaton.roots.enumerated() {
            reach(root, at: 0)
            for position in words.indices {
                var next = last[position]
                guard next >= 0 else { continue }
                let skips = lists.skips(ofPack: pack, at: position, of: words, grammar: grammar)
                while next >= 0 {
                    let (state, previous) = states[Int(next)]
                    for skip in skips { reach(state, at: lists[skip].end) }
                    advance(from: state, at: position, in: automaton, of: grammar, lists: &lists)
                    next = previous
                }
                last[position] = -1
            }
        }
        return found(in: automaton)
    }

    private mutating func advance(
        from state: Int32,
        at position: Int,
        in automaton: borrowing Automaton,
        of grammar: Grammar,
        lists: inout ListMatches
    ) {
        for arc in automaton.openArcs(from: state) {
            let target = automaton.targets[arc]
            let label = automaton.labels[arc]
            guard label != Automaton.wildcardLabel else {
                reach(target, at: position + 1)
                continue
            }
            let list = Automaton.list(ofLabel: label)
            var end = -1
            for match in lists.matches(of: list, at: position, of: words, grammar: grammar)
            where lists[match].end != end {
                end = lists[match].end
                reach(target, at: end)
            }
        }
        guard words[position] >= 0 else { return }
        for arc in automaton.arcs(from: state, word: words[position]) {
            reach(automaton.targets[arc], at: position + 1)
        }
    }

    private mutating func reach(_ state: Int32, at position: Int) {
        guard reached.insert(0, for: state, at: position) == nil else { return }
        states.append((state, last[position]))
        last[position] = Int32(states.count - 1)
    }

    private func found(in automaton: borrowing Automaton) -> [Int32] {
        var sentences: [Int32] = []
        var next = last[words.count]
        while next >= 0 {
            let (state, previous) = states[Int(next)]
            sentences += automaton.sentences(endingIn: state)
            next = previous
        }
        guard sentences.count > 1 else { return sentences }
        sentences.sort()
        var kept = 1
        for sentence in sentences[1...] where sentence != sentences[kept - 1] {
            sentences[kept] = sentence
            kept += 1
        }
        sentences.removeSubrange(kept...)
        return sentences
    }
}
