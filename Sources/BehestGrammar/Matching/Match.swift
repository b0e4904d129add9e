/// One way in which a transcript is a sentence of the grammar.
public struct Match: Sendable, Hashable {
    /// What the transcript means.
    public var interpretation: Interpretation

    /// How far the text is the sentence's own.
    public var cost: MatchCost

    /// The sentence template, by its place in the grammar.
    public var sentence: Int

    /// Values that the format writes otherwise, by their slots: free text without its signs, and numbers in digits with a decimal
    /// point.
    package var formatValues: [String: SlotValue] = [:]

    /// The slots' values as the format has them.
    package var formatSlots: [String: SlotValue] {
        let values = interpretation.slots.map { ($0.name, formatValues[$0.name] ?? $0.value) }
        return Dictionary(values) { $1 }
    }
}

extension [Match] {
    /// Whether the best match fits no better than another one that means something else.
    public var isAmbiguous: Bool {
        guard let first else { return false }
        return dropFirst().contains { other in
            other.cost == first.cost && !other.interpretation.meansTheSame(as: first.interpretation)
        }
    }
}

extension Interpretation {
    /// Whether another reading has the same intent and the same slot values, wherever they were said.
    public func meansTheSame(as other: Interpretation) -> Bool {
        guard intent == other.intent, slots.count == other.slots.count else { return false }
        return slots.allSatisfy { other[slot: $0.name] == $0.value }
    }
}
