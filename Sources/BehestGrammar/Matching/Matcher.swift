/// Finds the sentences that a transcript's words make up, and what they mean.
///
/// The ``SentenceFinder`` says which sentences the words can be; each of them is then followed by itself, word by word: at every
/// place between two words there are the states that can be reached, each with the best way to it. There is no recursion, and the
/// time is bounded by words times states.
struct Matcher {
    /// A state that can be reached, with the best way to it.
    struct Node {
        var key: Key
        var position: Int
        var parent: Int32
        var step: Step
        var cost: MatchCost
        /// The node reached after it at the same place; -1 for none.
        var next: Int32 = -1
        /// Another node at the same place in the same state; -1 for none.
        var twin: Int32 = -1
    }

    /// What tells nodes at one place apart.
    struct Key: Hashable {
        var state: Int32
        /// The conditions of the block that the values named so far meet.
        var mask: UInt32
        var origin: Origin
    }

    /// What kind of step led to a node: words next to a wildcard are never passed over, as they may belong to it.
    enum Origin: UInt8, Hashable {
        case words
        case wildcard
        case skip
    }

    /// The step that led to a node.
    enum Step {
        case start
        case word(arc: Int)
        case wildcard(arc: Int)
        case list(use: Int, value: Int32)
        case skip
    }

    let grammar: Grammar
    let transcript: Transcription
    let context: [String: SlotValue]
    var nodes: [Node] = []
    private var reached = PlaceTable()
    /// For each place between words the first and the last node reached.
    private var first: [Int32]
    private var last: [Int32]
    private var lists = ListMatches()

    init(grammar: Grammar, transcript: Transcription, context: [String: SlotValue]) {
        self.grammar = grammar
        self.transcript = transcript
        self.context = context
        first = Array(repeating: -1, count: transcript.words.count + 1)
        last = first
    }

    /// The matches, best first.
    mutating func matches() -> [Match] {
        guard !transcript.words.isEmpty else { return [] }
        var finder = SentenceFinder(words: transcript.words)
        let sentences = finder.sentences(of: grammar, lists: &lists)
        guard !sentences.isEmpty else { return [] }
        nodes.reserveCapacity(64)
        var ends: [(sentence: Int, node: Int)] = []
        for sentence in sentences {
            let block = grammar.sentences[Int(sentence)].block
            guard let mask = grammar.blocks[block].mask(in: context, words: transcript.words) else { continue }
            let all = (UInt32(1) << UInt32(grammar.blocks[block].required.count)) - 1
            if let node = follow(sentence, open: all & ~mask) { ends.append((Int(sentence), node)) }
        }
        return ordered(ends)
    }

    /// Follows one sentence.
    ///
    /// - Parameters:
    ///   - sentence: The sentence.
    ///   - open: The conditions that its values must meet, as bits.
    /// - Returns: The best node in which all words have been taken and all conditions are met.
    private mutating func follow(_ sentence: Int32, open: UInt32) -> Int? {
        let pack = grammar.sentences[Int(sentence)].pack
        for position in first.indices {
            first[position] = -1
            last[position] = -1
        }
        let start = Key(state: grammar.graph.starts[Int(sentence)], mask: 0, origin: .words)
        reach(start, at: 0, from: -1, by: .start, cost: MatchCost())
        for position in transcript.words.indices {
            var number = first[position]
            while number >= 0 {
                advance(from: number, pack: pack)
                number = nodes[Int(number)].next
            }
        }
        return best(at: transcript.words.count, open: open)
    }

    private mutating func advance(from number: Int32, pack: Int) {
        let (key, position, cost) = (nodes[Int(number)].key, nodes[Int(number)].position, nodes[Int(number)].cost)
        for arc in grammar.graph.openArcs(from: key.state) {
            switch grammar.graph.arc(arc).kind {
            case .list(let use): takeValues(ofUse: use, along: arc, from: number)
            case .wildcard: takeWildcard(along: arc, from: number)
            case .word: break
            }
        }
        let word = transcript.words[position]
        if word >= 0 {
            for arc in grammar.graph.arcs(from: key.state, word: word) {
                let mask = key.mask | grammar.graph.mask(ofArc: arc)
                let target = Key(state: grammar.graph.arc(arc).target, mask: mask, origin: .words)
                var cost = cost
                cost.literalWords += 1
                reach(target, at: position + 1, from: number, by: .word(arc: arc), cost: cost)
            }
        }
        guard key.origin != .wildcard else { return }
        for match in lists.skips(ofPack: pack, at: position, of: transcript.words, grammar: grammar) {
            let end = lists[match].end
            var cost = cost
            cost.skippedWords += end - position
            let target = Key(state: key.state, mask: key.mask, origin: .skip)
            reach(target, at: end, from: number, by: .skip, cost: cost)
        }
    }

    private mutating func takeValues(ofUse number: Int, along arc: Int, from parent: Int32) {
        let (key, position, cost) = (nodes[Int(parent)].key, nodes[Int(parent)].position, nodes[Int(parent)].cost)
        let list = grammar.graph.listUses[number].list
        let target = grammar.graph.arc(arc).target
        for match in lists.matches(of: list, at: position, of: transcript.words, grammar: grammar) {
            let value = lists[match].value
            let mask = grammar.graph.listUses[number].masks?[Int(value)] ?? 0
            guard mask != ListUse.refused else { continue }
            let key = Key(state: target, mask: key.mask | mask, origin: .words)
            let step = Step.list(use: number, value: value)
            reach(key, at: lists[match].end, from: parent, by: step, cost: cost)
        }
    }

    private mutating func takeWildcard(along arc: Int, from parent: Int32) {
        let (key, position) = (nodes[Int(parent)].key, nodes[Int(parent)].position)
        guard key.origin != .skip else { return }
        var cost = nodes[Int(parent)].cost
        cost.wildcardWords += 1
        let target = Key(state: grammar.graph.arc(arc).target, mask: key.mask, origin: .wildcard)
        reach(target, at: position + 1, from: parent, by: .wildcard(arc: arc), cost: cost)
    }

    private mutating func reach(_ key: Key, at position: Int, from parent: Int32, by step: Step, cost: MatchCost) {
        let number = Int32(nodes.count)
        if var known = reached.insert(number, for: key.state, at: position) {
            while true {
                if nodes[Int(known)].key == key {
                    guard cost < nodes[Int(known)].cost else { return }
                    nodes[Int(known)].parent = parent
                    nodes[Int(known)].step = step
                    nodes[Int(known)].cost = cost
                    return
                }
                guard nodes[Int(known)].twin >= 0 else { break }
                known = nodes[Int(known)].twin
            }
            nodes[Int(known)].twin = number
        }
        nodes.append(Node(key: key, position: position, parent: parent, step: step, cost: cost))
        if last[position] < 0 { first[position] = number } else { nodes[Int(last[position])].next = number }
        last[position] = number
    }

    private func best(at position: Int, open: UInt32) -> Int? {
        var best: Int?
        var next = first[position]
        while next >= 0 {
            let number = Int(next)
            next = nodes[number].next
            let key = nodes[number].key
            guard key.mask & open == open, grammar.graph.acceptsInState[Int(key.state)] else { continue }
            if let best, nodes[best].cost <= nodes[number].cost { continue }
            best = number
        }
        return best
    }

    /// What the ways to some nodes mean, best first, nothing twice.
    private func ordered(_ ends: [(sentence: Int, node: Int)]) -> [Match] {
        let ordered = ends.sorted { first, second in
            let costs = (nodes[first.node].cost, nodes[second.node].cost)
            return costs.0 == costs.1 ? first.sentence < second.sentence : costs.0 < costs.1
        }
        var matches: [Match] = []
        for (sentence, node) in ordered {
            let interpretation = interpretation(endingIn: node, sentence: sentence)
            guard !matches.contains(where: { $0.interpretation == interpretation }) else { continue }
            matches.append(Match(interpretation: interpretation, cost: nodes[node].cost, sentence: sentence))
        }
        return matches
    }
}
