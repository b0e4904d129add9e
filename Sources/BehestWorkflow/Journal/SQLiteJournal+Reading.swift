import Foundation
internal import GRDB

extension SQLiteJournal {
    /// The utterance of an identifier, if there is one.
    public func utterance(_ id: UtteranceRecord.ID) async throws -> UtteranceRecord? {
        try await read { database in
            try Row.fetchOne(database, sql: "SELECT * FROM utterances WHERE id = ?", arguments: [id])
                .map(UtteranceRecord.init)
        }
    }

    /// The last transcript of an utterance, if there is one.
    public func transcript(of utterance: UtteranceRecord.ID) async throws -> TranscriptRecord? {
        try await read { database in
            try Row.fetchOne(
                database,
                sql: "SELECT * FROM transcripts WHERE utterance = ? ORDER BY id DESC LIMIT 1",
                arguments: [utterance]
            ).map(TranscriptRecord.init)
        }
    }

    /// The last decision about an utterance, if there is one.
    public func decision(on utterance: UtteranceRecord.ID) async throws -> DecisionRecord? {
        try await read { database in
            try Row.fetchOne(
                database,
                sql: "SELECT * FROM decisions WHERE utterance = ? ORDER BY id DESC LIMIT 1",
                arguments: [utterance]
            ).map(DecisionRecord.init)
        }
    }

    /// The decisions about an utterance in their order; several when several commands were said in one breath.
    public func decisions(on utterance: UtteranceRecord.ID) async throws -> [DecisionRecord] {
        try await read { database in
            try Row.fetchAll(
                database,
                sql: "SELECT * FROM decisions WHERE utterance = ? ORDER BY id",
                arguments: [utterance]
            ).map(DecisionRecord.init)
        }
    }

    /// The run of an identifier, if there is one.
    public func run(_ id: RunRecord.ID) async throws -> RunRecord? {
        try await runs(where: "id = ?", [id]).first
    }

    /// The runs whose identifiers begin so, at most two: enough to tell whether the prefix names one.
    public func runs(withPrefix prefix: String) async throws -> [RunRecord] {
        // Identifiers are small letters and digits, all of which stand before '~'.
        try await runs(where: "id >= ?1 AND id < ?1 || '~' ORDER BY id LIMIT 2", [prefix])
    }

    /// What SQLite takes the index of open runs for: word for word the index's own condition.
    static let isOpen = "state IN ('held', 'ready', 'running')"

    /// The runs, newest first, at most so many; without those that cannot be read.
    public func runs(limit: Int) async throws -> [RunRecord] {
        try await readableRuns(where: "true ORDER BY number DESC LIMIT ?", [max(0, limit)])
    }

    /// The utterances that were kept but neither led to a run nor were refused or asked about, oldest first.
    public func undecidedUtterances() async throws -> [UtteranceRecord] {
        try await read { database in
            try Row.fetchAll(
                database,
                sql: "SELECT * FROM utterances WHERE settled = 0 ORDER BY rowid"
            ).map(UtteranceRecord.init)
        }
    }

    /// Where the conversation stood when it was last kept.
    public func conversation() async throws -> String? {
        try await read { database in try String.fetchOne(database, sql: "SELECT state FROM conversation") }
    }

    /// The tasks of a run in their order.
    public func tasks(of run: RunRecord.ID) async throws -> [AgentTask] {
        try await read { try $0.tasks(of: run) }
    }

    /// What happened to a run or a task or an utterance, oldest first.
    public func events(of subject: String) async throws -> [JournalEvent] {
        try await read { database in
            try Row.fetchAll(
                database,
                sql: "SELECT * FROM events WHERE subjectID = ? ORDER BY id",
                arguments: [subject]
            ).map(JournalEvent.init)
        }
    }

    /// Runs of which one that is damaged does not hide the others.
    private func readableRuns(where condition: String, _ arguments: StatementArguments) async throws -> [RunRecord] {
        try await read { database in
            try Row.fetchAll(database, sql: "SELECT * FROM runs WHERE \(condition)", arguments: arguments)
                .compactMap { try? RunRecord($0) }
        }
    }

    private func runs(where condition: String, _ arguments: StatementArguments) async throws -> [RunRecord] {
        try await read { database in
            try Row.fetchAll(database, sql: "SELECT * FROM runs WHERE \(condition)", arguments: arguments)
                .map(RunRecord.init)
        }
    }
}

extension Database {
    /// The tasks of a run in their order.
    func tasks(of run: RunRecord.ID) throws -> [AgentTask] {
        try Row.fetchAll(self, sql: "SELECT * FROM tasks WHERE run = ? ORDER BY position", arguments: [run])
            .map(AgentTask.init)
    }
}
