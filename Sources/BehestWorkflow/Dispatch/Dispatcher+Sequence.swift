extension Dispatcher {
    /// The run that has to succeed before another one that has not begun, if there is one.
    func predecessor(of run: RunRecord) async throws -> RunRecord? {
        guard run.state == .ready, let id = run.follows else { return nil }
        return try await journal.run(id)
    }

    /// Ends a run of which nothing has been done, because the one before it did not succeed.
    func giveUp(_ run: RunRecord, because first: RunRecord) async throws -> RunOutcome {
        let reason = "Not done, because '\(first.plan.words)' before it was not done"
        var tasks = try await journal.tasks(of: run.id)
        for index in tasks.indices where !tasks[index].state.isFinal {
            tasks[index] = try await journal.apply(.cancelled(reason), toTask: tasks[index].id)
        }
        let run = try await journal.apply(.finished(.cancelled, said: reason + "."), toRun: run.id)
        return RunOutcome(run: run, tasks: tasks)
    }
}
