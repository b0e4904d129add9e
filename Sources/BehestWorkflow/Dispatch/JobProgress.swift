/// One job as far as it has come; a plan without jobs is one job without a name.
struct JobProgress {
    /// The job; `nil` in a plan without jobs.
    let job: PlannedJob?
    /// Its tasks, as places among those of the run.
    let tasks: [Int]
    /// What its steps can refer to.
    var context: EvaluationContext
    /// The first of its steps that failed and may not, if there is one.
    var failed: AgentTask?
    /// How much of its time it has used.
    var elapsed = Duration.zero

    /// How long a step may still take, and go without a sign of life.
    func limits(for step: PlannedStep) -> AttemptLimits {
        var limits = AttemptLimits(
            total: step.timeout,
            start: step.signsOfLife?.start,
            silence: step.signsOfLife?.silence,
            isOfJob: false
        )
        if let job, job.timeout - elapsed < step.timeout {
            limits.total = max(.zero, job.timeout - elapsed)
            limits.isOfJob = true
        }
        limits.named = limits.isOfJob ? job?.timeout ?? step.timeout : step.timeout
        return limits
    }

    /// Takes what has become of a step into account.
    mutating func note(_ task: AgentTask) {
        let ending: EvaluationContext.Ending =
            switch task.state {
            case .succeeded: .success
            case .failed, .dead: .failure
            // What was given up before it began was not done, as GitHub calls it.
            case .cancelled: task.attempts > 0 ? .cancelled : .skipped
            case .skipped, .waiting, .held, .ready, .running: .skipped
            }
        let mayFail = ending == .failure && task.step.continuesOnError
        context.steps[task.step.id] = EvaluationContext.StepFacts(
            outputs: task.outputs,
            outcome: ending,
            conclusion: mayFail ? .success : ending
        )
        guard ending == .failure, !mayFail else { return }
        if failed == nil { failed = task }
        context.status = .failure
    }

    /// Why a step is not done when its job is given up: what asks for that case is done all the same.
    func reasonNotToDo(
        _ step: PlannedStep,
        afterCancellation reason: String
    ) throws(ExpressionError) -> AgentTask.Change? {
        guard step.skipped == nil, let condition = step.condition, condition.expression.hasStatusFunction else {
            return .cancelled(reason)
        }
        var context = context
        context.status = .cancelled
        return try condition.holds(in: context) ? nil : .cancelled(reason)
    }

    /// Why a step is not done: because something before it has failed, or because its condition does not hold.
    func reasonNotToDo(_ step: PlannedStep) throws(ExpressionError) -> AgentTask.Change? {
        if let reason = step.skipped { return .skipped(reason) }
        guard let condition = step.condition else {
            return failed.map { .cancelled("Step '\($0.step.id)' failed") }
        }
        if try condition.holds(in: context) { return nil }
        guard let failed, !condition.expression.hasStatusFunction else { return .skipped(condition.reasonToSkip) }
        return .cancelled("Step '\(failed.step.id)' failed")
    }
}
