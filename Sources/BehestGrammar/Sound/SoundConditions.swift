/// Which sentences a context allows, as far as it can be told before their words are known.
struct SoundConditions {
    private let grammar: Grammar
    private let context: [String: SlotValue]
    private var isAllowed: [Bool?]

    init(grammar: Grammar, context: [String: SlotValue]) {
        self.grammar = grammar
        self.context = context
        isAllowed = Array(repeating: nil, count: grammar.blocks.count)
    }

    /// The blocks of the sentences that end in a state and may match; `nil` if there are none.
    mutating func blocks(endingIn state: Int32) -> [Int]? {
        var blocks: [Int] = []
        for sentence in grammar.automaton.sentences(endingIn: state) {
            let block = grammar.sentences[Int(sentence)].block
            if !blocks.contains(block), isPossible(block) { blocks.append(block) }
        }
        return blocks.isEmpty ? nil : blocks
    }

    private mutating func isPossible(_ block: Int) -> Bool {
        if let known = isAllowed[block] { return known }
        // Whether one of the keywords is said shows only in the wording.
        let isPossible = grammar.blocks[block].mask(in: context, words: grammar.blocks[block].keywords) != nil
        isAllowed[block] = isPossible
        return isPossible
    }
}
