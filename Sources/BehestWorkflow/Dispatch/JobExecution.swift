/// One job while it is carried out; a plan without jobs is one job without a name.
struct JobExecution {
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

    /// How long a step may still take.
    func limit(for step: PlannedStep) -> Duration {
        guard let job else { return step.timeout }
        return min(step.timeout, max(.zero, job.timeout - elapsed))
    }

    /// Takes what has become of a step into account.
    mutating func note(_ task: AgentTask) {
        let ending: EvaluationContext.Ending =
            switch task.state {
            case .succeeded: .success
            case .failed: .failure
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
    /// Why a step was stopped that took too long.
    func reasonToStop(_ step: PlannedStep) -> String {
        guard let job, limit(for: step) < step.timeout else {
            return "It took longer than \(step.timeoutMinutes.inWords) and was stopped."
        }
        return "Its job took longer than \(job.timeoutMinutes.inWords) and was stopped."
    }
}

extension Double {
    /// So many minutes in words.
    fileprivate var inWords: String {
        if self < 1 {
            let seconds = (self * 60_000).rounded() / 1000
            return "\(JSONValue.number(seconds).asText) seconds"
        }
        return self == 1 ? "a minute" : "\(JSONValue.number(self).asText) minutes"
    }
}
