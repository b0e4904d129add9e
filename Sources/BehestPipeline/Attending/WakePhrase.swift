public import BehestAudio
public import BehestGrammar
public import BehestSpeech

/// A phrase of the user's own choice with which what is said to Behest begins.
///
/// A quick recogniser hears the beginning of each utterance, and what it writes is compared with the phrase by sound: names that no
/// recogniser knows are found as well.
public struct WakePhrase: Sendable {
    /// The phrase.
    public let text: String

    /// How unlike the phrase the beginning of an utterance may sound, by sound: it counts for short phrases.
    ///
    /// Chosen together with ``farthestInAll`` with ten of the phrases that `scripts/measure-wake-phrase` measures; its
    /// figures are in `docs/listening.md`.
    public static let farthest = 0.25

    /// How unlike the phrase the beginning of an utterance may sound altogether, in sounds: in a long phrase one word may not be
    /// another.
    public static let farthestInAll = 2.0

    /// How much of an utterance is heard: long enough for a phrase of five words after what was cut with it.
    private static let window = 3 * speechSampleRate

    /// With fewer sounds than this, any talk holds it now and then.
    private static let fewestSounds = 5

    /// What hears it.
    package let transcriber: any Transcriber
    private let phonetics: Phonetics
    private let wordCount: Int

    /// Reads a phrase; nothing is loaded yet.
    ///
    /// - Parameters:
    ///   - text: the phrase, in plain words.
    ///   - language: its language.
    ///   - transcriber: a quick recogniser.
    ///   - pronouncer: says how words sound.
    /// - Throws: ``WakePhraseError`` when the phrase cannot be one.
    public init(
        _ text: String,
        language: String = "en",
        transcriber: any Transcriber,
        pronouncer: any Pronouncer
    ) throws(WakePhraseError) {
        let words = text.split(whereSeparator: \.isWhitespace)
        let isPlain = text.allSatisfy { $0.isLetter || $0.isWhitespace || $0 == "'" || $0 == "-" }
        guard isPlain, (1...5).contains(words.count) else { throw WakePhraseError(.notPlain, text) }
        let phrase = words.joined(separator: " ")
        let pack = """
            language: \(language)
            intents: {Opening: {data: [{sentences: ["\(phrase) [{rest}]"]}]}}
            lists: {rest: {wildcard: true}}
            """
        guard let read = GrammarPack.read(PackDocument(text: pack, file: "wake phrase")).pack,
            let grammar = try? Grammar(compiling: [read])
        else { throw WakePhraseError(.notPlain, text) }
        guard Self.soundCount(of: words, language: language) >= Self.fewestSounds else {
            throw WakePhraseError(.tooShort, text)
        }
        self.text = phrase
        wordCount = words.count
        self.transcriber = transcriber
        phonetics = Phonetics(grammar: grammar, pronouncer: pronouncer)
    }

    /// By their spelling, which is near enough to count.
    private static func soundCount(of words: [Substring], language: String) -> Int {
        words.reduce(0) { sum, word in
            let said = SpellingPronouncer().pronunciations(of: word.lowercased(), language: language)
            return sum + (said.first?.count ?? 0)
        }
    }

    /// Loads what is needed to hear it.
    ///
    /// - Throws: what the recogniser throws when it cannot be used.
    public func prepare() async throws {
        try await transcriber.prepare()
        await phonetics.prepare()
    }

    /// Looks whether an utterance begins with the phrase.
    ///
    /// - Parameter utterance: the speech.
    /// - Returns: how it begins; `nil` when it does not begin with the phrase.
    /// - Throws: when the recogniser cannot be used; `CancellationError`.
    public func opening(of utterance: Utterance) async throws -> Opening? {
        let likeness = try await likeness(of: utterance)
        guard likeness.isPhrase else { return nil }
        return Opening(phrase: self, isAlone: likeness.isAlone)
    }

    /// Looks how like the phrase an utterance begins, whether that is near enough or not.
    ///
    /// - Parameter utterance: the speech.
    /// - Returns: what was heard, and how like the phrase it is.
    /// - Throws: when the recogniser cannot be used; `CancellationError`.
    public func likeness(of utterance: Utterance) async throws -> Likeness {
        let transcript = try await transcriber.transcribe(utterance.beginning(Self.window))
        let found = await place(in: transcript)
        let isWhole = utterance.samples.count <= Self.window
        return Likeness(
            heard: transcript.text,
            cost: found?.cost,
            difference: found?.difference,
            isAlone: found.map { $0.restStart == nil && isWhole } ?? false
        )
    }

    /// How like the phrase an utterance begins.
    public struct Likeness: Sendable, Hashable {
        /// What the recogniser wrote of its beginning.
        public let heard: String
        /// How unlike the phrase that sounds, from 0, by sound; `nil` when it is nothing like it.
        public let cost: Double?
        /// How unlike the phrase that sounds altogether, in sounds.
        public let difference: Double?
        /// Whether nothing follows.
        public let isAlone: Bool

        /// Whether it is taken for the phrase.
        public var isPhrase: Bool {
            guard let cost, let difference else { return false }
            return cost <= WakePhrase.farthest && difference <= WakePhrase.farthestInAll
        }
    }

    /// Where the phrase is in what was heard.
    struct Place {
        /// How unlike it sounds, by sound.
        var cost: Double
        /// How unlike it sounds, altogether.
        var difference: Double
        /// Where what follows it begins, in UTF-8 bytes; `nil` when nothing follows.
        var restStart: Int?
    }

    /// Finds where the phrase would be at the beginning of what was heard, however unlike it sounds.
    func place(in transcript: Transcript) async -> Place? {
        guard let reading = await phonetics.readings(of: transcript, limit: 1).first else { return nil }
        let rest = reading.steps.first { $0.kind == .free }
        let own = reading.steps.filter { $0.kind == .word || $0.kind == .extra }
        let difference = own.reduce(0) { $0 + $1.cost }
        return Place(cost: reading.costPerPhone, difference: difference, restStart: rest?.span?.lowerBound)
    }

    /// An utterance that begins with the phrase.
    public struct Opening: Sendable {
        let phrase: WakePhrase
        /// Whether nothing follows.
        public let isAlone: Bool

        /// A recogniser of which the phrase is not heard.
        func removed(from ear: CommandPipeline.Ear) -> CommandPipeline.Ear {
            let rest = RestTranscriber(of: ear, after: phrase)
            return CommandPipeline.Ear(transcriber: rest, witness: ear.witness == nil ? nil : rest)
        }
    }
}

extension Utterance {
    /// The utterance up to some length.
    fileprivate func beginning(_ count: Int) -> Utterance {
        guard samples.count > count else { return self }
        return Utterance(id: id, source: source, start: start, samples: Array(samples[..<count]), isCutShort: true)
    }
}
