/// What a recogniser made of an utterance.
public struct TranscriptRecord: Sendable, Hashable {
    /// The utterance.
    public var utterance: UtteranceRecord.ID
    /// The recogniser's model.
    public var model: String
    /// The words.
    public var text: String
    /// The mean of the tokens' log-probabilities, where the recogniser tells them.
    public var meanLogProbability: Double?
    /// How long the recogniser took.
    public var duration: Duration

    /// Makes a record.
    public init(
        utterance: UtteranceRecord.ID,
        model: String,
        text: String,
        meanLogProbability: Double?,
        duration: Duration
    ) {
        self.utterance = utterance
        self.model = model
        self.text = text
        self.meanLogProbability = meanLogProbability
        self.duration = duration
    }
}
