public import FoundationEssentials

/// Begins workflows at their times, and each time once, however many processes look and whatever their clocks do.
///
/// What is begun is left to whoever carries runs out. A schedule that is new begins nothing for the time before.
public struct Scheduler: Sendable {
    /// What became of a schedule at a look.
    public enum Event: Sendable, Hashable {
        /// A run began.
        case began(RunRecord, WorkflowSchedule)
        /// The workflow cannot be planned as the schedule has it, for a reason; that time is left out.
        case refused(WorkflowSchedule, reason: String)
        /// The clock was put back by more than a day, and the schedule begins anew.
        case putBack(WorkflowSchedule)
    }

    private let dispatcher: Dispatcher
    private var schedules: [WorkflowSchedule] = []
    /// The last time of each that is known to have been dealt with.
    private var through: [WorkflowSchedule.ID: Date] = [:]

    /// A clock that was wrong by more is not waited for, in seconds; changes of the hour are less.
    static let patience = 90_000.0

    /// Makes a scheduler of what records runs.
    public init(_ dispatcher: Dispatcher) {
        self.dispatcher = dispatcher
    }

    /// The next time of any of the schedules, as far as is known.
    public var next: Date? {
        schedules.compactMap { schedule in through[schedule.id].flatMap { schedule.schedule.next(after: $0) } }.min()
    }

    var now: Date { dispatcher.now() }

    func sleep(seconds: Double) async throws { try await dispatcher.clock.sleep(for: .seconds(seconds)) }

    /// Begins what is due.
    ///
    /// - Parameters:
    ///   - planner: What the packs say now.
    ///   - workspace: Where it is to be done.
    /// - Returns: What began, and what could not.
    /// - Throws: ``JournalError``; what was not recorded is due at the next look.
    public mutating func look(_ planner: Planner, in workspace: String) async throws -> [Event] {
        let current = planner.schedules
        if current != schedules {
            let ids = Set(current.map(\.id))
            let removed = schedules.filter { !ids.contains($0.id) }
            through = try await dispatcher.journal.keep(
                current,
                removing: removed,
                at: dispatcher.now(),
                replacing: true
            )
            schedules = current
        }
        var events: [Event] = []
        for schedule in schedules { events += try await look(at: schedule, planner, in: workspace) }
        return events
    }

    private mutating func look(
        at schedule: WorkflowSchedule,
        _ planner: Planner,
        in workspace: String
    ) async throws -> [Event] {
        let now = dispatcher.now()
        guard let last = through[schedule.id] else { return [] }
        if last.timeIntervalSince(now) > Self.patience {
            let isBack = try await dispatcher.journal.fire(schedule, from: last, through: now, []) != nil
            try await remember(schedule)
            return isBack ? [.putBack(schedule)] : []
        }
        guard let due = DueOccurrences(of: schedule.schedule, after: last, at: now) else { return [] }
        var events: [Event] = []
        var beginnings: [(time: Date, run: RunRecord, tasks: [AgentTask])] = []
        do throws(PlanError) {
            for time in due.times {
                let plan = try planner.plan(
                    schedule.intent,
                    slots: schedule.schedule.slots,
                    from: .pack,
                    words: "\(schedule.intent), by its schedule",
                    workspace: workspace
                )
                // There is nobody to be asked now.
                let (run, tasks) = dispatcher.prepare(plan, utterance: nil, held: plan.confirmation == .always)
                beginnings.append((time, run, tasks))
            }
        } catch {
            events.append(.refused(schedule, reason: error.message))
            beginnings = []
        }
        let runs = try await dispatcher.journal.fire(schedule, from: last, through: due.through, beginnings)
        try await remember(schedule)
        // Whoever was quicker tells of it.
        guard let runs else { return [] }
        return events + runs.map { .began($0, schedule) }
    }

    private mutating func remember(_ schedule: WorkflowSchedule) async throws {
        let known = try await dispatcher.journal.keep(
            [schedule],
            removing: [],
            at: dispatcher.now(),
            replacing: false
        )
        through.merge(known) { _, new in new }
    }
}
