internal import FoundationEssentials

/// Drives a run's machine: records what it says, lets agents do what it begins, and tells it what came of that.
struct RunDriver {
    /// How often it is looked whether somebody wants something to be given up, or whether there is room in a group.
    static let pollInterval = Duration.milliseconds(200)

    let dispatcher: Dispatcher
    let claim: RunClaim
    let utterance: Assignment.Utterance
    /// What becomes of the run when the surrounding Swift task is cancelled.
    let interruption: RunInterruption
    var machine: RunMachine
    /// Tells the attempts that are under way to stop, by their tasks.
    private var stops: [Int: StopSignal] = [:]
    /// When something began to wait for a group, by the names of jobs.
    private var waiting: [String: ContinuousClock.Instant] = [:]

    private enum Occurrence: Sendable {
        case reported(TaskReport)
        case tick
    }

    init(
        dispatcher: Dispatcher,
        claim: RunClaim,
        utterance: Assignment.Utterance,
        interruption: RunInterruption,
        machine: RunMachine
    ) {
        self.dispatcher = dispatcher
        self.interruption = interruption
        self.claim = claim
        self.utterance = utterance
        self.machine = machine
    }

    /// Carries the run out to its end.
    ///
    /// - Parameter standing: What was asked of it before it was taken up, and what it is in.
    /// - Returns: The run at its end.
    /// - Throws: ``ClaimLost`` when another worker has taken it over; ``JournalError``; `CancellationError` when the
    ///   surrounding Swift task was cancelled, which is recorded. Nothing is being done any more when this throws.
    mutating func drive(from standing: RunStanding) async throws -> RunOutcome {
        let presence = dispatcher.presence
        machine.interrupt()
        heed(standing)
        let outcome = try await withThrowingTaskGroup(of: Occurrence.self) { group in
            defer { group.cancelAll() }
            var isTicking = false
            while true {
                if Task.isCancelled { interrupt() }
                let orders = machine.advance(at: dispatcher.now().asRecorded)
                if !orders.progress.isEmpty { try await record(orders.progress) }
                if let run = orders.progress.finished { return RunOutcome(run: run, tasks: machine.tasks) }
                if machine.hasLeft {
                    try await dispatcher.journal.release(claim)
                    throw CancellationError()
                }
                for task in orders.stop { stops[task]?.signal() }
                for beginning in orders.begin { begin(beginning, in: &group) }
                if try await enterGroups(orders.requests) { continue }
                // A sleep that is cancelled would return at once, again and again.
                if !isTicking, !Task.isCancelled {
                    isTicking = true
                    group.addTask { [self, due = orders.due] in
                        try? await dispatcher.clock.sleep(for: pause(until: due))
                        return .tick
                    }
                }
                switch try await group.next() {
                case .reported(let report):
                    // What is stopped with everything else may tell so before the next turn.
                    if Task.isCancelled { interrupt() }
                    take(report)
                case .tick:
                    isTicking = false
                    try await presence.giveSign()
                    try await heed(dispatcher.journal.standing(under: claim))
                // Nothing is being done any more; the run is left as it is recorded.
                case nil: try Task.checkCancellation()
                }
            }
        }
        if outcome.run.state == .cancelled { try Task.checkCancellation() }
        return outcome
    }

    private mutating func interrupt() {
        switch interruption {
        case .givesUp: machine.cancel(.atOnce)
        case .leaves: machine.leave()
        }
    }

    private func record(_ progress: RunProgress) async throws {
        CrashPoint.pass()
        try await dispatcher.journal.record(progress, under: claim)
        CrashPoint.pass()
    }

    private mutating func take(_ report: TaskReport) {
        CrashPoint.pass()
        stops[report.task] = nil
        machine.take(report, at: dispatcher.now().asRecorded)
    }

    private mutating func heed(_ standing: RunStanding) {
        for job in standing.entered { machine.enter(job) }
        if let reason = standing.cancelled { machine.cancel(.gently(reason)) }
        for (job, reason) in standing.cancelledJobs { machine.cancel(job: job, because: reason) }
    }

    /// Lets jobs enter their groups where there is room.
    ///
    /// - Returns: whether anything has changed.
    private mutating func enterGroups(_ requests: [GroupRequest]) async throws -> Bool {
        var hasChanged = false
        for request in requests {
            switch try await dispatcher.journal.enter(request, under: claim, dispatcher.presence.liveness) {
            case .entered:
                machine.enter(request.job)
                hasChanged = true
            case .waits:
                let began = waiting[request.job] ?? ContinuousClock.now
                waiting[request.job] = began
                guard let limit = request.concurrency.wait, began.duration(to: .now) > limit else { continue }
                machine.expire(request)
                hasChanged = true
            }
        }
        return hasChanged
    }

    /// How long nothing is to be done but to look.
    private func pause(until due: Date?) -> Duration {
        guard let due else { return Self.pollInterval }
        return min(Self.pollInterval, .seconds(max(0, due.timeIntervalSince(dispatcher.now()))))
    }

    private mutating func begin(
        _ beginning: RunMachine.Orders.Beginning,
        in group: inout ThrowingTaskGroup<Occurrence, any Error>
    ) {
        let stop = StopSignal()
        stops[beginning.task] = stop
        let task = machine.tasks[beginning.task]
        let assignment = Assignment(task, of: machine.run, under: claim, utterance: utterance)
        let agent = dispatcher.agents[task.step.agent]
        let (clock, observer) = (dispatcher.clock, dispatcher.observer)
        group.addTask {
            CrashPoint.pass()
            var ending = TaskReport.Ending.stopped
            let elapsed = await clock.measure {
                guard let agent else {
                    let message = "There is no agent '\(task.step.agent)' here. Name another one in the pack."
                    ending = .failed(TaskReport.Failure(message: message, cause: .failure))
                    return
                }
                let onlooker = observer?.begin(assignment)
                defer { onlooker?.end() }
                let attempt = Attempt(
                    agent: agent,
                    assignment: assignment,
                    limits: beginning.limits,
                    stop: stop,
                    events: onlooker.map { onlooker in AgentEvents { onlooker.take($0) } } ?? .none
                )
                ending = await attempt.perform(on: clock)
            }
            return .reported(TaskReport(task: beginning.task, ending: ending, elapsed: elapsed))
        }
    }
}

/// What becomes of a run when whoever carries it out is to stop.
enum RunInterruption: Sendable {
    /// It is cancelled: somebody who waited for it wants it no more.
    case givesUp
    /// It is left as it is, to be taken up by the next one.
    case leaves
}
