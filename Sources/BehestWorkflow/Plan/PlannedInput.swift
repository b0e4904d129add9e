/// A value of a plan: known already, or still to be computed from what steps return.
public enum PlannedInput: Sendable, Hashable, Codable {
    /// A value, and where it came from.
    case known(TracedValue)
    /// What the pack says the value is made of.
    case deferred(InputTemplate)

    /// The value, if it is known.
    public var known: TracedValue? {
        guard case .known(let value) = self else { return nil }
        return value
    }
}
