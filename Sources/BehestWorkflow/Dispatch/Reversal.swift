/// What takes a run's steps back: the plan of their `undo` steps, the last that was done first.
struct Reversal {
    /// The plan; `nil` when nothing that was done can be taken back.
    let plan: Plan?

    init(of run: RunRecord, _ tasks: [AgentTask]) throws(PlanError) {
        var steps: [PlannedStep] = []
        for job in run.plan.jobs.map({ $0.map(Optional.some) }) ?? [nil] {
            let indices = tasks.indices.filter { tasks[$0].step.job == job?.id }
            var context = run.plan.context
            context.runID = run.id
            context.utteranceID = run.utterance
            context.matrix = job?.matrix ?? [:]
            if let job { context.addEnvironment(job.environment) }
            var progress = JobProgress(job: job, tasks: indices, context: context)
            for index in indices { progress.note(tasks[index]) }
            for index in indices where tasks[index].state == .succeeded {
                for step in (tasks[index].step.undo ?? []).reversed() {
                    var undo = try step.resolved(in: progress.context, mayDefer: false)
                    undo.id = "undo-\(tasks[index].step.path.replacing("/", with: "-"))"
                    if steps.contains(where: { $0.id == undo.id }) { undo.id += "-\(steps.count + 1)" }
                    undo.job = nil
                    // One that fails must not keep the others from being done.
                    undo.condition = try? Condition("always()")
                    steps.append(undo)
                }
            }
        }
        guard !steps.isEmpty else {
            plan = nil
            return
        }
        var plan = run.plan
        plan.words = "undo: \(run.plan.words)"
        plan.steps = steps.reversed()
        plan.jobs = nil
        plan.say = Self.say(about: run.plan.words)
        plan.offer = nil
        self.plan = plan
    }

    /// What is said when it is done; `nil` for words that would be an expression.
    private static func say(about words: String) -> TextTemplate? {
        TextTemplate.hasExpression(words) ? nil : try? TextTemplate("Taken back: \(words).")
    }
}

extension Dispatcher {
    /// Records a run that takes back what another one has done, step by step.
    ///
    /// - Parameter id: The run that has come to its end.
    /// - Returns: The new run, for this process to carry out; `nil` when nothing of it can be taken back.
    /// - Throws: ``ResumptionError`` when it has not come to its end; `PlanError`; ``JournalError``.
    public func reverse(_ id: RunRecord.ID) async throws -> RunRecord? {
        guard let plan = try await reversal(of: id) else { return nil }
        return try await record(plan, utterance: try await journal.run(id)?.utterance)
    }

    /// The plan that takes back what a run has done, step by step; nothing is recorded.
    ///
    /// - Parameter id: The run that has come to its end.
    /// - Returns: The plan; `nil` when nothing of it can be taken back.
    /// - Throws: ``ResumptionError`` when it has not come to its end; `PlanError`; ``JournalError``.
    public func reversal(of id: RunRecord.ID) async throws -> Plan? {
        guard let run = try await journal.run(id) else {
            throw JournalError(.notFound, "There is no run '\(id)'. See 'behest tasks list'.")
        }
        guard run.state.isFinal else { throw ResumptionError.notEnded(id, run.state) }
        return try Reversal(of: run, try await journal.tasks(of: id)).plan
    }
}
