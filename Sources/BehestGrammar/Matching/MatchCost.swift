/// How well a transcript fits a sentence; less is better.
///
/// A reading with what is preferred is better; then one with fewer pieces of free text, then with more letters of the sentence's own,
/// then with fewer letters in free text. This is the order of the format's reference.
public struct MatchCost: Sendable, Hashable, Comparable {
    /// How much of what is preferred the reading has; see ``ReadingPreference``.
    public var preference = 0
    /// How many wildcards took text.
    public var wildcards = 0
    /// How many letters are the sentence's own, outside of lists.
    public var literals = 0
    /// How many letters were taken by wildcards.
    public var wildcardLetters = 0

    /// Whether the first one fits better.
    public static func < (lhs: MatchCost, rhs: MatchCost) -> Bool {
        (-lhs.preference, lhs.wildcards, -lhs.literals, lhs.wildcardLetters)
            < (-rhs.preference, rhs.wildcards, -rhs.literals, rhs.wildcardLetters)
    }
}

/// Which readings are preferred to others, however well these fit.
public struct ReadingPreference: Sendable, Hashable {
    /// The slot whose naming is preferred, and of two names the longer one; `nil` if none is.
    public var slot: String?
    /// The key of the metadata that are preferred; `nil` if none are.
    public var metadataKey: String?

    /// Makes a preference; without arguments, for a slot `name`, as packs for homes expect.
    public init(slot: String? = "name", metadataKey: String? = nil) {
        self.slot = slot
        self.metadataKey = metadataKey
    }

    /// How much of what is preferred a reading has.
    ///
    /// - Parameters:
    ///   - nameLength: The letters of the preferred slot's name; `nil` if it is not filled.
    ///   - metadata: What the sentence's block says about itself.
    /// - Returns: More for what is better.
    func worth(ofNameLength nameLength: Int?, metadata: [String: SlotValue]) -> Int {
        let named = nameLength.map { $0 + 1 } ?? 0
        guard let metadataKey, metadata[metadataKey]?.isTrue ?? false else { return named }
        return named + 1 << 32
    }
}
