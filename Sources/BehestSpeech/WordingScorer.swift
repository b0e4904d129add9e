public import BehestAudio

/// Weighs what may have been said against the sound.
///
/// A transcriber that can look at its model's probabilities takes this role too; a remote one that gives only text does not.
public protocol WordingScorer: Sendable {
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
