/// Finds sentences that two intents claim: the automaton is walked with itself, from every place at which the same words can have
/// led to two places, breadth first, so that each is shown by a short sentence.
///
/// Where one intent has free text, the other one must have it at the same place: that free text can be anything is no mistake. A
/// list that is filled from elsewhere has other values tomorrow, and counts as one sign. What is found is then matched, so that
/// everything that is reported is so.
struct SharedSentences {
    private let grammar: Grammar
    private let closedLists: [Bool]
    private let scope: IntentScope
    private var walk = PairWalk()
    private var found: [IntentPair: SharedSentence] = [:]
    private var tries: [IntentPair: Int] = [:]
    /// Whether the walk was ended before it was done.
    private(set) var isCut = false

    /// The most pairs of places that are visited.
    private static let mostPairs = 200_000
    /// How many sentences are tried for two intents.
    private static let mostTries = 8

    init(grammar: Grammar, openLists: Set<String>) {
        self.grammar = grammar
        closedLists = grammar.lists.map { !openLists.contains($0.name) }
        scope = IntentScope(grammar)
    }

    /// One warning for each two intents.
    mutating func diagnostics() -> [Diagnostic] {
        let roots = grammar.automaton.roots.map { PairWalk.Place(state: $0) }
        for (number, root) in roots.enumerated() {
            for other in roots[number...] { reach(root, other, from: nil, by: []) }
        }
        while let step = walk.next() {
            guard walk.count <= Self.mostPairs else {
                isCut = true
                break
            }
            if step.first.isState, step.second.isState { look(at: step) }
            advance(from: step)
        }
        return found.values.map { $0.diagnostic(in: grammar) }
    }

    // MARK: - Walking

    /// What can be said from a place.
    private enum Branch {
        case words(state: Int32)
        case list(Int, node: Int32, target: Int32)
        case wildcard(target: Int32)
    }

    private func branches(of place: PairWalk.Place) -> [Branch] {
        guard place.isState else { return [.list(Int(place.list), node: place.node, target: place.state)] }
        var branches: [Branch] = []
        for index in grammar.automaton.openArcs(from: place.state) {
            let arc = grammar.automaton.arc(index)
            switch arc.kind {
            case .list(let list): branches.append(.list(list, node: 0, target: arc.target))
            case .wildcard: branches.append(.wildcard(target: arc.target))
            case .word: break
            }
        }
        if !grammar.automaton.wordArcs(from: place.state).isEmpty { branches.append(.words(state: place.state)) }
        return branches
    }

    private mutating func advance(from step: PairWalk.Step) {
        let first = branches(of: step.first)
        let second = branches(of: step.second)
        for (number, branch) in first.enumerated() {
            // A place with itself: each two branches once.
            for other in step.first == step.second ? second[number...] : second[...] {
                take(branch, other, from: step)
            }
        }
    }

    private mutating func take(_ first: Branch, _ second: Branch, from step: PairWalk.Step) {
        switch (first, second) {
        case (.words(let state), .words(let other)):
            for index in grammar.automaton.wordArcs(from: state) {
                let arc = grammar.automaton.arc(index)
                guard case .word(let word) = arc.kind else { continue }
                for target in targets(of: word, from: other) {
                    reach(.init(state: arc.target), .init(state: target), from: step, by: [word])
                }
            }
        case (.words(let state), .list(let list, let node, let target)),
            (.list(let list, let node, let target), .words(let state)):
            guard closedLists[list] else { return }
            for index in grammar.automaton.wordArcs(from: state) {
                let arc = grammar.automaton.arc(index)
                guard case .word(let word) = arc.kind,
                    let next = grammar.lists[list].trie.target(from: node, word: word)
                else { continue }
                for place in places(after: next, of: list, target) {
                    reach(.init(state: arc.target), place, from: step, by: [word])
                }
            }
        case (.list(let list, let node, let target), .list(let other, let otherNode, let otherTarget)):
            if list == other, node == 0, otherNode == 0 {
                guard let words = anyValue(of: list) else { return }
                reach(.init(state: target), .init(state: otherTarget), from: step, by: words)
            } else if closedLists[list], closedLists[other] {
                takeBoth((list, node, target), (other, otherNode, otherTarget), from: step)
            }
        case (.wildcard(let target), .wildcard(let other)):
            reach(.init(state: target), .init(state: other), from: step, by: [PairWalk.anyWord])
        case (.wildcard, _), (_, .wildcard): break
        }
    }

    private mutating func takeBoth(
        _ first: (list: Int, node: Int32, target: Int32),
        _ second: (list: Int, node: Int32, target: Int32),
        from step: PairWalk.Step
    ) {
        let tries = (grammar.lists[first.list].trie, grammar.lists[second.list].trie)
        let isFirstSmaller = tries.0.arcs(from: first.node).count <= tries.1.arcs(from: second.node).count
        let (small, large) = isFirstSmaller ? (first, second) : (second, first)
        for arc in grammar.lists[small.list].trie.arcs(from: small.node) {
            guard let next = grammar.lists[large.list].trie.target(from: large.node, word: arc.word) else { continue }
            for place in places(after: arc.target, of: small.list, small.target) {
                for other in places(after: next, of: large.list, large.target) {
                    reach(place, other, from: step, by: [arc.word])
                }
            }
        }
    }

    private func targets(of word: Int32, from state: Int32) -> [Int32] {
        grammar.automaton.arcs(from: state, word: word).map { grammar.automaton.arc($0).target }
    }

    /// Where one stands after a word of a list's value: behind the value, or still within a longer one.
    private func places(after node: Int32, of list: Int, _ target: Int32) -> [PairWalk.Place] {
        let trie = grammar.lists[list].trie
        var places: [PairWalk.Place] = []
        if !trie.values(at: node).isEmpty { places.append(.init(state: target)) }
        if !trie.arcs(from: node).isEmpty { places.append(.init(state: target, list: Int32(list), node: node)) }
        return places
    }

    private func anyValue(of list: Int) -> [Int32]? {
        let trie = grammar.lists[list].trie
        var words: [Int32] = []
        var node: Int32 = 0
        while trie.values(at: node).isEmpty || words.isEmpty {
            guard let arc = trie.arcs(from: node).first else { return nil }
            words.append(arc.word)
            node = arc.target
        }
        return words
    }

    private mutating func reach(
        _ first: PairWalk.Place,
        _ second: PairWalk.Place,
        from step: PairWalk.Step?,
        by words: [Int32]
    ) {
        guard scope.differ(first.state, second.state) else { return }
        walk.reach(first, second, from: step, by: words)
    }

    // MARK: - What is found

    private mutating func look(at step: PairWalk.Step) {
        for number in grammar.automaton.sentences(endingIn: step.first.state) {
            for other in grammar.automaton.sentences(endingIn: step.second.state) {
                let sentences = (grammar.sentences[Int(number)], grammar.sentences[Int(other)])
                guard sentences.0.intent != sentences.1.intent else { continue }
                let pair = IntentPair(sentences.0.intent, sentences.1.intent)
                // One that cannot be settled says more than one that is.
                guard found[pair].map({ $0.winner != nil }) ?? true, tries[pair, default: 0] < Self.mostTries else {
                    continue
                }
                tries[pair, default: 0] += 1
                let text = walk.words(to: step).map { $0 < 0 ? "something" : grammar.words.words[Int($0)] }
                    .joined(separator: " ")
                guard let shared = SharedSentence(text, of: sentences, in: grammar) else { continue }
                if found[pair] == nil || shared.winner == nil { found[pair] = shared }
            }
        }
    }
}
