public import FoundationEssentials

/// An utterance that no speech endpoint could transcribe, and that waits until one can.
public struct WaitingUtterance: Sendable, Hashable, Identifiable {
    /// The utterance.
    public var utterance: UtteranceRecord
    /// How often it was tried in vain, each time with all endpoints.
    public var tries: Int
    /// When it was tried last.
    public var triedAt: Date
    /// Why that was in vain, in a sentence for a person.
    public var reason: String

    /// Puts it together.
    public init(utterance: UtteranceRecord, tries: Int, triedAt: Date, reason: String) {
        self.utterance = utterance
        self.tries = tries
        self.triedAt = triedAt
        self.reason = reason
    }

    /// The utterance's identifier.
    public var id: UtteranceRecord.ID { utterance.id }
}
