/// How a run stands beside its tasks: what somebody has asked to be given up, and the groups that it is in.
public struct RunStanding: Sendable, Hashable {
    /// Why all of it is to be given up; `nil` when it is not.
    public var cancelled: String?
    /// Why jobs are to be given up, by their names in the plan; the run itself has the empty name.
    public var cancelledJobs: [String: String] = [:]
    /// The jobs that are in their groups; the run itself has the empty name.
    public var entered: Set<String> = []

    /// Nothing was asked, and it is in no group.
    public init() {}
}

/// A run as whoever has claimed it finds it.
public struct TakenRun: Sendable, Hashable {
    /// The run.
    public var run: RunRecord
    /// Its tasks in their order.
    public var tasks: [AgentTask]
    /// The utterance that caused it; `nil` when there is none.
    public var utterance: UtteranceRecord?
    /// The utterance's last transcript.
    public var transcript: TranscriptRecord?
    /// How it stands beside its tasks.
    public var standing: RunStanding
}
