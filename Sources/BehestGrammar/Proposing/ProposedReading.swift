/// What somebody who is not to be trusted, such as a language model, takes a transcript to mean.
public struct ProposedReading: Sendable, Hashable {
    /// The intent's name.
    public var intent: String
    /// The slots' values by name.
    public var slots: [String: SlotValue]

    /// Makes a proposal.
    public init(intent: String, slots: [String: SlotValue] = [:]) {
        self.intent = intent
        self.slots = slots
    }
}

/// A proposal that the grammar bears out.
public struct ConfirmedReading: Sendable, Hashable {
    /// What the transcript is taken to mean.
    public var interpretation: Interpretation
    /// The sentence of the grammar that means it: what a person has to agree to.
    public var sentence: String
}

/// Why a proposal does not count.
public enum ProposalFault: Error, Sendable, Hashable {
    /// No pack has the intent.
    case unknownIntent(String)
    /// No sentence of the intent can fill the slot.
    case unknownSlot(String, intent: String)
    /// The value is none of those that the slot can hold.
    case unlistedValue(String, slot: String)
    /// The value is free text, and was not said.
    case notSaid(String, slot: String)
    /// No sentence of the intent names just these slots, or the sentence would mean something else.
    case noSentence(intent: String)
}

extension ProposalFault: CustomStringConvertible {
    /// The fault in a sentence, for a person.
    public var description: String {
        switch self {
        case .unknownIntent(let intent): "There is no intent '\(intent)'."
        case .unknownSlot(let slot, let intent): "The intent '\(intent)' has no slot '\(slot)'."
        case .unlistedValue(let value, let slot): "'\(value)' is no value of the slot '\(slot)'."
        case .notSaid(let value, let slot): "'\(value)' was not said, so it cannot be the slot '\(slot)'."
        case .noSentence(let intent): "No sentence of the intent '\(intent)' says just that."
        }
    }
}
