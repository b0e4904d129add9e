/// One way in which a transcript is a sentence of the grammar.
public struct Match: Sendable, Hashable {
    /// What the transcript means.
    public var interpretation: Interpretation

    /// How far the words are the sentence's own.
    public var cost: MatchCost

    /// The sentence template, by its place in the grammar.
    public var sentence: Int
}

/// How well words fit a sentence; less is better.
public struct MatchCost: Sendable, Hashable, Comparable {
    /// How many words were taken by wildcards.
    public var wildcardWords = 0
    /// How many words are the sentence's own, outside of lists.
    public var literalWords = 0
    /// How many words were passed over as meaningless.
    public var skippedWords = 0

    /// Whether the first one fits better: fewer words in wildcards, then more of the sentence's own, then fewer passed over.
    public static func < (lhs: MatchCost, rhs: MatchCost) -> Bool {
        (lhs.wildcardWords, -lhs.literalWords, lhs.skippedWords)
            < (rhs.wildcardWords, -rhs.literalWords, rhs.skippedWords)
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
