/// How far the search by sound looks.
public struct SoundLimits: Sendable, Hashable {
    /// How much dearer than the best way to the same place in the transcript a way may be.
    public var beam = 3.0

    /// The most ways that are followed from one place in the transcript.
    public var mostTokens = 400

    /// The price of one word in a wildcard.
    public var freeWord = 0.3

    /// Makes the usual limits.
    public init() {}
}
