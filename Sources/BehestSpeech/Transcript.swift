internal import Glibc

/// What a recogniser heard in an utterance.
public struct Transcript: Sendable, Hashable {
    /// One word as it was written, with its punctuation.
    public struct Word: Sendable, Hashable, Codable {
        /// The word.
        public let text: String
        /// How sure the recogniser was of it, 0 to 1: the geometric mean of its tokens' probabilities.
        public let confidence: Double

        /// Makes a word.
        public init(text: String, confidence: Double) {
            self.text = text
            self.confidence = confidence
        }
    }

    /// The whole text; empty when nothing was understood.
    public let text: String

    /// The text's words in order.
    public let words: [Word]

    /// The mean natural logarithm of the tokens' probabilities, the end token's included: clear speech lies above -0.2.
    public let meanLogProbability: Double

    /// How many tokens the text has, with the end token; of typed words, how many words.
    public let tokenCount: Int

    /// The recogniser's name, such as `moonshine-base`.
    public let model: String

    /// Makes a transcript.
    public init(text: String, words: [Word], meanLogProbability: Double, tokenCount: Int, model: String) {
        self.text = text
        self.words = words
        self.meanLogProbability = meanLogProbability
        self.tokenCount = tokenCount
        self.model = model
    }

    /// How sure the recogniser was, 0 to 1: the geometric mean of the tokens' probabilities.
    public var confidence: Double { exp(meanLogProbability) }

    /// The natural logarithm of the whole text's probability given the sound.
    public var logProbability: Double { meanLogProbability * Double(tokenCount) }

    /// How sure the recogniser was of the word that it was least sure of, 0 to 1; 0 without words.
    public var leastConfidence: Double { words.map(\.confidence).min() ?? 0 }
}
