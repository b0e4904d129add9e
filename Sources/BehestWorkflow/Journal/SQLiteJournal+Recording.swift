import Foundation
internal import GRDB

extension SQLiteJournal {
    /// Records things in their order: either all of them or nothing.
    public func record(_ entries: [JournalEntry]) async throws {
        guard !entries.isEmpty else { return }
        let moment = now().asRecorded
        try await write { database in
            for entry in entries { try database.record(entry, at: moment) }
        }
    }
}

extension Database {
    fileprivate func record(_ entry: JournalEntry, at moment: Date) throws {
        switch entry {
        case .utterance(let utterance): try record(utterance, at: moment)
        case .transcript(let transcript): try record(transcript, at: moment)
        case .attempt(let attempt): try record(attempt)
        case .decision(let decision): try record(decision, at: moment)
        case .run(let run, let tasks, let worker):
            if let worker { try note(worker) }
            try insert(run, worker: worker?.identity.id)
            if let utterance = run.utterance { try settle(utterance) }
            for task in tasks { try insert(task) }
            try note("recorded", on: "run", run.id, at: moment, of: AuditedRecord(.run, run.id))
        case .conversation(let state):
            try execute(sql: "INSERT OR REPLACE INTO conversation (id, state) VALUES (1, ?)", arguments: [state])
        }
    }

    private func record(_ utterance: UtteranceRecord, at moment: Date) throws {
        try execute(
            sql: "INSERT INTO utterances (id, source, start, duration, audioPath, created) VALUES (?, ?, ?, ?, ?, ?)",
            arguments: [
                utterance.id, utterance.source, utterance.start.inSeconds, utterance.duration.inSeconds,
                utterance.audioPath, utterance.createdAt.timeIntervalSince1970,
            ]
        )
        try note("recorded", on: "utterance", utterance.id, at: moment, of: AuditedRecord(.utterance, utterance.id))
    }

    private func record(_ transcript: TranscriptRecord, at moment: Date) throws {
        try execute(
            sql: """
                INSERT INTO transcripts (utterance, model, text, meanLogProbability, duration) VALUES (?, ?, ?, ?, ?)
                """,
            arguments: [
                transcript.utterance, transcript.model, transcript.text, transcript.meanLogProbability,
                transcript.duration.inSeconds,
            ]
        )
        let record = AuditedRecord(.transcript, lastInsertedRowID)
        try note("transcribed", on: "utterance", transcript.utterance, at: moment, of: record)
    }

    private func record(_ attempt: TranscriptionAttemptRecord) throws {
        try execute(
            sql: """
                INSERT INTO transcriptionAttempts (utterance, endpoint, number, cause, began, duration, outcome)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                attempt.utterance, attempt.endpoint, attempt.number, attempt.cause,
                attempt.began.timeIntervalSince1970, attempt.duration.inSeconds, attempt.outcome,
            ]
        )
    }

    private func record(_ decision: DecisionRecord, at moment: Date) throws {
        try execute(sql: "DELETE FROM waitingUtterances WHERE utterance = ?", arguments: [decision.utterance])
        if decision.verdict != .act { try settle(decision.utterance) }
        try execute(
            sql: "INSERT INTO decisions (utterance, decision, reason, intent, slots) VALUES (?, ?, ?, ?, ?)",
            arguments: [
                decision.utterance, decision.verdict.rawValue, decision.reason, decision.intent,
                try CanonicalJSON.text(of: decision.slots),
            ]
        )
        let record = AuditedRecord(.decision, lastInsertedRowID)
        try note("decided: \(decision.verdict.rawValue)", on: "utterance", decision.utterance, at: moment, of: record)
    }

    /// Takes down that an utterance has led to a run or to an answer.
    private func settle(_ utterance: UtteranceRecord.ID) throws {
        try execute(sql: "UPDATE utterances SET settled = 1 WHERE id = ? AND settled = 0", arguments: [utterance])
    }

    func insert(_ run: RunRecord, worker: String?) throws {
        try execute(
            sql: """
                INSERT INTO runs
                    (id, utterance, follows, resumes, intent, plan, state, created, finished, said, worker, urgency,
                    heldUntil)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                run.id, run.utterance, run.follows, run.resumes, run.plan.intent, try CanonicalJSON.text(of: run.plan),
                run.state.rawValue, run.createdAt.timeIntervalSince1970, run.finishedAt?.timeIntervalSince1970,
                run.said, worker, run.plan.priority?.urgency ?? 0,
                run.state == .held ? run.createdAt.timeIntervalSince1970 + Dispatcher.approvalTime : nil,
            ]
        )
    }

    func insert(_ task: AgentTask) throws {
        try execute(
            sql: """
                INSERT INTO tasks
                    (id, run, position, step, agent, input, state, attempts, outputs, summary, error, idempotencyKey)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                task.id, task.run, task.position, task.step.id, task.step.agent, try CanonicalJSON.text(of: task.step),
                task.state.rawValue, task.attempts, try CanonicalJSON.text(of: task.outputs), task.summary, task.error,
                task.idempotencyKey,
            ]
        )
    }
}
