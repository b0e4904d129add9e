internal import FoundationEssentials

/// Going on with the steps of a job, one after the other.
extension RunMachine {
    /// Goes on with a job's steps as far as that is possible.
    ///
    /// - Returns: whether all of them are at their end.
    mutating func progress(_ progress: inout JobProgress, at now: Date) -> Bool {
        for index in progress.tasks {
            progress.elapsed += tasks[index].elapsed
            switch tasks[index].state {
            case .running:
                if mustStop(index, of: progress) { orders.stop.append(index) }
                return false
            case .held: return false
            case .waiting, .ready:
                if !decide(index, of: progress, at: now) { return false }
                fallthrough
            case .succeeded, .failed, .dead, .cancelled, .skipped: progress.note(tasks[index])
            }
        }
        if let failed = progress.failed, progress.job?.continuesOnError != true {
            let place = progress.job.map { " of '\($0.title)'" } ?? ""
            failures[progress.job?.id ?? ""] =
                "Step '\(failed.step.id)'\(place) failed: \(failed.error ?? "no reason was given")"
        }
        return true
    }

    /// Whether the run or the job is given up, now or before it was left.
    func isCancelled(_ job: PlannedJob?) -> Bool { reasonOfCancellation(of: job) != nil }

    /// Takes in what an attempt came to.
    mutating func take(_ report: TaskReport, at now: Date) {
        // As it comes back from the journal.
        tasks[report.task].elapsed += .microseconds(report.elapsed.inMicroseconds)
        let task = tasks[report.task]
        guard task.state == .running else { return }
        switch report.ending {
        case .succeeded(let outputs, let summary):
            apply(.succeeded(outputs: outputs, summary: summary), to: report.task)
        case .stopped where isLeaving: apply(.released, to: report.task)
        case .stopped:
            let job = run.plan.jobs?.first { $0.id == task.step.job }
            let sibling = job.flatMap(failedSibling(of:)).map { "It was stopped because job '\($0.title)' failed" }
            let reason = sibling ?? job.flatMap { cancelledJobs[$0.id] }.map { "It was stopped. \($0)" }
            apply(.cancelled(reason ?? AgentTask.stoppedWithRun), to: report.task)
        case .failed(let failure): take(failure, of: report.task, at: now)
        }
    }

    private mutating func take(_ failure: TaskReport.Failure, of index: Int, at now: Date) {
        let task = tasks[index]
        let policy = task.step.retry ?? usualRetry(task.step.agent)
        guard let policy, policy.causes.contains(failure.cause) else {
            return apply(.failed(failure.message, outputs: failure.outputs), to: index)
        }
        let job = run.plan.jobs?.first { $0.id == task.step.job }
        guard let drawn = policy.wait(after: task.tries, chance: chance()) else {
            let times = "It was tried \(task.tries) times. The last time: "
            return apply(.dead(times + failure.message, outputs: failure.outputs), to: index)
        }
        guard !isCancelled(job) else {
            return apply(.failed(failure.message, outputs: failure.outputs), to: index)
        }
        let wait = max(drawn, failure.retryAfter.map { min($0.inSeconds, RetryPolicy.longestRetryAfter) } ?? 0)
        apply(.postponed(failure.message, .init(from: now, until: now.addingTimeInterval(wait))), to: index)
    }

    /// Decides what becomes of a task that is neither being done nor at its end.
    ///
    /// - Returns: whether it is at its end now.
    private mutating func decide(_ index: Int, of progress: JobProgress, at now: Date) -> Bool {
        guard !isLeaving else { return false }
        let step = tasks[index].step
        do throws(ExpressionError) {
            if let change = try reasonNotToDo(step, of: progress) {
                apply(change, to: index)
                return true
            }
        } catch {
            refuse(index, because: PlanError(expression: error, step: step.id).message)
            return true
        }
        if let wait = tasks[index].wait, !wait.isOver(at: now) {
            orders.due = min(orders.due ?? wait.until, wait.until)
            return false
        }
        let resolved: PlannedStep
        do throws(PlanError) {
            resolved = try step.resolvedToBeDone(in: progress.context)
        } catch {
            refuse(index, because: error.message)
            return true
        }
        let limits = progress.limits(for: step)
        guard limits.total > .zero else {
            // A step that would be stopped at once is not begun.
            refuse(index, because: limits.reason(.total))
            return true
        }
        guard isInGroups(progress.job) else {
            if tasks[index].state == .waiting { apply(.readied, to: index) }
            return false
        }
        apply(.started(resolved), to: index)
        orders.begin.append(Orders.Beginning(task: index, limits: limits))
        return false
    }

    private func reasonNotToDo(
        _ step: PlannedStep,
        of progress: JobProgress
    ) throws(ExpressionError) -> AgentTask.Change? {
        guard cancellation != .atOnce else { return .cancelled(AgentTask.runCancelled) }
        if let reason = reasonOfCancellation(of: progress.job) {
            // Who has not got into a group by then does not wait for it any more.
            guard missingGroups(progress.job).isEmpty else { return .cancelled(reason) }
            return try progress.reasonNotToDo(step, afterCancellation: reason)
        }
        if let job = progress.job, let sibling = failedSibling(of: job) {
            return .cancelled("Job '\(sibling.title)' failed")
        }
        return try progress.reasonNotToDo(step)
    }

    private func reasonOfCancellation(of job: PlannedJob?) -> String? {
        if let job, exemptJobs.contains(job.id) { return nil }
        if let job, let reason = cancelledJobs[job.id] { return reason }
        if cancellation != nil || tasks.contains(where: \.wasCancelled) { return AgentTask.runCancelled }
        return nil
    }

    /// Whether what is being done is to be stopped; what is there for the case that the run is given up is not.
    private func mustStop(_ index: Int, of progress: JobProgress) -> Bool {
        guard cancellation != .atOnce, !isLeaving else { return true }
        if let job = progress.job, failedSibling(of: job) != nil { return true }
        guard let reason = reasonOfCancellation(of: progress.job) else { return false }
        // A condition that cannot be computed now could not before.
        return (try? progress.reasonNotToDo(tasks[index].step, afterCancellation: reason)) != .some(nil)
    }

    /// Whether the run and the job are in their groups; else they ask to be.
    private mutating func isInGroups(_ job: PlannedJob?) -> Bool {
        let wanted = missingGroups(job)
        orders.requests += wanted.filter { !orders.requests.contains($0) }
        return wanted.isEmpty
    }

    private func missingGroups(_ job: PlannedJob?) -> [GroupRequest] {
        let groups = [("", run.plan.concurrency), (job?.id ?? "", job?.concurrency)]
        return groups.compactMap { name, concurrency in
            guard let concurrency, !entered.contains(name) else { return nil }
            return GroupRequest(
                run: run.id,
                job: name,
                concurrency: concurrency,
                urgency: run.plan.priority?.urgency ?? 0
            )
        }
    }

    /// Takes in that a group was waited for in vain, for as long as the pack allows.
    mutating func expire(_ request: GroupRequest) {
        let group = request.concurrency.group.value.asText
        let minutes = JSONValue.number(request.concurrency.waitMinutes ?? 0).asText
        let reason = "There was no room in the group '\(group)' for \(minutes) minutes."
        let jobs = run.plan.jobs ?? []
        let steps = tasks.indices.filter { index in
            request.job.isEmpty || jobs.contains { $0.id == request.job && $0.id == tasks[index].step.job }
        }
        if let first = steps.first(where: { [.ready, .waiting].contains(tasks[$0].state) }) {
            refuse(first, because: reason)
        }
    }

    /// Refuses a step before an agent sees it; the attempt is recorded with the step as the plan has it.
    mutating func refuse(_ index: Int, because reason: String) {
        if tasks[index].state == .waiting || tasks[index].state == .ready {
            apply(.started(tasks[index].step), to: index)
        }
        apply(.failed(reason, outputs: [:]), to: index)
    }
}

extension AgentTask {
    /// Why a task was given up when its run was.
    static let runCancelled = "The run was cancelled"

    /// Why a task was stopped when its run was.
    static let stoppedWithRun = "It was stopped because the run was cancelled"

    /// Whether it was stopped in the middle, or given up with the run.
    var wasStopped: Bool { state == .cancelled && (attempts > 0 || error == Self.runCancelled) }

    /// Whether it was given up because the run was cancelled, begun or not.
    var wasCancelled: Bool { state == .cancelled && (error == Self.runCancelled || error == Self.stoppedWithRun) }
}

extension PlannedStep {
    /// The step with all its values, and the environment that it shares with others.
    fileprivate func resolvedToBeDone(in context: EvaluationContext) throws(PlanError) -> PlannedStep {
        var step = try resolved(in: context, mayDefer: false)
        step.environment.merge(context.environment.mapValues(PlannedInput.known)) { own, _ in own }
        return step
    }
}
