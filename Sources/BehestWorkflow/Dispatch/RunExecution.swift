/// One run while it is carried out.
struct RunExecution {
    private let run: RunRecord
    private let utterance: Assignment.Utterance
    private var tasks: [AgentTask]
    private let dispatcher: Dispatcher
    private var context: EvaluationContext

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
        for index in tasks.indices {
            if !tasks[index].state.isFinal {
                try await carryOut(index)
            }
            context.outputs[tasks[index].step.id] = tasks[index].outputs
            switch tasks[index].state {
            case .failed where !tasks[index].step.continuesOnError:
                try await cancelRest(after: index, because: "Step '\(tasks[index].step.id)' failed")
                let said = "Step '\(tasks[index].step.id)' failed: \(tasks[index].error ?? "no reason was given")"
                return try await finish(.failed, said: said)
            case .cancelled:
                try await cancelRest(after: index, because: "The run was cancelled")
                let outcome = try await finish(.cancelled, said: "Cancelled.")
                try Task.checkCancellation()
                return outcome
            default: break
            }
        }
        return try await finish(.succeeded, said: closingWords())
    }

    private mutating func carryOut(_ index: Int) async throws {
        if tasks[index].state == .running { try await apply(.interrupted, to: index) }
        if tasks[index].state == .waiting { try await apply(.readied, to: index) }
        guard !Task.isCancelled else { return try await apply(.cancelled("The run was cancelled"), to: index) }
        let resolved: PlannedStep
        do throws(PlanError) {
            resolved = try tasks[index].step.resolved(in: context, mayDefer: false)
        } catch {
            // Refused before an agent saw it; the attempt is recorded with the step as the plan has it.
            try await apply(.started(tasks[index].step), to: index)
            return try await apply(.failed(error.message, outputs: [:]), to: index)
        }
        try await apply(.started(resolved), to: index)
        try await apply(try await attempt(tasks[index]), to: index)
    }

    /// Lets the agent do the task, and says what came of it.
    private func attempt(_ task: AgentTask) async throws -> AgentTask.Change {
        guard let agent = dispatcher.agents[task.step.agent] else {
            return .failed("There is no agent '\(task.step.agent)' here. Name another one in the pack.", outputs: [:])
        }
        let assignment = Assignment(task, workspace: run.plan.workspace, utterance: utterance)
        do {
            let result = try await StepTimeLimit(task.step.timeout, clock: dispatcher.clock).perform {
                try await agent.perform(assignment)
            }
            guard let result else {
                return .failed("It took longer than \(task.step.timeoutInWords) and was stopped.", outputs: [:])
            }
            if let failure = result.failure { return .failed(failure, outputs: result.outputs) }
            return .succeeded(outputs: result.outputs, summary: result.summary)
        } catch {
            if error is CancellationError || Task.isCancelled {
                return .cancelled("It was stopped because the run was cancelled")
            }
            return .failed(String(describing: error), outputs: [:])
        }
    }

    private mutating func cancelRest(after index: Int, because reason: String) async throws {
        for rest in tasks.indices where rest > index && !tasks[rest].state.isFinal {
            try await apply(.cancelled(reason), to: rest)
        }
    }

    private mutating func apply(_ change: AgentTask.Change, to index: Int) async throws {
        tasks[index] = try await dispatcher.journal.apply(change, toTask: tasks[index].id)
    }

    private func finish(_ state: RunState, said: String) async throws -> RunOutcome {
        let run = try await dispatcher.journal.apply(.finished(state, said: said), toRun: run.id)
        return RunOutcome(run: run, tasks: tasks)
    }

    /// What the pack says at the end; what the last step did when the pack says nothing.
    private func closingWords() -> String {
        if let say = run.plan.say, let value = try? say.evaluate(in: context) { return value.value.asText }
        return tasks.last { $0.state == .succeeded }?.summary ?? "Done."
    }
}

extension PlannedStep {
    fileprivate var timeoutInWords: String {
        if timeoutMinutes < 1 {
            let seconds = (timeoutMinutes * 60_000).rounded() / 1000
            return "\(JSONValue.number(seconds).asText) seconds"
        }
        return timeoutMinutes == 1 ? "a minute" : "\(JSONValue.number(timeoutMinutes).asText) minutes"
    }
}
