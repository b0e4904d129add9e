/// Finds the ways through a grammar's automaton that sound most like a transcript.
///
/// Place by place of the transcript, the ways that are within the beam are followed best first: a word of the grammar leads to all
/// the places at which it may end, at the price of its alignment. Ways to the same state that mean different things are kept side
/// by side, up to a number, so that the best readings of different meaning come out and not the best words for one.
struct SoundSearch {
    /// Where a way stands, and at what price.
    struct Token {
        var place: SoundPlace
        /// The values that have been named.
        var meaning: SoundMeaning
        var cost: Float
        /// The last step of the way; -1 for none.
        var step: Int32
        /// The next token at the same place with another meaning; -1 for none.
        var next: Int32 = -1
    }

    /// A word of a way.
    struct Step {
        enum Kind {
            case word(Int32)
            case free
            case skipped
        }

        var kind: Kind
        var parent: Int32
        var start: Int32
        var end: Int32
        /// The price of this step alone.
        var cost: Float
        /// The price of the way up to its end.
        var total: Float
    }

    /// A whole way.
    struct Way {
        var steps: [Step]
        var cost: Float
    }

    let index: SoundIndex
    let heard: HeardText
    let lattice: HeardLattice
    private let mostMeanings: Int
    private let beam: Float
    private let automaton: Automaton
    private var conditions: SoundConditions
    private var aligner: WordAligner
    private var tokens: [Token] = []
    private var steps: [Step] = []
    private var places = TokenTable()
    private var waiting: [[Int32]]
    private var best: [Float]
    private var queue = TokenQueue()
    private var shortlists: [Shortlist.Place: [Shortlist.Candidate]] = [:]
    private var current: Int32 = -1

    init(
        index: SoundIndex,
        heard: HeardText,
        lattice: HeardLattice,
        context: [String: SlotValue],
        mostMeanings: Int
    ) {
        self.index = index
        self.heard = heard
        self.lattice = lattice
        self.mostMeanings = mostMeanings
        beam = Float(index.limits.beam)
        automaton = index.grammar.automaton
        conditions = SoundConditions(grammar: index.grammar, context: context)
        aligner = WordAligner(index: index, lattice: lattice)
        waiting = Array(repeating: [], count: lattice.nodeCount)
        best = Array(repeating: .infinity, count: lattice.nodeCount)
    }

    /// The ways from the beginning of a sentence to its end, best first.
    mutating func ways() -> [Way] {
        for (pack, root) in automaton.roots.enumerated() {
            reach(SoundPlace(node: 0, state: root, pack: Int32(pack)), meaning: SoundMeaning(), cost: 0, step: -1)
        }
        for node in 0..<Int32(lattice.nodeCount) {
            current = node
            queue.removeAll()
            for token in waiting[Int(node)] { queue.insert(token, cost: tokens[Int(token)].cost) }
            waiting[Int(node)] = []
            var count = 0
            while count < index.limits.mostTokens, let (token, cost) = queue.popLeast() {
                guard cost <= best[Int(node)] + beam else { break }
                // A token that was improved stands in the queue twice.
                guard tokens[Int(token)].cost == cost else { continue }
                count += 1
                advance(tokens[Int(token)])
            }
        }
        return collect()
    }

    private mutating func advance(_ token: Token) {
        passOver(from: token)
        if token.place.arc >= 0 {
            advanceInList(token)
            return
        }
        for number in automaton.arcs(from: token.place.state) {
            let arc = automaton.arc(number)
            switch arc.kind {
            case .word(let word): takeWord(word, to: arc.target, from: token)
            case .list(let list): takeListWords(of: list, arc: Int32(number), trieNode: 0, from: token)
            case .wildcard: takeFreeWord(to: arc.target, from: token)
            }
        }
        skipWords(from: token)
    }

    // MARK: - Steps

    private mutating func takeWord(_ word: Int32, to target: Int32, from token: Token) {
        var meaning = token.meaning
        if index.namesValue(word) { meaning.add(word: word) }
        var place = token.place
        place.state = target
        for number in aligner.ends(ofWord: word, from: token.place.node) {
            let end = aligner.ends[number]
            place.node = end.node
            take(.word(word), from: token, cost: end.cost, to: place, meaning: meaning)
        }
    }

    private mutating func takeListWords(of list: Int, arc: Int32, trieNode: Int32, from token: Token) {
        let steps = index.grammar.lists[list].trie.arcRange(from: trieNode)
        guard steps.count > index.limits.mostTokens else {
            for step in steps {
                let word = index.grammar.lists[list].trie.arc(step).word
                for number in aligner.ends(ofWord: word, from: token.place.node) {
                    takeListWord(step, of: list, arc: arc, end: aligner.ends[number], from: token)
                }
            }
            return
        }
        let place = Shortlist.Place(list: list, trieNode: trieNode, node: token.place.node)
        let shortlist = shortlists[place] ?? makeShortlist(of: steps, at: place, cost: token.cost)
        for candidate in shortlist {
            takeListWord(candidate.step, of: list, arc: arc, end: candidate.end, from: token)
        }
    }

    private mutating func takeListWord(
        _ step: Int,
        of list: Int,
        arc: Int32,
        end: WordAligner.End,
        from token: Token
    ) {
        // Most ways end here.
        guard token.cost + end.cost <= best[Int(end.node)] + beam else { return }
        let (word, next) = index.grammar.lists[list].trie.arc(step)
        var place = token.place
        place.node = end.node
        if !index.grammar.lists[list].trie.arcRange(from: next).isEmpty {
            place.arc = arc
            place.trieNode = next
            take(.word(word), from: token, cost: end.cost, to: place, meaning: token.meaning)
        }
        place.arc = -1
        place.trieNode = 0
        place.state = automaton.targets[Int(arc)]
        for number in index.grammar.lists[list].trie.valueRange(at: next) {
            let value = index.grammar.lists[list].trie.value(number)
            var meaning = token.meaning
            meaning.add(index.meanings[list][Int(value)], of: list)
            take(.word(word), from: token, cost: end.cost, to: place, meaning: meaning)
        }
    }

    /// Of the ways to a place the first to ask is the cheapest, so that its shortlist serves them all.
    private mutating func makeShortlist(
        of steps: Range<Int>,
        at place: Shortlist.Place,
        cost: Float
    ) -> [Shortlist.Candidate] {
        let bound = min(beam, dearest(from: Int(place.node)) - cost)
        var shortlist = Shortlist(start: place.node, nodeCount: lattice.nodeCount)
        for step in steps {
            let word = index.grammar.lists[place.list].trie.arc(step).word
            aligner.forEachEnd(ofWord: word, from: place.node, within: bound) { shortlist.add(step: step, end: $0) }
        }
        shortlist.cut(to: index.limits.mostTokens)
        shortlists[place] = shortlist.candidates
        return shortlist.candidates
    }

    /// The most that a way to any place behind a node may cost, as all that is heard between can be passed over.
    private func dearest(from start: Int) -> Float {
        var bounds = best[start...]
        for node in bounds.indices.dropFirst() {
            for number in lattice.edges(to: node) where Int(lattice.edges[number].source) >= start {
                let edge = lattice.edges[number]
                bounds[node] = min(bounds[node], bounds[Int(edge.source)] + edge.insertion)
            }
        }
        return (bounds.max() ?? .infinity) + beam
    }

    private mutating func advanceInList(_ token: Token) {
        guard case .list(let list) = automaton.arc(Int(token.place.arc)).kind else { return }
        takeListWords(of: list, arc: token.place.arc, trieNode: token.place.trieNode, from: token)
    }

    private mutating func takeFreeWord(to target: Int32, from token: Token) {
        guard let end = endOfUnit(at: token.place.node) else { return }
        var place = token.place
        place.node = end
        place.state = target
        let cost = Float(index.limits.freeWord)
        take(.free, from: token, cost: cost, to: place, meaning: token.meaning)
    }

    /// What was heard may belong to no word of the grammar: one sound, or a whole word.
    private mutating func passOver(from token: Token) {
        var place = token.place
        for number in lattice.edgesFrom[Int(token.place.node)] {
            let edge = lattice.edges[Int(number)]
            place.node = edge.target
            reach(place, meaning: token.meaning, cost: token.cost + edge.insertion, step: token.step)
        }
        guard let end = endOfUnit(at: token.place.node) else { return }
        place.node = end
        let price = lattice.passing[Int(lattice.unitAfter[Int(token.place.node)])]
        reach(place, meaning: token.meaning, cost: token.cost + price, step: token.step)
    }

    /// The words that a pack lets be said anywhere cost nothing.
    private mutating func skipWords(from token: Token) {
        let trie = index.grammar.skipWords[Int(token.place.pack)]
        guard trie.arcCount > 0, endOfUnit(at: token.place.node) != nil else { return }
        var unit = Int(lattice.unitAfter[Int(token.place.node)])
        var node: Int32 = 0
        while unit < heard.units.count {
            for word in heard.units[unit].sayings[0] {
                guard let id = index.grammar.words.id(of: word), let next = trie.target(from: node, word: id) else {
                    return
                }
                node = next
            }
            unit += 1
            guard !trie.values(at: node).isEmpty else { continue }
            var place = token.place
            place.node = lattice.boundaries[unit]
            take(.skipped, from: token, cost: 0, to: place, meaning: token.meaning)
        }
    }

    /// Where the unit ends that begins at a node; `nil` within a unit and at the end.
    private func endOfUnit(at node: Int32) -> Int32? {
        let unit = Int(lattice.unitAfter[Int(node)])
        guard unit < heard.units.count, lattice.boundaries[unit] == node else { return nil }
        let end = lattice.boundaries[unit + 1]
        return end > node ? end : nil
    }

    // MARK: - Places

    private mutating func take(
        _ kind: Step.Kind,
        from token: Token,
        cost: Float,
        to place: SoundPlace,
        meaning: SoundMeaning
    ) {
        let total = token.cost + cost
        // Most ways end here, before their place is looked up.
        guard total <= best[Int(place.node)] + beam else { return }
        let number = Int32(steps.count)
        guard reach(place, meaning: meaning, cost: total, step: number) else { return }
        steps.append(
            Step(kind: kind, parent: token.step, start: token.place.node, end: place.node, cost: cost, total: total)
        )
    }

    /// Notes that a place can be reached; returns whether the way is one to go on with.
    @discardableResult
    private mutating func reach(_ place: SoundPlace, meaning: SoundMeaning, cost: Float, step: Int32) -> Bool {
        let node = Int(place.node)
        guard cost <= best[node] + beam else { return false }
        best[node] = min(best[node], cost)
        let slot = places.slot(of: place, in: tokens)
        var number = places[slot]
        var worst: Int32 = -1
        var count = 0
        while number >= 0 {
            let known = tokens[Int(number)]
            if known.meaning == meaning {
                guard cost < known.cost else { return false }
                return replace(number, meaning: meaning, cost: cost, step: step)
            }
            if worst < 0 || known.cost > tokens[Int(worst)].cost { worst = number }
            count += 1
            number = known.next
        }
        if count >= mostMeanings {
            guard cost < tokens[Int(worst)].cost else { return false }
            return replace(worst, meaning: meaning, cost: cost, step: step)
        }
        number = Int32(tokens.count)
        tokens.append(Token(place: place, meaning: meaning, cost: cost, step: step, next: places[slot]))
        places.set(slot, to: number, tokens: tokens)
        wait(number)
        return true
    }

    private mutating func replace(_ number: Int32, meaning: SoundMeaning, cost: Float, step: Int32) -> Bool {
        tokens[Int(number)].meaning = meaning
        tokens[Int(number)].cost = cost
        tokens[Int(number)].step = step
        wait(number)
        return true
    }

    private mutating func wait(_ number: Int32) {
        let token = tokens[Int(number)]
        if token.place.node == current {
            queue.insert(number, cost: token.cost)
        } else {
            waiting[Int(token.place.node)].append(number)
        }
    }

    // MARK: - Ends

    private mutating func collect() -> [Way] {
        let last = Int32(lattice.nodeCount - 1)
        let ends = tokens.filter { $0.place.node == last && $0.place.arc < 0 }.sorted { $0.cost < $1.cost }
        var known: Set<End> = []
        return ends.compactMap { token in
            // Of the ways that mean the same the best is enough.
            guard let blocks = conditions.blocks(endingIn: token.place.state),
                known.insert(End(blocks: blocks, meaning: token.meaning)).inserted
            else { return nil }
            return Way(steps: steps(until: token.step), cost: token.cost)
        }
    }

    private func steps(until last: Int32) -> [Step] {
        var way: [Step] = []
        var number = last
        while number >= 0 {
            way.append(steps[Int(number)])
            number = steps[Int(number)].parent
        }
        return way.reversed()
    }

    /// What a way comes to.
    private struct End: Hashable {
        var blocks: [Int]
        var meaning: SoundMeaning
    }
}
