/// Runs that no living worker has, of some kind.
public enum AbandonedRuns: Sendable, Hashable {
    /// Those whose worker is dead, and those that whoever looks has itself and is not at.
    case leftOver
    /// Those whose worker is dead, and those that were left to anybody.
    case anybodys
}
