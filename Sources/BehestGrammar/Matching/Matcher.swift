/// Follows sentences through a transcript's words, and tells what these mean.
///
/// At every place between two words there are the states that can be reached, each with the best way to it. There is no recursion,
/// and the time is bounded by words times states.
struct Matcher {
    /// A state that can be reached, with the best way to it.
    struct Node {
        var key: Key
        var position: Int
        var parent: Int32
        var step: Step
        var cost: MatchCost
        /// What has been said for slots on the way to it, as a hash.
        var meaning: UInt64
        /// Whether there is a way to it that means something else.
        var isRivalled = false
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
    let preference: ReadingPreference
    var nodes: [Node] = []
    private var reached = PlaceTable()
    /// For each place between words the first and the last node reached.
    private var first: [Int32]
    private var last: [Int32]
    private var lists = ListMatches()

    init(
        grammar: Grammar,
        transcript: Transcription,
        context: [String: SlotValue],
        preference: ReadingPreference
    ) {
        self.preference = preference
        self.grammar = grammar
        self.transcript = transcript
        self.context = context
        first = Array(repeating: -1, count: transcript.words.count + 1)
        last = first
    }

    /// The sentences that the words can be, in the order of the packs.
    mutating func sentences() -> [Int32] {
        guard !transcript.words.isEmpty else { return [] }
        var finder = SentenceFinder(words: transcript.words)
        let sentences = finder.sentences(of: grammar, lists: &lists)
        if !sentences.isEmpty { nodes.reserveCapacity(64) }
        return sentences
    }

    /// The best way in which the words are a sentence; `nil` if they are not, in this context.
    mutating func way(through sentence: Int32) -> Way? {
        let block = grammar.blocks[grammar.sentences[Int(sentence)].block]
        guard let mask = block.mask(in: context, words: transcript.words) else { return nil }
        let all = (UInt32(1) << UInt32(block.required.count)) - 1
        return follow(sentence, open: all & ~mask)
    }

    /// A way through a sentence.
    struct Way {
        var sentence: Int
        /// The node in which it ends.
        var node: Int
        /// Whether the words leave nothing open: they mean nothing else as this sentence, nothing of it is free text, and no value
        /// means what was said.
        var isSettled: Bool
    }

    /// Follows one sentence.
    ///
    /// - Parameters:
    ///   - sentence: The sentence.
    ///   - open: The conditions that its values must meet, as bits.
    /// - Returns: The best way on which all words are taken and all conditions are met.
    private mutating func follow(_ sentence: Int32, open: UInt32) -> Way? {
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
        return best(of: Int(sentence), at: transcript.words.count, open: open)
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
                cost.literals += transcript.letterCount(of: position)
                reach(target, at: position + 1, from: number, by: .word(arc: arc), cost: cost)
            }
        }
        guard key.origin != .wildcard else { return }
        for match in lists.skips(ofPack: pack, at: position, of: transcript.words, grammar: grammar) {
            let end = lists[match].end
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
            if let form = grammar.lists[list].onlyForm {
                guard transcript.isInDigits(position..<lists[match].end) == (form == .digits) else { continue }
            }
            let key = Key(state: target, mask: key.mask | mask, origin: .words)
            let step = Step.list(use: number, value: value)
            var cost = cost
            if grammar.lists[list].isNumeric {
                // A number counts as the sentence's own when it was said in words.
                cost.literals += transcript.wordLetters(of: position..<lists[match].end)
            }
            reach(key, at: lists[match].end, from: parent, by: step, cost: cost)
        }
    }

    private mutating func takeWildcard(along arc: Int, from parent: Int32) {
        let (key, position) = (nodes[Int(parent)].key, nodes[Int(parent)].position)
        guard key.origin != .skip else { return }
        let target = Key(state: grammar.graph.arc(arc).target, mask: key.mask, origin: .wildcard)
        var cost = nodes[Int(parent)].cost
        if target.state != key.state { cost.wildcards += 1 }
        cost.wildcardLetters += transcript.letterCount(of: position) + (target.state == key.state ? 1 : 0)
        reach(target, at: position + 1, from: parent, by: .wildcard(arc: arc), cost: cost)
    }

    private mutating func reach(_ key: Key, at position: Int, from parent: Int32, by step: Step, cost: MatchCost) {
        let number = Int32(nodes.count)
        let meaning = meaning(of: step, at: position, from: parent)
        if var known = reached.insert(number, for: key.state, at: position) {
            while true {
                if nodes[Int(known)].key == key {
                    if nodes[Int(known)].meaning != meaning { nodes[Int(known)].isRivalled = true }
                    guard cost < nodes[Int(known)].cost else { return }
                    nodes[Int(known)].parent = parent
                    nodes[Int(known)].step = step
                    nodes[Int(known)].meaning = meaning
                    nodes[Int(known)].cost = cost
                    return
                }
                guard nodes[Int(known)].twin >= 0 else { break }
                known = nodes[Int(known)].twin
            }
            nodes[Int(known)].twin = number
        }
        nodes.append(Node(key: key, position: position, parent: parent, step: step, cost: cost, meaning: meaning))
        if last[position] < 0 { first[position] = number } else { nodes[Int(last[position])].next = number }
        last[position] = number
    }

    private func meaning(of step: Step, at position: Int, from parent: Int32) -> UInt64 {
        guard parent >= 0 else { return 0 }
        let before = nodes[Int(parent)].meaning
        let said: UInt64
        switch step {
        case .start, .skip: return before
        case .word(let arc):
            guard grammar.graph.arc(arc).note >= 0 else { return before }
            said = UInt64(UInt32(bitPattern: grammar.graph.arc(arc).note))
        case .wildcard(let arc): said = UInt64(UInt32(bitPattern: grammar.graph.arc(arc).note)) | 1 << 32
        case .list(let use, let value): said = UInt64(UInt32(bitPattern: value)) | UInt64(use + 2) << 32
        }
        // Where it was said counts too.
        return (before ^ said ^ UInt64(position) << 52) &* 0x9E37_79B9_7F4A_7C15 ^ (before >> 31)
    }

    private func best(of sentence: Int, at position: Int, open: UInt32) -> Way? {
        var best: Int?
        var isOpen = false
        var next = first[position]
        while next >= 0 {
            let number = Int(next)
            next = nodes[number].next
            let key = nodes[number].key
            guard key.mask & open == open, grammar.graph.acceptsInState[Int(key.state)] else { continue }
            if let best, nodes[best].meaning != nodes[number].meaning { isOpen = true }
            if let best, nodes[best].cost <= nodes[number].cost { continue }
            best = number
        }
        return best.map { Way(sentence: sentence, node: $0, isSettled: !isOpen && isSettled(until: $0)) }
    }

    private func isSettled(until last: Int) -> Bool {
        var node = last
        while node >= 0 {
            if nodes[node].isRivalled { return false }
            switch nodes[node].step {
            case .wildcard: return false
            case .word(let arc): if grammar.graph.arc(arc).note >= 0 { return false }
            case .list(let use, let value):
                if grammar.lists[grammar.graph.listUses[use].list].values[Int(value)].isAsSaid { return false }
            case .start, .skip: break
            }
            node = Int(nodes[node].parent)
        }
        return true
    }
}
