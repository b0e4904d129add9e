/// Finds the sentences that a transcript's words make up.
///
/// All sentences are followed at once, word by word: at every place between two words there is a set of states that can be reached,
/// each with the best way to it. There is no recursion, and the time is bounded by words times states.
struct Matcher {
    /// A state that can be reached, with the best way to it.
    struct Node {
        var key: Key
        var position: Int
        var parent: Int32
        var step: Step
        var cost: MatchCost
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
    private var reached: [[Int32]]
    private var best: [[Key: Int32]]
    private var blockMasks: [UInt32?]
    private var isBlockKnown: [Bool]
    private var listMatches: [ListPlace: [TrieMatch]] = [:]

    private struct ListPlace: Hashable {
        var list: Int
        var position: Int
    }

    init(grammar: Grammar, transcript: String, context: [String: SlotValue]) {
        self.grammar = grammar
        self.transcript = Transcription(transcript, grammar: grammar)
        self.context = context
        let places = self.transcript.words.count + 1
        reached = Array(repeating: [], count: places)
        best = Array(repeating: [:], count: places)
        blockMasks = Array(repeating: nil, count: grammar.blocks.count)
        isBlockKnown = Array(repeating: false, count: grammar.blocks.count)
    }

    /// The matches, best first.
    mutating func matches() -> [Match] {
        let count = transcript.words.count
        guard count > 0 else { return [] }
        for root in grammar.automaton.roots {
            let key = Key(state: root, mask: 0, origin: .words)
            reach(key, at: 0, from: -1, by: .start, cost: MatchCost())
        }
        for position in 0..<count {
            var index = 0
            while index < reached[position].count {
                advance(from: reached[position][index])
                index += 1
            }
        }
        return collect(at: count)
    }

    private mutating func advance(from number: Int32) {
        let node = nodes[Int(number)]
        let automaton = grammar.automaton
        let state = node.key.state
        for arc in automaton.openArcs(from: state) {
            switch automaton.arc(arc).kind {
            case .list(let use): takeValues(ofUse: use, along: arc, from: number)
            case .wildcard: takeWildcard(along: arc, from: number)
            case .word: break
            }
        }
        if let word = transcript.words[node.position] {
            for arc in automaton.arcs(from: state, word: word) {
                let target = automaton.arc(arc).target
                guard isPossible(target) else { continue }
                let mask = node.key.mask | automaton.mask(ofArc: arc)
                let key = Key(state: target, mask: mask, origin: .words)
                var cost = node.cost
                cost.literalWords += 1
                reach(key, at: node.position + 1, from: number, by: .word(arc: arc), cost: cost)
            }
        }
        if node.key.origin != .wildcard { skip(from: number) }
    }

    private mutating func takeValues(ofUse number: Int, along arc: Int, from parent: Int32) {
        let node = nodes[Int(parent)]
        let target = grammar.automaton.arc(arc).target
        guard isPossible(target) else { return }
        let use = grammar.automaton.listUses[number]
        for match in values(of: use.list, at: node.position) {
            let mask = use.masks.map { $0[Int(match.value)] } ?? 0
            guard mask != ListUse.refused else { continue }
            let key = Key(state: target, mask: node.key.mask | mask, origin: .words)
            let step = Step.list(use: number, value: match.value)
            reach(key, at: match.end, from: parent, by: step, cost: node.cost)
        }
    }

    private mutating func takeWildcard(along arc: Int, from parent: Int32) {
        let node = nodes[Int(parent)]
        guard node.key.origin != .skip else { return }
        let target = grammar.automaton.arc(arc).target
        guard isPossible(target) else { return }
        var cost = node.cost
        cost.wildcardWords += 1
        let key = Key(state: target, mask: node.key.mask, origin: .wildcard)
        reach(key, at: node.position + 1, from: parent, by: .wildcard(arc: arc), cost: cost)
    }

    private mutating func skip(from parent: Int32) {
        let node = nodes[Int(parent)]
        let sentence = grammar.automaton.sentenceOfState[Int(node.key.state)]
        let pack =
            sentence >= 0
            ? grammar.sentences[Int(sentence)].pack
            : grammar.automaton.roots.firstIndex(of: node.key.state) ?? 0
        for match in values(of: -1 - pack, at: node.position) {
            var cost = node.cost
            cost.skippedWords += match.end - node.position
            let key = Key(state: node.key.state, mask: node.key.mask, origin: .skip)
            reach(key, at: match.end, from: parent, by: .skip, cost: cost)
        }
    }

    private mutating func reach(_ key: Key, at position: Int, from parent: Int32, by step: Step, cost: MatchCost) {
        let node = Node(key: key, position: position, parent: parent, step: step, cost: cost)
        if let known = best[position][key] {
            if cost < nodes[Int(known)].cost { nodes[Int(known)] = node }
        } else {
            best[position][key] = Int32(nodes.count)
            reached[position].append(Int32(nodes.count))
            nodes.append(node)
        }
    }

    /// The values of a list that begin at a place; the lists below zero are the packs' meaningless words.
    private mutating func values(of list: Int, at position: Int) -> [TrieMatch] {
        let place = ListPlace(list: list, position: position)
        if let known = listMatches[place] { return known }
        let trie = list < 0 ? grammar.skipWords[-1 - list] : grammar.lists[list].trie
        let found = transcript.matches(of: trie, at: position)
        listMatches[place] = found
        return found
    }
}

// MARK: - Conditions

extension Matcher {
    /// Whether the block of a state's sentence may match at all.
    private mutating func isPossible(_ state: Int32) -> Bool {
        let sentence = grammar.automaton.sentenceOfState[Int(state)]
        return sentence < 0 || mask(ofBlock: grammar.sentences[Int(sentence)].block) != nil
    }

    /// The conditions of a block that the caller's context meets, as bits; `nil` if it rules the block out.
    mutating func mask(ofBlock number: Int) -> UInt32? {
        if isBlockKnown[number] { return blockMasks[number] }
        let mask = grammar.blocks[number].mask(in: context, words: transcript.spoken)
        isBlockKnown[number] = true
        blockMasks[number] = mask
        return mask
    }

    /// The best node of each sentence in which all words have been taken and all conditions are met.
    private mutating func collect(at position: Int) -> [Match] {
        var ends: [Int32: Int32] = [:]
        for number in reached[position] {
            let node = nodes[Int(number)]
            guard grammar.automaton.acceptsInState[Int(node.key.state)] else { continue }
            let sentence = grammar.automaton.sentenceOfState[Int(node.key.state)]
            let block = grammar.sentences[Int(sentence)].block
            guard let known = mask(ofBlock: block) else { continue }
            let all = (UInt32(1) << UInt32(grammar.blocks[block].required.count)) - 1
            guard (known | node.key.mask) & all == all else { continue }
            if let other = ends[sentence], nodes[Int(other)].cost <= node.cost { continue }
            ends[sentence] = number
        }
        let ordered = ends.sorted { first, second in
            let costs = (nodes[Int(first.value)].cost, nodes[Int(second.value)].cost)
            return costs.0 == costs.1 ? first.key < second.key : costs.0 < costs.1
        }
        var matches: [Match] = []
        for (sentence, number) in ordered {
            let interpretation = interpretation(endingIn: Int(number), sentence: Int(sentence))
            guard !matches.contains(where: { $0.interpretation == interpretation }) else { continue }
            let cost = nodes[Int(number)].cost
            matches.append(Match(interpretation: interpretation, cost: cost, sentence: Int(sentence)))
        }
        return matches
    }
}
