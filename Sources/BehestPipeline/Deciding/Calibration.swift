internal import Glibc

/// How sure it is that a reading was meant, from its scores, and how sure is sure enough.
///
/// The figures come from data, not from a guess: `Benchmarks/calibrate.py` fits them on recordings of commands in noise, of near
/// misses in many voices, and of other speech, and draws the curve that the thresholds are taken from.
public struct Calibration: Sendable, Hashable {
    /// What may be done with a reading.
    public enum Support: Sendable, Hashable {
        /// It is acted on.
        case strong
        /// It is asked about.
        case weak
        /// It is not what was said.
        case none
    }

    /// From this certainty on a reading is acted on.
    public var actFrom = 0.92

    /// From this certainty on a reading is asked about.
    public var askFrom = 0.25

    /// From this certainty on a reading that is refused is named as the nearest one.
    public var nameFrom = 0.05

    /// Makes the calibration that is shipped.
    public init() {}

    /// What a reading's scores count, as logarithms of odds.
    private enum Weight {
        static let base = -4.35
        /// For what speaks for the reading in all.
        static let support = 0.208
        /// For the improbability of the free transcript: where the recogniser was at a loss, less is asked of a reading.
        static let loss = 0.322
        /// For the logarithm of the transcript's length: a long sentence is seldom said by chance.
        static let length = 2.458
        /// For words that sound just like the sentence's.
        static let sameSound = 3.07
        /// For the confidence of words that are the sentence's own, from the least that counts in a text of the usual length.
        static let confidence = 10.0
        static let leastConfidence = 0.516
        static let usualLength = 16.0
        /// For the logarithm of how much longer than that it is: a short sentence is soon heard in other words.
        static let exactLength = 0.5
        /// For the distance by sound, where no recogniser was asked.
        static let distance = 5.0
    }

    /// How sure it is that a reading was meant, 0 to 1.
    ///
    /// - Parameters:
    ///   - scores: what speaks for it.
    ///   - isExact: whether the words are the sentence's own.
    /// - Returns: the certainty.
    public func certainty(of scores: Reading.Scores, isExact: Bool) -> Double {
        let odds = isExact ? max(0, oddsOfExactWords(scores)) : oddsBySound(scores)
        return 1 / (1 + exp(-odds))
    }

    private func oddsOfExactWords(_ scores: Reading.Scores) -> Double {
        Weight.confidence * (scores.confidence - Weight.leastConfidence)
            + Weight.exactLength * log(length(of: scores) / Weight.usualLength)
    }

    private func oddsBySound(_ scores: Reading.Scores) -> Double {
        let length = length(of: scores)
        let loss = -log(max(scores.confidence, 1e-6)) * length
        let support = scores.support ?? -Weight.distance * scores.soundDistance
        return Weight.base + Weight.support * support + Weight.loss * loss + Weight.length * log(length)
            + (scores.worstMismatch == 0 ? Weight.sameSound : 0)
    }

    /// How many tokens the transcript has; fewer than these are none.
    private func length(of scores: Reading.Scores) -> Double {
        Double(max(scores.tokenCount, 3))
    }

    /// What may be done with a reading.
    ///
    /// - Parameters:
    ///   - scores: what speaks for it.
    ///   - isExact: whether the words are the sentence's own.
    /// - Returns: whether it is acted on, asked about or refused.
    public func support(for scores: Reading.Scores, isExact: Bool) -> Support {
        let certainty = certainty(of: scores, isExact: isExact)
        // Without the sound nobody knows whether like-sounding words were meant.
        let hasWitness = isExact || scores.likelihoodRatio != nil
        if certainty >= actFrom { return hasWitness ? .strong : .weak }
        return certainty >= askFrom ? .weak : .none
    }
}
