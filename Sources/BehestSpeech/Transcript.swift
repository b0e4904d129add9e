internal import Glibc

/// What a recogniser heard in an utterance.
public struct Transcript: Sendable, Hashable {
    /// One word as it was written, with its punctuation.
    public struct Word: Sendable, Hashable, Codable {
        /// The word.
        public let text: String
        /// How sure the recogniser was of it, 0 to 1: the geometric mean of its tokens' probabilities.
        public let confidence: Double

        /// From when to when it was said, from the beginning of the sound; `nil` when that is not known.
        public let time: Range<Duration>?

        /// Makes a word.
        public init(text: String, confidence: Double, time: Range<Duration>? = nil) {
            self.text = text
            self.confidence = confidence
            self.time = time
        }
    }

    /// A stretch of the sound with its text, as services part what they hear; what they do not tell is `nil`.
    public struct Segment: Sendable, Hashable {
        /// From when to when, from the beginning of the sound.
        public let time: Range<Duration>
        /// What was heard.
        public let text: String
        /// The mean natural logarithm of the tokens' probabilities.
        public let meanLogProbability: Double?
        /// How probable it is that nobody speaks, 0 to 1.
        public let noSpeechProbability: Double?
        /// How many times shorter the text is when it is compressed: what repeats itself is above 2.4.
        public let compressionRatio: Double?

        /// Makes a segment.
        public init(
            time: Range<Duration>,
            text: String,
            meanLogProbability: Double? = nil,
            noSpeechProbability: Double? = nil,
            compressionRatio: Double? = nil
        ) {
            self.time = time
            self.text = text
            self.meanLogProbability = meanLogProbability
            self.noSpeechProbability = noSpeechProbability
            self.compressionRatio = compressionRatio
        }
    }

    /// The whole text; empty when nothing was understood.
    public let text: String

    /// The text's words in order; empty when the recogniser gives no more than text.
    public let words: [Word]

    /// The mean natural logarithm of the tokens' probabilities, the end token's included: clear speech lies above -0.2.
    ///
    /// It is `nil` when the recogniser does not tell.
    public let meanLogProbability: Double?

    /// How many tokens the text has, with the end token; of typed words, how many words.
    public let tokenCount: Int

    /// The recogniser's name, such as `moonshine-base`.
    public let model: String

    /// The language that was spoken, as an ISO 639 code or its English name; `nil` when the recogniser does not tell.
    public let language: String?

    /// The sound's stretches in order; empty when the recogniser does not part it.
    public let segments: [Segment]

    /// What the recogniser gave but nobody said, with an empty ``text``; `nil` as a rule.
    public let invention: InventedText?

    /// Makes a transcript.
    public init(
        text: String,
        words: [Word],
        meanLogProbability: Double?,
        tokenCount: Int,
        model: String,
        language: String? = nil,
        segments: [Segment] = [],
        invention: InventedText? = nil
    ) {
        self.text = text
        self.words = words
        self.meanLogProbability = meanLogProbability
        self.tokenCount = tokenCount
        self.model = model
        self.language = language
        self.segments = segments
        self.invention = invention
    }

    /// How sure the recogniser was, 0 to 1: the geometric mean of the tokens' probabilities; `nil` when it does not tell.
    public var confidence: Double? { meanLogProbability.map(exp) }

    /// The natural logarithm of the whole text's probability given the sound; `nil` when the recogniser does not tell.
    public var logProbability: Double? { meanLogProbability.map { $0 * Double(tokenCount) } }

    /// How sure the recogniser was of the word that it was least sure of, 0 to 1; 0 without words.
    public var leastConfidence: Double { words.map(\.confidence).min() ?? 0 }
}
