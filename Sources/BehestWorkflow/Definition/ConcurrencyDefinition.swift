/// What is not done at the same time: of all that has the same group, one at a time or so many.
public struct ConcurrencyDefinition: Sendable, Hashable {
    /// The group.
    public var group: TextTemplate
    /// Whether what begins ends what is being done in its group, instead of waiting for it.
    public var cancelsInProgress: Bool
    /// How many are done at the same time; `nil` for one.
    public var limit: Int?
    /// How many may begin in some span of time; `nil` for any number.
    public var rate: PlannedConcurrency.Rate?
    /// How long it is waited for; `nil` for any time.
    public var wait: Duration?
}
