public import FoundationEssentials

/// What remembers which runs began without words, so that nothing begins one twice.
public protocol TriggerJournal: Sendable {
    /// Takes schedules down that are not known yet, as if they had been dealt with until now.
    ///
    /// - Parameters:
    ///   - schedules: The schedules.
    ///   - removed: Those that are no longer; if they come back, they are new.
    ///   - moment: Now.
    ///   - replacing: Whether what else the journal has of these workflows is no longer either.
    /// - Returns: The last time that was dealt with, for each.
    /// - Throws: ``JournalError``.
    func keep(
        _ schedules: [WorkflowSchedule],
        removing removed: [WorkflowSchedule],
        at moment: Date,
        replacing: Bool
    ) async throws -> [WorkflowSchedule.ID: Date]

    /// Records that times of a schedule were dealt with, and the runs that they begin: either all of it or nothing.
    ///
    /// - Parameters:
    ///   - schedule: The schedule.
    ///   - expected: The last time that was dealt with before.
    ///   - through: The last time that is dealt with now.
    ///   - beginnings: The runs with their tasks and their times.
    /// - Returns: The runs that began, without those of times that have had theirs; `nil` when somebody else has been here since.
    /// - Throws: ``JournalError``.
    func fire(
        _ schedule: WorkflowSchedule,
        from expected: Date,
        through: Date,
        _ beginnings: [(time: Date, run: RunRecord, tasks: [AgentTask])]
    ) async throws -> [RunRecord]?

    /// Records a run that was begun from outside, unless the same delivery has begun one.
    ///
    /// - Parameters:
    ///   - run: The run.
    ///   - tasks: Its tasks.
    ///   - source: What began it.
    ///   - occurrence: What the delivery is known by.
    /// - Returns: The identifier of the run that the delivery began, now or before.
    /// - Throws: ``JournalError``.
    func record(
        _ run: RunRecord,
        tasks: [AgentTask],
        begunBy source: RunBeginning.Source,
        _ occurrence: String
    ) async throws -> RunRecord.ID

    /// The run that a delivery has begun, if it has.
    func run(begunBy source: RunBeginning.Source, _ occurrence: String) async throws -> RunRecord.ID?

    /// The last run that something began, if there is one.
    func lastRun(begunBy source: RunBeginning.Source) async throws -> (run: RunRecord, occurrence: String)?

    /// What began a run; `nil` when somebody said it.
    func beginning(of run: RunRecord.ID) async throws -> RunBeginning?
}

/// What began a run of which nobody has spoken.
public struct RunBeginning: Sendable, Hashable {
    /// What begins runs.
    public enum Source: Sendable, Hashable {
        case schedule(WorkflowSchedule.ID)
        case webhook(name: String)

        /// As it stands in the journal.
        var text: String {
            switch self {
            case .schedule(let id): "schedule \(id)"
            case .webhook(let name): "webhook \(name)"
            }
        }

        init?(text: String) {
            let words = text.split(separator: " ", maxSplits: 1).map(String.init)
            switch (words.first, words.last) {
            case ("schedule", let id?): self = .schedule(id)
            case ("webhook", let name?): self = .webhook(name: name)
            default: return nil
            }
        }
    }

    /// What began it.
    public var source: Source
    /// The time of a schedule, or what a delivery is known by.
    public var occurrence: String
}
