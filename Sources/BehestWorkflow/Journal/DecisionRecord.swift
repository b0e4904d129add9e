/// What was decided about an utterance, and why.
public struct DecisionRecord: Sendable, Hashable {
    /// The ways to decide.
    public enum Verdict: String, Sendable, Hashable, Codable {
        /// It is done.
        case act
        /// A person is asked.
        case ask
        /// Nothing is done.
        case refuse
    }

    /// The utterance.
    public var utterance: UtteranceRecord.ID
    /// What was decided.
    public var verdict: Verdict
    /// Why, in a sentence for a person.
    public var reason: String
    /// The intent, if one was understood.
    public var intent: String?
    /// The slots that were understood.
    public var slots: [String: JSONValue]

    /// Makes a record.
    public init(
        utterance: UtteranceRecord.ID,
        verdict: Verdict,
        reason: String,
        intent: String?,
        slots: [String: JSONValue] = [:]
    ) {
        self.utterance = utterance
        self.verdict = verdict
        self.reason = reason
        self.intent = intent
        self.slots = slots
    }
}
