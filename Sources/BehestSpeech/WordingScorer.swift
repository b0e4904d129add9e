public import BehestAudio
public import BehestGrammar

/// Weighs what may have been said against the sound.
///
/// A transcriber that can look at its model's probabilities takes this role too; a remote one that gives only text does not.
public protocol WordingScorer: Sendable {
    /// The name of the recogniser whose transcripts its scores can be compared with.
    var name: String { get }

    /// Scores wordings of an utterance.
    ///
    /// All are scored in one pass. It is cheapest right after the utterance was transcribed, and for wordings that begin as
    /// the transcript does.
    ///
    /// - Parameters:
    ///   - wordings: what may have been said, written as the transcriber would write it; at least one.
    ///   - utterance: the speech.
    /// - Returns: a score for each wording, in their order.
    /// - Throws: when the engine cannot be used, or `CancellationError`.
    func score(_ wordings: [String], of utterance: Utterance) async throws -> [WordingScore]

    /// The most that wordings of an utterance can score, as far as that is known without asking the model again.
    ///
    /// It costs next to nothing right after the utterance was transcribed.
    ///
    /// - Parameters:
    ///   - wordings: what may have been said, written as the transcriber would write it.
    ///   - utterance: the speech.
    /// - Returns: for each wording, in their order, a score that is no less than its own, with its own count of tokens.
    /// - Throws: when the engine cannot be used, or `CancellationError`.
    func bounds(on wordings: [String], of utterance: Utterance) async throws -> [WordingScore]

    /// Finds the sentences of a grammar that the sound is likeliest to be, whatever the transcript says.
    ///
    /// It takes about as long as the transcript did.
    ///
    /// - Parameters:
    ///   - guide: what may be said.
    ///   - utterance: the speech.
    ///   - most: the most sentences.
    /// - Returns: the sentences as the transcriber would write them, likeliest first; none when there is none that the sound
    ///   could be.
    /// - Throws: when the engine cannot be used, or `CancellationError`.
    func sentences(by guide: SentenceGuide, in utterance: Utterance, most: Int) async throws -> [GuidedSentence]
}

/// A sentence of a grammar that was found in a sound.
public struct GuidedSentence: Sendable, Hashable {
    /// The sentence as the transcriber would write it.
    public let text: String

    /// How well it fits the sound.
    public let score: WordingScore

    /// Makes a sentence.
    public init(text: String, score: WordingScore) {
        self.text = text
        self.score = score
    }
}

/// How well a wording fits a sound.
public struct WordingScore: Sendable, Hashable {
    /// The natural logarithm of the wording's probability given the sound, the end token's included.
    public let logProbability: Double

    /// How many tokens the wording has, with the end token.
    public let tokenCount: Int

    /// Makes a score.
    public init(logProbability: Double, tokenCount: Int) {
        self.logProbability = logProbability
        self.tokenCount = tokenCount
    }
}
