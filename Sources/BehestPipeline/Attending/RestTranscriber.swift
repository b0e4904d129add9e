internal import BehestAudio
internal import BehestGrammar
internal import BehestSpeech
internal import Glibc
internal import Synchronization

/// A recogniser that hears what follows the wake phrase in an utterance.
///
/// The whole utterance is heard, as a cut in running speech would cost the first word; the phrase's words are taken out of the
/// transcript, and put back before what is weighed against the sound, so that both stay comparable.
final class RestTranscriber: Transcriber, WordingScorer {
    private let ear: CommandPipeline.Ear
    private let phrase: WakePhrase
    private let heard = Mutex(Heard())

    /// What was heard of the phrase in the latest utterance.
    private struct Heard {
        var words = ""
        var logProbability = 0.0
        var tokenCount = 0

        /// What of a score is due to what follows the phrase.
        func rest(of whole: WordingScore) -> WordingScore {
            WordingScore(
                logProbability: whole.logProbability - logProbability,
                tokenCount: max(1, whole.tokenCount - tokenCount)
            )
        }
    }

    init(of ear: CommandPipeline.Ear, after phrase: WakePhrase) {
        self.ear = ear
        self.phrase = phrase
    }

    /// The witness's, whose scores it gives; as a rule that is who hears, too.
    var name: String { ear.witness?.name ?? ear.transcriber.name }

    func prepare() async throws {
        try await ear.transcriber.prepare()
    }

    func follow(_ utterance: Utterance) async {
        await ear.transcriber.follow(utterance)
    }

    func stopFollowing(_ utterance: Utterance) async {
        await ear.transcriber.stopFollowing(utterance)
    }

    func transcribe(_ utterance: Utterance) async throws -> Transcript {
        try await transcribe(utterance) { _ in }
    }

    func transcribe(
        _ utterance: Utterance,
        telling tell: @Sendable (TranscriptionAttempt) -> Void
    ) async throws -> Transcript {
        let whole = try await ear.transcriber.transcribe(utterance, telling: tell)
        let start = await phrase.place(in: whole)?.restStart ?? whole.text.utf8.count
        let text = whole.text.utf8.dropFirst(start)
        let rest = Transcript(whole, from: start, of: Double(text.count) / Double(max(1, whole.text.utf8.count)))
        heard.withLock {
            $0.words = String(whole.text.utf8.prefix(start)) ?? ""
            $0.logProbability = (whole.logProbability ?? 0) - (rest.logProbability ?? 0)
            $0.tokenCount = whole.tokenCount - rest.tokenCount
        }
        return rest
    }

    func score(_ wordings: [String], of utterance: Utterance) async throws -> [WordingScore] {
        guard let witness = ear.witness else { return [] }
        let heard = heard.withLock { $0 }
        let scores = try await witness.score(wordings.map { heard.words + $0 }, of: utterance)
        return scores.map(heard.rest(of:))
    }

    func bounds(on wordings: [String], of utterance: Utterance) async throws -> [WordingScore] {
        guard let witness = ear.witness else { return [] }
        let heard = heard.withLock { $0 }
        let scores = try await witness.bounds(on: wordings.map { heard.words + $0 }, of: utterance)
        return scores.map(heard.rest(of:))
    }

    /// None: the search would have to begin in the middle of the sound.
    func sentences(by guide: SentenceGuide, in utterance: Utterance, most: Int) async throws -> [GuidedSentence] {
        []
    }
}

extension Transcript {
    /// The end of a transcript.
    ///
    /// - Parameters:
    ///   - whole: the transcript.
    ///   - start: where the end begins, in UTF-8 bytes.
    ///   - share: how much of it that is; the tokens of words are not known any more.
    fileprivate init(_ whole: Transcript, from start: Int, of share: Double) {
        let text = String(whole.text.utf8.dropFirst(start)) ?? ""
        let count = text.split(separator: " ").count
        let words = Array(whole.words.suffix(count))
        let sum = words.reduce(0) { $0 + log(max(1e-6, $1.confidence)) }
        self.init(
            text: text,
            words: words,
            meanLogProbability: words.isEmpty ? whole.meanLogProbability : sum / Double(words.count),
            tokenCount: max(1, Int((Double(whole.tokenCount) * share).rounded())),
            model: whole.model,
            language: whole.language,
            invention: whole.invention
        )
    }
}
