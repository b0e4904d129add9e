public import Foundation
internal import GRDB

/// What is kept of the ways to a transcript.
extension SQLiteJournal {
    /// Records that an utterance could not be transcribed, and waits to be tried once more.
    public func postpone(
        _ utterance: UtteranceRecord.ID,
        triedAt moment: Date,
        because reason: String
    ) async throws {
        let recorded = now().asRecorded
        try await write { database in
            try database.execute(
                sql: """
                    INSERT INTO waitingUtterances (utterance, tries, tried, reason) VALUES (?, 1, ?, ?)
                    ON CONFLICT (utterance) DO UPDATE
                    SET tries = tries + 1, tried = excluded.tried, reason = excluded.reason
                    """,
                arguments: [utterance, moment.timeIntervalSince1970, reason]
            )
            try database.note("postponed", on: "utterance", utterance, at: recorded)
        }
    }

    /// The times that speech endpoints were asked for the words of an utterance, in their order.
    public func transcriptionAttempts(
        at utterance: UtteranceRecord.ID
    ) async throws -> [TranscriptionAttemptRecord] {
        try await read { database in
            try Row.fetchAll(
                database,
                sql: "SELECT * FROM transcriptionAttempts WHERE utterance = ? ORDER BY id",
                arguments: [utterance]
            ).map(TranscriptionAttemptRecord.init)
        }
    }

    /// The utterances that wait to be transcribed, oldest first.
    public func waitingUtterances() async throws -> [WaitingUtterance] {
        try await read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT * FROM waitingUtterances JOIN utterances ON utterances.id = waitingUtterances.utterance
                    WHERE NOT EXISTS (SELECT 1 FROM runs WHERE runs.utterance = utterances.id)
                    ORDER BY created, utterances.rowid
                    """
            ).map(WaitingUtterance.init)
        }
    }
}
