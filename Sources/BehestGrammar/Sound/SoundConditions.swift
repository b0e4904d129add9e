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

    /// Whether any sentence that ends in a state may match.
    mutating func allow(endIn state: Int32) -> Bool {
        for sentence in grammar.automaton.sentences(endingIn: state) {
            let block = grammar.sentences[Int(sentence)].block
            if let known = isAllowed[block] {
                if known { return true }
                continue
            }
            // Whether one of the keywords is said shows only in the wording.
            let words = grammar.blocks[block].keywords
            let isPossible = grammar.blocks[block].mask(in: context, words: words) != nil
            isAllowed[block] = isPossible
            if isPossible { return true }
        }
        return false
    }
}
