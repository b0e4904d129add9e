public import FoundationEssentials

/// A change of one task: how it stands now, and how it stood before.
public struct TaskUpdate: Sendable, Hashable {
    /// Where a task stands, as far as it tells one change from another.
    public struct Position: Sendable, Hashable {
        /// The state.
        public var state: TaskState
        /// How often an agent took it up.
        public var attempts: Int

        init(_ task: AgentTask) {
            state = task.state
            attempts = task.attempts
        }
    }

    /// The task after the change.
    public var task: AgentTask
    /// Where it stood before; if it no longer does, somebody else has changed it.
    public var before: Position
    /// What happened, in a word.
    public var what: String
}

/// How far a run has come since that was last recorded.
public struct RunProgress: Sendable {
    /// When.
    public var moment: Date
    /// Whether the run begins with it.
    public var begins = false
    /// The changes of its tasks in their order.
    public var updates: [TaskUpdate] = []
    /// The jobs that leave their groups; empty text for the run itself.
    public var left: [String] = []
    /// The run at its end, if it has come to that.
    public var finished: RunRecord?

    init(moment: Date) { self.moment = moment }

    /// Whether there is nothing to record.
    var isEmpty: Bool { !begins && updates.isEmpty && left.isEmpty && finished == nil }
}
