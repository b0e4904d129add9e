/// One time that an endpoint was asked for the words of an utterance.
public struct TranscriptionAttempt: Sendable, Hashable {
    /// Why it was made.
    public enum Cause: String, Sendable, Hashable, CaseIterable {
        /// It is the first.
        case first
        /// The one before it failed, and it may help to ask the same endpoint again.
        case retry
        /// Those before it in the order gave no transcript.
        case next
        /// Another one takes long.
        case hedge
    }

    /// What came of it.
    public enum Outcome: Sendable, Hashable {
        /// A transcript, which is the one that counts.
        case answered
        /// None.
        case failed(TranscriptionError.Code)
        /// It was given up, as another one had answered or nobody wanted an answer any more.
        case cancelled
    }

    /// The endpoint's name.
    public var endpoint: String
    /// Its place among the attempts at the utterance, from 1.
    public var number: Int
    /// Why it was made.
    public var cause: Cause
    /// When it began, from when the utterance was handed over.
    public var began: Duration
    /// How long it took.
    public var took: Duration
    /// What came of it.
    public var outcome: Outcome

    /// Puts an attempt together.
    public init(
        endpoint: String,
        number: Int,
        cause: Cause,
        began: Duration,
        took: Duration,
        outcome: Outcome
    ) {
        self.endpoint = endpoint
        self.number = number
        self.cause = cause
        self.began = began
        self.took = took
        self.outcome = outcome
    }
}

extension TranscriptionAttempt.Outcome: CustomStringConvertible {
    /// The outcome in a word: `answered`, `cancelled`, or the code of the failure.
    public var description: String {
        switch self {
        case .answered: "answered"
        case .failed(let code): code.rawValue
        case .cancelled: "cancelled"
        }
    }
}
