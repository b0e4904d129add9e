/// What is not done at the same time: of all that has the same group, one at a time.
public struct ConcurrencyDefinition: Sendable, Hashable {
    /// The group.
    public var group: TextTemplate
    /// Whether what begins ends what is being done in its group, instead of waiting for it.
    public var cancelsInProgress: Bool
}
