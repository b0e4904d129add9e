public import BehestGrammar

/// Something that an utterance may mean, with what speaks for it.
public struct Reading: Sendable, Hashable {
    /// The meaning.
    public var interpretation: Interpretation

    /// The sentence of the grammar as it would have been said.
    public var wording: String

    /// The sentence as the recogniser would have written it.
    public var written: String

    /// What speaks for it.
    public var scores: Scores

    /// Makes a reading.
    public init(interpretation: Interpretation, wording: String, written: String? = nil, scores: Scores) {
        self.interpretation = interpretation
        self.wording = wording
        self.written = written ?? wording
        self.scores = scores
    }

    /// Whether the words that were heard are the sentence's own.
    public var isExact: Bool { interpretation.manner == .exact }

    /// How well a reading fits what was heard.
    public struct Scores: Sendable, Hashable, Codable {
        /// How far the transcript's sounds are from those of the sentence's fixed words, for each sound.
        ///
        /// The distance is the cost of changing the ones to the others; 0 when the words are the same.
        public var soundCost: Double

        /// The same cost of the whole sentence, with the price of free words.
        public var soundDistance: Double

        /// The part of that cost that lies at the worst place, a word or a few that hang together; not divided by anything.
        public var worstMismatch: Double

        /// How sure the recogniser was, 0 to 1, of the surest of the words that do not sound like the sentence's.
        ///
        /// Words that are clear and different were said; `nil` when there are none.
        public var mismatchConfidence: Double?

        /// The natural logarithm of how much more probable the reading's wording is, given the sound, than the free transcript.
        ///
        /// It is 0 when it is the transcript, below it for most others, and `nil` when no recogniser was asked.
        public var likelihoodRatio: Double?

        /// What speaks for the reading in all, against the free transcript.
        ///
        /// It is ``likelihoodRatio``, less the distance by sound, and something for each token that it has more; `nil` when no
        /// recogniser was asked.
        public var support: Double?

        /// How much better the reading is than the next one that means something else, by ``support``; `nil`
        /// when there is no other.
        public var margin: Double?

        /// How sure the recogniser was of the free transcript, 0 to 1.
        public var confidence: Double

        /// How sure it was of its least sure word, 0 to 1.
        public var leastConfidence: Double

        /// How many tokens the free transcript has, with the end token.
        public var tokenCount: Int

        /// Makes scores.
        public init(
            soundCost: Double = 0,
            soundDistance: Double = 0,
            worstMismatch: Double = 0,
            mismatchConfidence: Double? = nil,
            likelihoodRatio: Double? = nil,
            support: Double? = nil,
            margin: Double? = nil,
            confidence: Double,
            leastConfidence: Double? = nil,
            tokenCount: Int = 0
        ) {
            self.soundCost = soundCost
            self.soundDistance = soundDistance
            self.worstMismatch = worstMismatch
            self.mismatchConfidence = mismatchConfidence
            self.likelihoodRatio = likelihoodRatio
            self.support = support
            self.margin = margin
            self.confidence = confidence
            self.leastConfidence = leastConfidence ?? confidence
            self.tokenCount = tokenCount
        }
    }
}
