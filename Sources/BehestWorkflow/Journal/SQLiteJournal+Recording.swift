import Foundation
internal import GRDB

extension SQLiteJournal {
    /// Records an utterance, before anything tries to understand it.
    public func record(_ utterance: UtteranceRecord) async throws {
        let moment = now().asRecorded
        try await write { database in
            try database.execute(
                sql: """
                    INSERT INTO utterances (id, source, start, duration, audioPath, created) VALUES (?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    utterance.id, utterance.source, utterance.start.inSeconds, utterance.duration.inSeconds,
                    utterance.audioPath, utterance.createdAt.timeIntervalSince1970,
                ]
            )
            let record = AuditedRecord(.utterance, utterance.id)
            try database.note("recorded", on: "utterance", utterance.id, at: moment, of: record)
        }
    }

    /// Records what a recogniser made of an utterance.
    public func record(_ transcript: TranscriptRecord) async throws {
        let moment = now().asRecorded
        try await write { database in
            try database.execute(
                sql: """
                    INSERT INTO transcripts (utterance, model, text, meanLogProbability, duration)
                    VALUES (?, ?, ?, ?, ?)
                    """,
                arguments: [
                    transcript.utterance, transcript.model, transcript.text, transcript.meanLogProbability,
                    transcript.duration.inSeconds,
                ]
            )
            let record = AuditedRecord(.transcript, database.lastInsertedRowID)
            try database.note("transcribed", on: "utterance", transcript.utterance, at: moment, of: record)
        }
    }

    /// Records what was decided about an utterance; if it waited, it does so no longer.
    public func record(_ decision: DecisionRecord) async throws {
        let moment = now().asRecorded
        try await write { database in
            try database.execute(
                sql: "DELETE FROM waitingUtterances WHERE utterance = ?",
                arguments: [decision.utterance]
            )
            try database.execute(
                sql: "INSERT INTO decisions (utterance, decision, reason, intent, slots) VALUES (?, ?, ?, ?, ?)",
                arguments: [
                    decision.utterance, decision.verdict.rawValue, decision.reason, decision.intent,
                    try CanonicalJSON.text(of: decision.slots),
                ]
            )
            let record = AuditedRecord(.decision, database.lastInsertedRowID)
            let what = "decided: \(decision.verdict.rawValue)"
            try database.note(what, on: "utterance", decision.utterance, at: moment, of: record)
        }
    }

    /// Records runs with all their tasks, as those of a worker: either all of it or nothing.
    public func record(_ runs: [(run: RunRecord, tasks: [AgentTask])], by worker: WorkerRecord?) async throws {
        let moment = now().asRecorded
        try await write { database in
            if let worker { try database.note(worker) }
            for (run, tasks) in runs {
                try database.insert(run, worker: worker?.identity.id)
                for task in tasks { try database.insert(task) }
                try database.note("recorded", on: "run", run.id, at: moment, of: AuditedRecord(.run, run.id))
            }
        }
    }

    /// Keeps where the conversation stands.
    public func keep(conversation state: String) async throws {
        try await write { database in
            try database.execute(
                sql: "INSERT OR REPLACE INTO conversation (id, state) VALUES (1, ?)",
                arguments: [state]
            )
        }
    }
}

extension Database {
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
