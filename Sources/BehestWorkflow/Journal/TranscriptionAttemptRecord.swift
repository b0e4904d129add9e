public import FoundationEssentials

/// One time that a speech endpoint was asked for the words of an utterance.
public struct TranscriptionAttemptRecord: Sendable, Hashable {
    /// The utterance.
    public var utterance: UtteranceRecord.ID
    /// The endpoint's name.
    public var endpoint: String
    /// Its place among the attempts that were made together, from 1.
    public var number: Int
    /// Why it was made, in a word.
    public var cause: String
    /// When it began.
    public var began: Date
    /// How long it took.
    public var duration: Duration
    /// What came of it, in a word.
    public var outcome: String

    /// Makes a record.
    public init(
        utterance: UtteranceRecord.ID,
        endpoint: String,
        number: Int,
        cause: String,
        began: Date,
        duration: Duration,
        outcome: String
    ) {
        self.utterance = utterance
        self.endpoint = endpoint
        self.number = number
        self.cause = cause
        self.began = began
        self.duration = duration
        self.outcome = outcome
    }
}
