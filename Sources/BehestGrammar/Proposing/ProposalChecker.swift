/// Finds out whether a proposed reading is one that the grammar and the transcript bear out.
///
/// A proposal counts only if the packs have a sentence for it, whose listed values are listed, whose free text was said,
/// and which, read by the grammar itself, means just what was proposed. So nothing can be proposed that could not have
/// been said.
public struct ProposalChecker: Sendable {
    private let packs: [GrammarPack]
    private let grammar: Grammar

    /// Makes a checker of packs and of the grammar that they make up.
    public init(_ packs: [GrammarPack], grammar: Grammar) {
        self.packs = packs
        self.grammar = grammar
    }

    /// Checks a proposal.
    ///
    /// - Parameters:
    ///   - proposal: What is proposed.
    ///   - transcript: The words that it is to be a reading of.
    ///   - context: What is known beside the words.
    /// - Returns: The reading with the sentence that it stands for, or why it does not count.
    public func check(
        _ proposal: ProposedReading,
        of transcript: String,
        context: [String: SlotValue] = [:]
    ) -> Result<ConfirmedReading, ProposalFault> {
        guard packs.contains(where: { $0.intents.contains { $0.name == proposal.intent } }) else {
            return .failure(.unknownIntent(proposal.intent))
        }
        let heard = SaidWords(transcript, grammar: grammar)
        let said = proposal.slots.compactMapValues { heard.phrase(like: $0.description) }
        var fills: [String: SlotFit] = [:]
        for pack in packs {
            for block in pack.intents.filter({ $0.name == proposal.intent }).flatMap(\.blocks) {
                let words = PackWords(pack: pack, block: block)
                var writer = SentenceWriter(words: words, slots: proposal.slots, said: said.mapValues(\.text))
                for template in block.sentences {
                    guard let sentence = writer.sentence(of: template) else { continue }
                    guard let reading = reading(of: sentence, as: proposal, said, context) else { continue }
                    return .success(ConfirmedReading(interpretation: reading, sentence: sentence))
                }
                fills.merge(writer.fits) { max($0, $1) }
            }
        }
        return .failure(fault(of: proposal, fills))
    }

    /// What a written sentence means, if that is what was proposed.
    private func reading(
        of sentence: String,
        as proposal: ProposedReading,
        _ said: [String: SaidPhrase],
        _ context: [String: SlotValue]
    ) -> Interpretation? {
        let matches = grammar.matches(of: sentence, context: context)
        guard let best = matches.first, !matches.isAmbiguous else { return nil }
        var reading = best.interpretation
        guard reading.intent == proposal.intent else { return nil }
        for (name, value) in proposal.slots {
            guard let read = reading[slot: name]?.description else { return nil }
            guard read.isSame(as: value.description) || read == said[name]?.text else { return nil }
        }
        for index in reading.slots.indices {
            let slot = reading.slots[index]
            // What nobody proposed comes from the grammar alone; it was not said.
            guard proposal.slots[slot.name] != nil else {
                guard slot.span == nil else { return nil }
                continue
            }
            let phrase = said[slot.name]
            let isFree = slot.value.description == slot.text && slot.text == phrase?.text
            reading.slots[index].text = isFree ? slot.text : phrase?.text ?? slot.text
            reading.slots[index].span = phrase?.bytes
        }
        reading.manner = .model
        return reading
    }

    /// Why no sentence was found, with the most telling reason first.
    private func fault(of proposal: ProposedReading, _ fits: [String: SlotFit]) -> ProposalFault {
        for (name, value) in proposal.slots.sorted(by: { $0.key < $1.key }) {
            switch fits[name] {
            case nil:
                let isKnown = packs.contains { $0.slotNames[proposal.intent]?.contains(name) == true }
                guard isKnown else { return .unknownSlot(name, intent: proposal.intent) }
            case .unlisted: return .unlistedValue(value.description, slot: name)
            case .notSaid: return .notSaid(value.description, slot: name)
            case .fits: break
            }
        }
        return .noSentence(intent: proposal.intent)
    }
}

/// Words of a transcript.
struct SaidPhrase {
    /// The words as they were said.
    var text: String
    /// Where they stand, in UTF-8 bytes.
    var bytes: Range<Int>
}

/// The words of a transcript, to look for phrases in.
private struct SaidWords {
    let tokens: [SpokenToken]
    let transcription: Transcription
    let grammar: Grammar

    init(_ text: String, grammar: Grammar) {
        tokens = grammar.tokenizer.tokenize(text, isPiece: false).tokens
        transcription = Transcription(tokens, of: text, grammar: grammar)
        self.grammar = grammar
    }

    /// The first place at which a text was said word for word.
    func phrase(like text: String) -> SaidPhrase? {
        let wanted = grammar.tokenizer.words(of: text)
        guard !wanted.isEmpty, wanted.count <= tokens.count else { return nil }
        for start in 0...(tokens.count - wanted.count)
        where zip(tokens[start...], wanted).allSatisfy({ $0.word == $1 }) {
            let bytes = transcription.phrase(of: start..<start + wanted.count)
            return SaidPhrase(text: transcription.text.slice(bytes), bytes: bytes)
        }
        return nil
    }
}

extension String {
    /// Whether two values differ in nothing but case.
    func isSame(as other: String) -> Bool { self == other || lowercased() == other.lowercased() }
}
