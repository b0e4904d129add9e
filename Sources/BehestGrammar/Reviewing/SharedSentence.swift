/// A sentence that two intents claim.
struct SharedSentence {
    /// Its words.
    let text: String
    /// The two readings, in the order of the packs.
    private let matches: [Match]
    /// The intent that it is taken for; `nil` where neither fits better.
    let winner: String?

    /// Matches a sentence that two templates may share; `nil` if they do not both mean it in any context.
    init?(_ text: String, of sentences: (Grammar.Sentence, Grammar.Sentence), in grammar: Grammar) {
        let blocks = (grammar.blocks[sentences.0.block], grammar.blocks[sentences.1.block])
        let choice = ContextChoice(
            required: blocks.0.required + blocks.1.required,
            excluded: blocks.0.excluded + blocks.1.excluded
        )
        guard case .context(let context) = choice else { return nil }
        let readings = grammar.matches(of: text, context: context)
        let found = [sentences.0.intent, sentences.1.intent].compactMap { intent in
            readings.first { $0.interpretation.intent == grammar.intents[intent] }
        }
        guard found.count == 2 else { return nil }
        self.text = text
        matches = found.sorted { $0.sentence < $1.sentence }
        winner = found[0].cost == found[1].cost ? nil : found.min { $0.cost < $1.cost }?.interpretation.intent
    }

    /// The warning, at the later one of the two templates.
    func diagnostic(in grammar: Grammar) -> Diagnostic {
        let ranges = matches.map { grammar.sentences[$0.sentence].template.node.range }
        let intents = matches.map(\.interpretation.intent)
        let settlement = winner.map { "'\($0)' is taken, as more of its words are fixed" } ?? "neither can be taken"
        return Diagnostic(
            .warning,
            code: "shared-sentence",
            "'\(text)' is a sentence of '\(intents[1])' and of '\(intents[0])'",
            at: ranges[1],
            hint: "\(settlement): see \(ranges[0].place(seenFrom: ranges[1]))"
        )
    }
}
