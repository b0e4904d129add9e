internal import FoundationEssentials

/// Going on with the jobs of a plan; those that do not need each other are done at the same time.
extension RunMachine {
    /// Goes on with a job, or with all steps of a plan without jobs, as far as that is possible.
    mutating func progress(_ job: PlannedJob?, at now: Date) {
        guard let job else {
            var progress = JobProgress(job: nil, tasks: Array(tasks.indices), context: context)
            guard self.progress(&progress, at: now) else { return }
            context.steps = progress.context.steps
            endings[""] = EvaluationContext.JobFacts(result: .success)
            return
        }
        let planned = run.plan.jobs ?? []
        guard planned.allSatisfy({ !job.needs.contains($0.name) || endings[$0.id] != nil }) else { return }
        let indices = tasks.indices.filter { tasks[$0].step.job == job.id }
        let hasBegun = indices.contains { tasks[$0].attempts > 0 }
        guard hasBegun || hasRoom(for: job) else { return }
        var context = context
        context.needs = facts(of: Set(job.needs))
        context.status = status(before: job)
        var progress = JobProgress(job: job, tasks: indices, context: context)
        if !hasBegun, isCancelled(job), isThereForCancellation(job, in: context) { exemptJobs.insert(job.id) }
        if !hasBegun, !isCancelled(job) {
            var reason: AgentTask.Change?
            do throws(ExpressionError) {
                // For a job that is there for the case that the run is given up, that is what its condition asks about.
                if exemptJobs.contains(job.id) { context.status = .cancelled }
                reason = try reasonNotToBegin(job, in: context)
            } catch {
                refuse(progress, because: "The condition of job '\(job.title)' cannot be computed: \(error)")
            }
            if let reason {
                for index in indices where !tasks[index].state.isFinal { apply(reason, to: index) }
                return end(job, EvaluationContext.JobFacts(result: .skipped))
            }
        }
        progress.context.status = .success
        progress.context.matrix = job.matrix ?? [:]
        do throws(PlanError) {
            var resolver = StepResolver(step: job.id, context: progress.context, mayDefer: false)
            _ = try resolver.environment(job.environment)
            progress.context = resolver.context
        } catch {
            refuse(progress, because: error.message)
        }
        if self.progress(&progress, at: now) { end(job, ending(of: job, after: progress)) }
    }

    private mutating func end(_ job: PlannedJob, _ facts: EvaluationContext.JobFacts) {
        endings[job.id] = facts
        if job.concurrency != nil { orders.progress.left.append(job.id) }
    }

    /// Whether the job asks to be done also when the run is given up.
    private func isThereForCancellation(_ job: PlannedJob, in context: EvaluationContext) -> Bool {
        guard cancellation != .atOnce, cancelledJobs[job.id] == nil, let condition = job.condition else { return false }
        var context = context
        context.status = .cancelled
        return condition.expression.hasStatusFunction && (try? condition.holds(in: context)) == true
    }

    /// Whether another run of the job's matrix may begin.
    private func hasRoom(for job: PlannedJob) -> Bool {
        guard let most = job.maxParallel else { return true }
        let siblings = (run.plan.jobs ?? []).filter { other in
            other.name == job.name && other.id != job.id && endings[other.id] == nil
                && tasks.contains { $0.step.job == other.id && $0.attempts > 0 }
        }
        return siblings.count < most
    }

    /// The run of a job's matrix whose failure ends the others, if there is one.
    func failedSibling(of job: PlannedJob) -> PlannedJob? {
        guard job.failsFast == true else { return nil }
        return (run.plan.jobs ?? []).first {
            $0.name == job.name && $0.id != job.id && endings[$0.id]?.result == .failure
        }
    }

    /// What the jobs of some names came to; of several runs of a job, what all of them came to.
    func facts(of names: Set<String>) -> [String: EvaluationContext.JobFacts] {
        var facts: [String: EvaluationContext.JobFacts] = [:]
        for job in run.plan.jobs ?? [] where names.contains(job.name) {
            guard let ending = endings[job.id] else { continue }
            guard var all = facts[job.name] else {
                facts[job.name] = ending
                continue
            }
            // The worst counts; of outputs the last that has a value.
            let order: [EvaluationContext.Ending] = [.failure, .cancelled, .success, .skipped]
            all.result = order.first { [all.result, ending.result].contains($0) } ?? .success
            all.outputs.merge(ending.outputs.filter { $0.value.value != .null }) { $1 }
            facts[job.name] = all
        }
        return facts
    }

    /// How things stand for a job: whether all that it needs was done, and nothing that these needed has failed.
    private func status(before job: PlannedJob) -> EvaluationContext.Ending {
        let direct = facts(of: Set(job.needs)).values.map(\.result)
        if direct.contains(.cancelled) { return .cancelled }
        if facts(of: ancestors(of: job)).values.contains(where: { $0.result == .failure }) { return .failure }
        return direct.contains(.skipped) ? .skipped : .success
    }

    private func ancestors(of job: PlannedJob) -> Set<String> {
        var names = Set(job.needs)
        // Each job stands after those that it needs.
        for other in (run.plan.jobs ?? []).reversed() where names.contains(other.name) { names.formUnion(other.needs) }
        return names
    }

    /// Why a job is not begun; `nil` when it is.
    private func reasonNotToBegin(
        _ job: PlannedJob,
        in context: EvaluationContext
    ) throws(ExpressionError) -> AgentTask.Change? {
        if let reason = job.skipped { return .skipped(tasks.first { $0.step.job == job.id }?.step.skipped ?? reason) }
        if let condition = job.condition, try !condition.holds(in: context) {
            let hangsOnStatus = context.status != .success && !condition.expression.hasStatusFunction
            return hangsOnStatus
                ? reasonInNeeds(of: job, context.status) : .skipped(condition.reasonToSkip(stepsOf: job.title))
        }
        if job.condition == nil, context.status != .success { return reasonInNeeds(of: job, context.status) }
        return failedSibling(of: job).map { .cancelled("Job '\($0.title)' failed") }
    }

    private func reasonInNeeds(of job: PlannedJob, _ status: EvaluationContext.Ending) -> AgentTask.Change {
        let names = status == .failure ? ancestors(of: job) : Set(job.needs)
        let cause = (run.plan.jobs ?? []).first { names.contains($0.name) && endings[$0.id]?.result == status }
        let title = cause?.title ?? job.needs.joined(separator: ", ")
        return status == .failure ? .cancelled("Job '\(title)' failed") : .skipped("Job '\(title)' was not done")
    }

    /// Fails the first step that is not done, and gives the others up.
    private mutating func refuse(_ progress: JobProgress, because reason: String) {
        let open = progress.tasks.filter { !tasks[$0].state.isFinal && tasks[$0].state != .running }
        guard let first = open.first, !isCancelled(progress.job) else { return }
        refuse(first, because: reason)
        giveUp(open.dropFirst(), because: "Step '\(tasks[first].step.id)' failed")
    }

    private mutating func ending(
        of job: PlannedJob,
        after progress: JobProgress
    ) -> EvaluationContext.JobFacts {
        var facts = EvaluationContext.JobFacts(result: .success)
        if isCancelled(job) || progress.tasks.contains(where: { tasks[$0].wasStopped }) { facts.result = .cancelled }
        if progress.failed != nil { facts.result = job.continuesOnError ? .success : .failure }
        do throws(PlanError) {
            let resolver = StepResolver(step: job.id, context: progress.context, mayDefer: false)
            facts.outputs = try resolver.inputs(job.outputs).compactMapValues(\.known)
        } catch {
            guard !job.continuesOnError else { return facts }
            facts.result = .failure
            failures[job.id] =
                failures[job.id] ?? "An output of job '\(job.title)' cannot be computed. \(error.message)"
        }
        return facts
    }
}
