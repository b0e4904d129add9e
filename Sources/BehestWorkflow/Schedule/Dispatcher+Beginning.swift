extension Dispatcher {
    /// Records a run that was begun from outside, and leaves it to whoever carries runs out.
    ///
    /// - Parameters:
    ///   - plan: The plan; it must be complete. If it is to be agreed to, it waits for that.
    ///   - source: What began it.
    ///   - occurrence: What the delivery is known by.
    /// - Returns: The run that the delivery began, now or when it came before.
    /// - Throws: ``JournalError`` when it could not be recorded; then nothing is done.
    public func begin(_ plan: Plan, by source: RunBeginning.Source, _ occurrence: String) async throws -> RunRecord.ID {
        // There is nobody to be asked now.
        let (run, tasks) = prepare(plan, utterance: nil, held: plan.confirmation == .always)
        return try await journal.record(run, tasks: tasks, begunBy: source, occurrence)
    }

    /// The run that a delivery has begun, if it has.
    public func run(begunBy source: RunBeginning.Source, _ occurrence: String) async throws -> RunRecord.ID? {
        try await journal.run(begunBy: source, occurrence)
    }
}
