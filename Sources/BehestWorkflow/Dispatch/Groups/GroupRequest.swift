/// A run or one of its jobs that wants to enter a group.
public struct GroupRequest: Sendable, Hashable {
    /// The run.
    public var run: RunRecord.ID
    /// The job; empty text for the run itself.
    public var job: String
    /// The group, and how many of it are done at the same time.
    public var concurrency: PlannedConcurrency
    /// How urgent it is: -1, 0 or 1.
    public var urgency: Int
}

/// Whether a run or a job may go on.
public enum GroupAnswer: Sendable, Hashable {
    /// It is in its group now.
    case entered
    /// It waits for others.
    case waits
}
