public import Foundation
internal import GRDB

/// What is kept and what was removed.
extension SQLiteJournal {
    /// The utterances that have a recording.
    public func keptRecordings() async throws -> [KeptRecording] {
        try await read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT id, audioPath, created, \(Self.isNeeded) AS isNeeded FROM utterances
                    WHERE audioPath IS NOT NULL ORDER BY rowid
                    """
            ).map { row in
                KeptRecording(
                    utterance: row["id"],
                    path: row["audioPath"],
                    date: Date(timeIntervalSince1970: row["created"]),
                    isNeeded: row["isNeeded"]
                )
            }
        }
    }

    /// When runs came to their end.
    public func ends(of runs: [RunRecord.ID]) async throws -> [RunRecord.ID: Date?] {
        try await read { database in
            let statement = try database.makeStatement(sql: "SELECT finished FROM runs WHERE id = ?")
            var ends: [RunRecord.ID: Date?] = [:]
            for run in runs {
                guard let row = try Row.fetchOne(statement, arguments: [run]) else { continue }
                ends[run] = .some((row["finished"] as Double?).map(Date.init(timeIntervalSince1970:)))
            }
            return ends
        }
    }

    /// Records that things are removed, before they are.
    public func noteRemoval(
        of kind: RemovedThing.Kind,
        _ removals: [RetentionLimits.Removal]
    ) async throws -> [RetentionLimits.Removal] {
        let moment = now().asRecorded
        return try await write { database in
            var noted: [RetentionLimits.Removal] = []
            for removal in removals {
                let subject = removal.item.subject
                if kind == .recording {
                    let sql = "SELECT \(Self.isNeeded) FROM utterances WHERE id = ?"
                    guard try Bool.fetchOne(database, sql: sql, arguments: [subject]) == false else { continue }
                }
                noted.append(removal)
                try database.execute(
                    sql: "INSERT OR IGNORE INTO removals (kind, subject, at, reason) VALUES (?, ?, ?, ?)",
                    arguments: [kind.rawValue, subject, moment.timeIntervalSince1970, removal.reason]
                )
                // One that could not be removed is tried again, and told once.
                guard database.changesCount == 1 else { continue }
                let what = kind == .recording ? "recording" : "logs"
                let owner = kind == .recording ? "utterance" : "run"
                try database.note("\(what) removed: \(removal.reason)", on: owner, subject, at: moment)
            }
            return noted
        }
    }

    /// What became of something that was removed; `nil` when it was not.
    public func removal(of kind: RemovedThing.Kind, _ subject: String) async throws -> RemovedThing? {
        try await read { database in
            let sql = "SELECT at, reason FROM removals WHERE kind = ? AND subject = ?"
            return try Row.fetchOne(database, sql: sql, arguments: [kind.rawValue, subject]).map { row in
                RemovedThing(date: Date(timeIntervalSince1970: row["at"]), reason: row["reason"])
            }
        }
    }

    /// Whether something that goes on needs an utterance's recording: it waits to be transcribed, is not decided about, has a run that
    /// is not at its end, or is talked about.
    private static let isNeeded = """
        (EXISTS (SELECT 1 FROM waitingUtterances WHERE utterance = utterances.id)
        OR EXISTS (
            SELECT 1 FROM runs WHERE runs.utterance = utterances.id
            AND state NOT IN ('succeeded', 'failed', 'cancelled')
        )
        OR NOT EXISTS (SELECT 1 FROM runs WHERE runs.utterance = utterances.id)
        AND NOT EXISTS (
            SELECT 1 FROM decisions WHERE decisions.utterance = utterances.id AND decision <> 'act'
        )
        OR EXISTS (SELECT 1 FROM conversation WHERE instr(state, '"' || utterances.id || '"') > 0))
        """
}
