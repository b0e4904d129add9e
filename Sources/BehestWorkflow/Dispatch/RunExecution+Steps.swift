/// Doing the steps of a job, one after the other.
extension RunExecution {
    mutating func carryOut(_ execution: inout JobExecution) async throws {
        for index in execution.tasks {
            if !tasks[index].state.isFinal { try await carryOut(index, of: &execution) }
            execution.note(tasks[index])
        }
        guard let failed = execution.failed, execution.job?.continuesOnError != true, failure == nil else { return }
        let place = execution.job.map { " of '\($0.title)'" } ?? ""
        failure = "Step '\(failed.step.id)'\(place) failed: \(failed.error ?? "no reason was given")"
    }

    private mutating func carryOut(_ index: Int, of execution: inout JobExecution) async throws {
        if tasks[index].state == .running { try await apply(.interrupted, to: index) }
        guard !isCancelled else { return try await apply(.cancelled(AgentTask.runCancelled), to: index) }
        let step = tasks[index].step
        let reason: AgentTask.Change?
        do throws(ExpressionError) {
            reason = try execution.reasonNotToDo(step)
        } catch {
            return try await refuse(index, because: PlanError(expression: error, step: step.id).message)
        }
        if let reason { return try await apply(reason, to: index) }
        let resolved: PlannedStep
        do throws(PlanError) {
            resolved = try step.resolvedToBeDone(in: execution.context)
        } catch {
            return try await refuse(index, because: error.message)
        }
        if tasks[index].state == .waiting { try await apply(.readied, to: index) }
        try await apply(.started(resolved), to: index)
        var change = AgentTask.Change.interrupted
        execution.elapsed += try await dispatcher.clock.measure { [execution] in
            change = try await attempt(tasks[index], in: execution)
        }
        try await apply(change, to: index)
    }

    /// Whether the run was cancelled, now or before it was left.
    var isCancelled: Bool { Task.isCancelled || tasks.contains(where: \.wasCancelled) }

    /// Refuses a step before an agent sees it; the attempt is recorded with the step as the plan has it.
    mutating func refuse(_ index: Int, because reason: String) async throws {
        if tasks[index].state == .running { try await apply(.interrupted, to: index) }
        if tasks[index].state == .waiting { try await apply(.readied, to: index) }
        try await apply(.started(tasks[index].step), to: index)
        try await apply(.failed(reason, outputs: [:]), to: index)
    }

    /// Lets the agent do the task, and says what came of it.
    private func attempt(_ task: AgentTask, in execution: JobExecution) async throws -> AgentTask.Change {
        guard let agent = dispatcher.agents[task.step.agent] else {
            return .failed("There is no agent '\(task.step.agent)' here. Name another one in the pack.", outputs: [:])
        }
        let assignment = Assignment(task, workspace: run.plan.workspace, utterance: utterance)
        let limit = execution.limit(for: task.step)
        // A step that would be stopped at once is not begun.
        guard limit > .zero else { return .failed(execution.reasonToStop(task.step), outputs: [:]) }
        do {
            let result = try await StepTimeLimit(limit, clock: dispatcher.clock).perform {
                try await agent.perform(assignment, events: .none)
            }
            guard let result else { return .failed(execution.reasonToStop(task.step), outputs: [:]) }
            if let failure = result.failure { return .failed(failure, outputs: result.outputs) }
            return .succeeded(outputs: result.outputs, summary: result.summary)
        } catch {
            if error is CancellationError || Task.isCancelled {
                return .cancelled("It was stopped because the run was cancelled")
            }
            return .failed(String(describing: error), outputs: [:])
        }
    }
}

extension AgentTask {
    /// Why a task was given up when its run was.
    static let runCancelled = "The run was cancelled"

    /// Whether it was given up because the run was cancelled, begun or not.
    var wasCancelled: Bool { state == .cancelled && (attempts > 0 || error == Self.runCancelled) }
}

extension PlannedStep {
    /// The step with all its values, and the environment that it shares with others.
    fileprivate func resolvedToBeDone(in context: EvaluationContext) throws(PlanError) -> PlannedStep {
        var step = try resolved(in: context, mayDefer: false)
        step.environment.merge(context.environment.mapValues(PlannedInput.known)) { own, _ in own }
        return step
    }
}
