/// Doing the jobs of a plan, one after the other.
extension RunExecution {
    mutating func carryOut(_ job: PlannedJob) async throws {
        let indices = tasks.indices.filter { tasks[$0].step.job == job.id }
        var context = context
        context.needs = facts(of: Set(job.needs))
        context.status = status(before: job)
        var execution = JobExecution(job: job, tasks: indices, context: context)
        var reason: AgentTask.Change?
        do throws(ExpressionError) {
            reason = isCancelled ? nil : try reasonNotToBegin(job, in: context)
        } catch {
            try await refuse(execution, because: "The condition of job '\(job.title)' cannot be computed: \(error)")
        }
        if let reason {
            for index in indices where !tasks[index].state.isFinal { try await apply(reason, to: index) }
            endings[job.id] = EvaluationContext.JobFacts(result: .skipped)
            return
        }
        execution.context.status = .success
        execution.context.matrix = job.matrix ?? [:]
        do throws(PlanError) {
            var resolver = StepResolver(step: job.id, context: execution.context, mayDefer: false)
            _ = try resolver.environment(job.environment)
            execution.context = resolver.context
        } catch {
            try await refuse(execution, because: error.message)
        }
        try await carryOut(&execution)
        endings[job.id] = ending(of: job, after: execution)
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
        let siblings = (run.plan.jobs ?? []).filter { $0.name == job.name && endings[$0.id]?.result == .failure }
        guard job.failsFast == true, let failed = siblings.first else { return nil }
        return .cancelled("Job '\(failed.title)' failed")
    }

    private func reasonInNeeds(of job: PlannedJob, _ status: EvaluationContext.Ending) -> AgentTask.Change {
        let names = status == .failure ? ancestors(of: job) : Set(job.needs)
        let cause = (run.plan.jobs ?? []).first { names.contains($0.name) && endings[$0.id]?.result == status }
        let title = cause?.title ?? job.needs.joined(separator: ", ")
        return status == .failure ? .cancelled("Job '\(title)' failed") : .skipped("Job '\(title)' was not done")
    }

    /// Fails the first step that is not done, and gives the others up.
    private mutating func refuse(_ execution: JobExecution, because reason: String) async throws {
        let open = execution.tasks.filter { !tasks[$0].state.isFinal }
        guard let first = open.first, !isCancelled else { return }
        try await refuse(first, because: reason)
        try await giveUp(open.dropFirst(), because: "Step '\(tasks[first].step.id)' failed")
    }

    private mutating func ending(
        of job: PlannedJob,
        after execution: JobExecution
    ) -> EvaluationContext.JobFacts {
        var facts = EvaluationContext.JobFacts(result: .success)
        if execution.tasks.contains(where: { tasks[$0].wasCancelled }) { facts.result = .cancelled }
        if execution.failed != nil { facts.result = job.continuesOnError ? .success : .failure }
        do throws(PlanError) {
            let resolver = StepResolver(step: job.id, context: execution.context, mayDefer: false)
            facts.outputs = try resolver.inputs(job.outputs).compactMapValues(\.known)
        } catch {
            guard !job.continuesOnError else { return facts }
            facts.result = .failure
            failure = failure ?? "An output of job '\(job.title)' cannot be computed. \(error.message)"
        }
        return facts
    }
}
