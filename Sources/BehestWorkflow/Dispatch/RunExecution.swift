/// One run while it is carried out: its jobs in order, or its steps where it has no jobs.
struct RunExecution {
    let run: RunRecord
    let utterance: Assignment.Utterance
    let dispatcher: Dispatcher
    var tasks: [AgentTask]
    /// What all jobs can refer to.
    var context: EvaluationContext
    /// What the jobs done so far have come to, by their names in the plan.
    var endings: [String: EvaluationContext.JobFacts] = [:]
    /// Why the run will have failed in the end; `nil` as long as it will not.
    var failure: String?

    init(run: RunRecord, utterance: Assignment.Utterance, tasks: [AgentTask], dispatcher: Dispatcher) {
        self.run = run
        self.utterance = utterance
        self.tasks = tasks
        self.dispatcher = dispatcher
        context = run.plan.context
        context.runID = run.id
        context.utteranceID = utterance.id
    }

    mutating func carryOut() async throws -> RunOutcome {
        if let environment = run.plan.environment {
            do throws(PlanError) {
                var resolver = StepResolver(step: run.plan.intent, context: context, mayDefer: false)
                _ = try resolver.environment(environment)
                context = resolver.context
            } catch {
                try await giveUp(Array(tasks.indices), because: error.message)
                return try await finish(.failed, said: error.message)
            }
        }
        if let jobs = run.plan.jobs {
            for job in jobs { try await carryOut(job) }
            context.needs = facts(of: Set(jobs.map(\.name)))
        } else {
            var execution = JobExecution(job: nil, tasks: Array(tasks.indices), context: context)
            try await carryOut(&execution)
            context.steps = execution.context.steps
        }
        if tasks.contains(where: \.wasCancelled) {
            let outcome = try await finish(.cancelled, said: "Cancelled.")
            try Task.checkCancellation()
            return outcome
        }
        if let failure { return try await finish(.failed, said: failure) }
        return try await finish(.succeeded, said: closingWords())
    }

    mutating func giveUp(_ indices: some Sequence<Int>, because reason: String) async throws {
        for index in indices where !tasks[index].state.isFinal { try await apply(.cancelled(reason), to: index) }
    }

    mutating func apply(_ change: AgentTask.Change, to index: Int) async throws {
        tasks[index] = try await dispatcher.journal.apply(change, toTask: tasks[index].id)
    }

    private func finish(_ state: RunState, said: String) async throws -> RunOutcome {
        let run = try await dispatcher.journal.apply(.finished(state, said: said), toRun: run.id)
        return RunOutcome(run: run, tasks: tasks)
    }

    /// What the pack says at the end; what the last step did when the pack says nothing.
    private func closingWords() -> String {
        if let say = run.plan.say, let value = try? say.evaluate(in: context) { return value.value.asText }
        if let last = tasks.last(where: { $0.state == .succeeded }) { return last.summary ?? "Done." }
        return tasks.contains { $0.state == .skipped } ? "There was nothing to do." : "Done."
    }
}
