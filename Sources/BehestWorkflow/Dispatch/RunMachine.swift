internal import FoundationEssentials

/// One run as a pure machine: what attempts came to goes in, what is to be recorded and begun comes out.
///
/// It does nothing itself and looks at no clock, so that the same course of events makes the same record. Everything it
/// knows follows from the run and its tasks: taken up by another process, it goes on from there.
struct RunMachine {
    /// What is to be done next.
    struct Orders {
        /// A task that is begun, and how long it may take.
        struct Beginning {
            var task: Int
            var limits: AttemptLimits
        }

        /// What is to be recorded first.
        var progress: RunProgress
        /// The tasks that are then begun.
        var begin: [Beginning] = []
        /// The tasks whose attempts are told to stop.
        var stop: [Int] = []
        /// The groups that something waits for.
        var requests: [GroupRequest] = []
        /// When something is due that only waits for its time.
        var due: Date?
    }

    private(set) var run: RunRecord
    var tasks: [AgentTask]
    /// What all jobs can refer to.
    var context: EvaluationContext
    /// What the jobs that have ended came to, by their names in the plan.
    var endings: [String: EvaluationContext.JobFacts] = [:]
    /// Why the run will have failed in the end, by the jobs that are the cause; the run itself has the empty name.
    var failures: [String: String] = [:]
    /// The jobs that are in their groups; empty text for the run itself.
    var entered: Set<String> = []
    /// How tasks of an agent are tried again whose step says nothing of that.
    let usualRetry: @Sendable (String) -> RetryPolicy?
    /// Draws a number from 0 to 1, by which it is waited before another attempt.
    let chance: @Sendable () -> Double
    var orders: Orders
    private(set) var cancellation: Cancellation?
    /// Why jobs are given up, by their names in the plan.
    private(set) var cancelledJobs: [String: String] = [:]
    /// The jobs that are there for the case that the run is given up.
    var exemptJobs: Set<String> = []
    private(set) var isFinished = false
    /// Whether the run is left to others.
    private(set) var isLeaving = false
    private var hasEnvironment = false

    /// How a run is given up.
    enum Cancellation: Sendable, Hashable {
        /// What is being done is stopped, and then what is there for that case is done.
        case gently(String)
        /// Nothing more is begun.
        case atOnce
    }

    init(
        run: RunRecord,
        utterance: UtteranceRecord.ID?,
        tasks: [AgentTask],
        usualRetry: @escaping @Sendable (String) -> RetryPolicy? = { _ in nil },
        chance: @escaping @Sendable () -> Double = { Double.random(in: 0...1) }
    ) {
        self.run = run
        self.tasks = tasks
        self.usualRetry = usualRetry
        self.chance = chance
        context = run.plan.context
        context.runID = run.id
        context.utteranceID = utterance
        orders = Orders(progress: RunProgress(moment: run.createdAt))
    }

    /// Takes in that the process which was at some tasks is gone.
    mutating func interrupt() {
        for index in tasks.indices where tasks[index].state == .running {
            guard tasks[index].interruptions + 1 < AgentTask.mostInterruptions else {
                let times = AgentTask.mostInterruptions
                let reason = "Behest ended \(times) times while it was being done, and it is not tried again"
                apply(.dead(reason, outputs: [:]), to: index)
                continue
            }
            apply(.interrupted, to: index)
        }
    }

    /// Takes in that the run is to be left to others: what is being done is stopped, and nothing more is begun.
    mutating func leave() { isLeaving = true }

    /// Whether the run was to be left, and nothing is being done any more.
    var hasLeft: Bool { isLeaving && !tasks.contains { $0.state == .running } }

    /// Takes in that the run is given up.
    mutating func cancel(_ how: Cancellation) {
        if cancellation != .atOnce { cancellation = how }
    }

    /// Takes in that a job is given up.
    mutating func cancel(job: String, because reason: String) {
        guard !job.isEmpty else { return cancel(.gently(reason)) }
        cancelledJobs[job] = cancelledJobs[job] ?? reason
    }

    /// Takes in that a job, or the run itself, is in its group now.
    mutating func enter(_ job: String) { entered.insert(job) }

    /// Goes on as far as that is possible without anything being done, and says what is to be done.
    mutating func advance(at now: Date) -> Orders {
        orders.progress.moment = now
        if run.state == .ready {
            orders.progress.begins = true
            change(.started, at: now)
        }
        if computeEnvironment(at: now) {
            for job in run.plan.jobs.map({ $0.map(Optional.some) }) ?? [nil] where endings[job?.id ?? ""] == nil {
                progress(job, at: now)
            }
            finishIfDone(at: now)
        }
        defer { orders = Orders(progress: RunProgress(moment: now)) }
        return orders
    }

    private mutating func finishIfDone(at now: Date) {
        guard !isFinished, endings.count == run.plan.jobs?.count ?? 1, !tasks.contains(where: { !$0.state.isFinal })
        else {
            return
        }
        if let jobs = run.plan.jobs { context.needs = facts(of: Set(jobs.map(\.name))) }
        if cancellation != nil || tasks.contains(where: \.wasCancelled) {
            finish(.cancelled, said: "Cancelled.", at: now)
        } else if let failure = firstFailure {
            finish(.failed, said: failure, at: now)
        } else {
            finish(.succeeded, said: closingWords(), at: now)
        }
    }

    /// Why the run has failed: what its first failed job in the plan's order says.
    private var firstFailure: String? {
        (run.plan.jobs?.map(\.id) ?? [""]).first { failures[$0] != nil }.flatMap { failures[$0] }
    }

    /// Computes what all jobs share.
    ///
    /// - Returns: false when that is impossible, and the run at its end.
    private mutating func computeEnvironment(at now: Date) -> Bool {
        guard !isFinished else { return false }
        guard !hasEnvironment, let environment = run.plan.environment else { return true }
        do throws(PlanError) {
            var resolver = StepResolver(step: run.plan.intent, context: context, mayDefer: false)
            _ = try resolver.environment(environment)
            context = resolver.context
            hasEnvironment = true
            return true
        } catch {
            giveUp(Array(tasks.indices), because: error.message)
            finish(.failed, said: error.message, at: now)
            return false
        }
    }

    private mutating func finish(_ state: RunState, said: String, at now: Date) {
        isFinished = true
        change(.finished(state, said: said), at: now)
        orders.progress.finished = run
        if run.plan.concurrency != nil { orders.progress.left.append("") }
    }

    private mutating func change(_ change: RunRecord.Change, at now: Date) {
        do {
            try run.apply(change, at: now)
        } catch {
            preconditionFailure("\(error)")
        }
    }

    /// Changes a task, and takes down that it is to be recorded.
    mutating func apply(_ change: AgentTask.Change, to index: Int) {
        let before = TaskUpdate.Position(tasks[index])
        do {
            try tasks[index].apply(change)
        } catch {
            preconditionFailure("\(error)")
        }
        orders.progress.updates.append(TaskUpdate(task: tasks[index], before: before, what: change.name))
    }

    mutating func giveUp(_ indices: some Sequence<Int>, because reason: String) {
        for index in indices where !tasks[index].state.isFinal { apply(.cancelled(reason), to: index) }
    }

    /// What the pack says at the end; what the last step did when the pack says nothing.
    private func closingWords() -> String {
        if let say = run.plan.say, let value = try? say.evaluate(in: context) { return value.value.asText }
        if let last = tasks.last(where: { $0.state == .succeeded }) { return last.summary ?? "Done." }
        return tasks.contains { $0.state == .skipped } ? "There was nothing to do." : "Done."
    }
}
