/// Something that is recorded for the first time, or in place of what was there.
public enum JournalEntry: Sendable, Hashable {
    /// An utterance, before anything tries to understand it.
    case utterance(UtteranceRecord)
    /// What a recogniser made of an utterance.
    case transcript(TranscriptRecord)
    /// That a speech endpoint was asked for the words of an utterance.
    case attempt(TranscriptionAttemptRecord)
    /// What was decided about an utterance; if it waited, it does so no longer.
    case decision(DecisionRecord)
    /// A run with all its tasks, as that of a worker if one is given.
    case run(RunRecord, tasks: [AgentTask], worker: WorkerRecord?)
    /// Where the conversation with the person stands.
    case conversation(String)
}

extension Journal {
    /// Records one thing.
    public func record(_ entry: JournalEntry) async throws { try await record([entry]) }

    /// Records an utterance, before anything tries to understand it.
    public func record(_ utterance: UtteranceRecord) async throws { try await record(.utterance(utterance)) }

    /// Records what a recogniser made of an utterance.
    public func record(_ transcript: TranscriptRecord) async throws { try await record(.transcript(transcript)) }

    /// Records what was decided about an utterance; if it waited, it does so no longer.
    public func record(_ decision: DecisionRecord) async throws { try await record(.decision(decision)) }

    /// Records a run with all its tasks, as those of a worker if one is given.
    public func record(_ run: RunRecord, tasks: [AgentTask], by worker: WorkerRecord? = nil) async throws {
        try await record(.run(run, tasks: tasks, worker: worker))
    }
}
