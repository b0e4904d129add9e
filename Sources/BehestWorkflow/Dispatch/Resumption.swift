/// A run taken up again where it failed: what was done stays done, and the rest is tried anew.
///
/// Of each job the steps before the first that was not done are taken over with what they returned; jobs that need one which
/// is done anew are done anew. What is tried anew has the key it had, so that an effect of which only the answer was lost is
/// not made twice; what was done and is to be done once more has a new one.
struct Resumption {
    let run: RunRecord
    let tasks: [AgentTask]

    init(of old: RunRecord, _ oldTasks: [AgentTask], from step: String?, id: RunRecord.ID) throws(ResumptionError) {
        guard old.state.isFinal else { throw .notEnded(old.id, old.state) }
        if let step, !oldTasks.contains(where: { $0.step.path == step }) {
            throw .noStep(step, of: old.id, steps: oldTasks.map(\.step.path))
        }
        guard step != nil || old.state != .succeeded else { throw .nothingFailed(old.id) }
        var renewed: Set<Int> = []
        let jobs: [PlannedJob?] = old.plan.jobs.map { $0.map(Optional.some) } ?? [nil]
        var renewedJobs: Set<String> = []
        for job in jobs {
            let indices = oldTasks.indices.filter { oldTasks[$0].step.job == job?.id }
            let isWhole = job.map { !renewedJobs.isDisjoint(with: $0.needs) } ?? false
            let first =
                isWhole ? indices.first : indices.first { !Self.stays(oldTasks[$0]) || oldTasks[$0].step.path == step }
            guard let first else { continue }
            renewed.formUnion(indices.filter { $0 >= first })
            if let job { renewedJobs.insert(job.name) }
        }
        tasks = oldTasks.map { task in
            let isRenewed = renewed.contains(task.position)
            // As the plan has it: what was computed hangs on what is done anew.
            var new = AgentTask(
                run: id,
                position: task.position,
                step: isRenewed ? old.plan.steps[task.position] : task.step,
                state: .waiting,
                idempotencyKey: isRenewed && task.state == .succeeded
                    ? "\(task.idempotencyKey)#\(id)" : task.idempotencyKey
            )
            guard !isRenewed else { return new }
            new.state = task.state
            new.attempts = task.attempts
            new.interruptions = task.interruptions
            new.outputs = task.outputs
            new.summary = task.summary
            new.error = task.error
            new.elapsed = task.elapsed
            return new
        }
        run = RunRecord(
            id: id,
            utterance: old.utterance,
            resumes: old.id,
            plan: old.plan,
            state: .ready,
            createdAt: old.createdAt
        )
    }

    private static func stays(_ task: AgentTask) -> Bool {
        switch task.state {
        case .succeeded, .skipped: true
        case .failed, .dead: task.step.continuesOnError
        case .waiting, .held, .ready, .running, .cancelled: false
        }
    }
}

/// A run that cannot be taken up again.
public enum ResumptionError: Error, Sendable, Hashable, CustomStringConvertible {
    /// It has not come to its end.
    case notEnded(RunRecord.ID, RunState)
    /// All of it was done, and no step was named.
    case nothingFailed(RunRecord.ID)
    /// It has no such step.
    case noStep(String, of: RunRecord.ID, steps: [String])

    /// What is wrong, and what to do.
    public var description: String {
        switch self {
        case .notEnded(let run, let state):
            "The run '\(run)' is \(state.rawValue) and has not come to its end. Wait for it, or run 'behest tasks cancel \(run)'."
        case .nothingFailed(let run):
            "Nothing of the run '\(run)' has failed. Name the step to do again with --from."
        case .noStep(let step, let run, let steps):
            "The run '\(run)' has no step '\(step)'. Its steps are \(steps.joined(separator: ", "))."
        }
    }
}

extension Dispatcher {
    /// Records a run that takes another one up where it failed.
    ///
    /// - Parameters:
    ///   - id: The run that has come to its end.
    ///   - step: The first step to do anew; `nil` for the first that was not done.
    /// - Returns: The new run, for this process to carry out.
    /// - Throws: ``ResumptionError``; ``JournalError``.
    public func resume(_ id: RunRecord.ID, from step: String? = nil) async throws -> RunRecord {
        guard let old = try await journal.run(id) else {
            throw JournalError(.notFound, "There is no run '\(id)'. See 'behest tasks list'.")
        }
        let resumption = try Resumption(
            of: old,
            try await journal.tasks(of: id),
            from: step,
            id: identifiers.next()
        )
        var run = resumption.run
        run.createdAt = now().asRecorded
        try await journal.record(run, tasks: resumption.tasks, by: presence.record)
        return run
    }
}
