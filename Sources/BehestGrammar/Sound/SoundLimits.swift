/// How far the search by sound looks.
public struct SoundLimits: Sendable, Hashable {
    /// How much dearer than the best way to the same place in the transcript a way may be.
    public var beam = 3.2

    /// The most ways that are followed from one place in the transcript.
    public var mostTokens = 400

    /// The most that passing over a whole word costs, one that was heard or one that was meant; less than the ``beam``, as
    /// otherwise no sentence with a long word missing could be found.
    public var wholeWord = 2.8

    /// The price of one word in a wildcard.
    public var freeWord = 0.3

    /// Makes the usual limits.
    public init() {}
}
