internal import BehestSpeech
internal import BehestWorkflow
internal import FoundationEssentials
internal import Synchronization

/// Takes down what is tried for the words of an utterance.
final class AttemptLog: Sendable {
    private let utterance: UtteranceRecord.ID
    private let handedOver: Date
    private let noted = Mutex<[TranscriptionAttempt]>([])

    init(of utterance: UtteranceRecord.ID, since handedOver: Date) {
        self.utterance = utterance
        self.handedOver = handedOver
    }

    /// Takes an attempt down.
    @Sendable func note(_ attempt: TranscriptionAttempt) {
        noted.withLock { $0.append(attempt) }
    }

    /// The attempts as the journal keeps them, in the order in which they were made.
    var records: [TranscriptionAttemptRecord] {
        noted.withLock(\.self).sorted { $0.number < $1.number }.map { attempt in
            TranscriptionAttemptRecord(
                utterance: utterance,
                endpoint: attempt.endpoint,
                number: attempt.number,
                cause: attempt.cause.rawValue,
                began: handedOver + attempt.began / .seconds(1),
                duration: attempt.took,
                outcome: attempt.outcome.description
            )
        }
    }
}
