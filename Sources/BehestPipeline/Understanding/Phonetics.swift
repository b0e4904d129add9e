public import BehestGrammar
internal import BehestSpeech

/// How a grammar's words sound, found out when it is first asked for.
public actor Phonetics {
    private let grammar: Grammar
    private let pronouncer: any Pronouncer
    private var index: SoundIndex?

    /// Makes the phonetics of a grammar; nothing is pronounced yet.
    public init(grammar: Grammar, pronouncer: any Pronouncer) {
        self.grammar = grammar
        self.pronouncer = pronouncer
    }

    /// Finds out how the grammar's words sound, if that is not known yet.
    public func prepare() async {
        _ = await prepared()
    }

    /// The sentences that a transcript sounds like most, best first.
    func readings(of transcript: Transcript, limit: Int) async -> [SoundReading] {
        let index = await prepared()
        let words = index.words(of: transcript.text)
        let known = await pronouncer.pronunciations(of: words, language: grammar.language)
        return index.readings(
            of: transcript.text,
            pronunciations: Dictionary(zip(words, known)) { first, _ in first },
            confidences: transcript.words.map(\.confidence),
            limit: limit
        )
    }

    /// How unlike a sentence of the grammar and a transcript sound.
    func distance(from sentence: String, to transcript: Transcript) async -> Double {
        let index = await prepared()
        let words = index.words(of: transcript.text)
        let known = await pronouncer.pronunciations(of: words, language: grammar.language)
        let pronunciations = Dictionary(zip(words, known)) { first, _ in first }
        return index.distance(from: sentence, to: transcript.text, pronunciations: pronunciations)
    }

    private func prepared() async -> SoundIndex {
        if let index { return index }
        let words = SoundIndex.words(of: grammar)
        let known = await pronouncer.pronunciations(of: words, language: grammar.language)
        let index = SoundIndex(
            grammar: grammar,
            pronunciations: Dictionary(zip(words, known)) { first, _ in first }
        )
        self.index = index
        return index
    }
}
