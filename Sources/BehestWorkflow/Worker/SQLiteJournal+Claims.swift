internal import GRDB

/// Who carries runs out.
extension SQLiteJournal {
    /// Records that a worker is alive.
    public func note(_ worker: WorkerRecord) async throws {
        try await write { try $0.note(worker) }
    }

    /// Gives a worker the right to carry a run out, if that can be done and no other one that is alive has it.
    public func claim(
        _ run: RunRecord.ID,
        by worker: WorkerRecord,
        _ liveness: WorkerLiveness
    ) async throws -> RunClaim? {
        try await write { database in
            guard
                let row = try Row.fetchOne(
                    database,
                    sql: """
                        SELECT worker, claim FROM runs WHERE id = ? AND state IN ('ready', 'running') AND (
                            follows IS NULL OR state = 'running'
                            OR (SELECT state FROM runs AS first WHERE first.id = runs.follows) = 'succeeded'
                        )
                        """,
                    arguments: [run]
                )
            else { return nil }
            if let holder: String = row["worker"], holder != worker.identity.id,
                let other = try database.worker(holder), liveness.isAlive(other)
            {
                return nil
            }
            try database.note(worker)
            let claim = RunClaim(run: run, worker: worker.identity.id, number: row["claim"] + 1)
            try database.execute(
                sql: "UPDATE runs SET worker = ?, claim = ? WHERE id = ?",
                arguments: [claim.worker, claim.number, run]
            )
            return claim
        }
    }

    /// Gives the right to carry a run out back, so that anybody may take it up.
    public func release(_ claim: RunClaim) async throws {
        try await write { database in
            try database.execute(
                sql: "UPDATE runs SET worker = NULL WHERE id = ? AND worker = ? AND claim = ?",
                arguments: [claim.run, claim.worker, claim.number]
            )
        }
    }

    /// The runs that can be carried out and that no living worker has, at most so many; the most urgent and oldest first.
    public func abandonedRuns(
        _ liveness: WorkerLiveness,
        _ scope: AbandonedRuns,
        limit: Int
    ) async throws -> [RunRecord.ID] {
        try await read { database in
            var isAlive: [String: Bool] = [:]
            let rows = try Row.fetchCursor(
                database,
                sql: """
                    SELECT id, worker FROM runs WHERE state IN ('ready', 'running') AND NOT EXISTS (
                        SELECT 1 FROM runs AS first WHERE first.id = runs.follows
                        AND first.state NOT IN ('succeeded', 'failed', 'cancelled')
                    )
                    ORDER BY \(JournalSchema.placeInLine), number
                    """
            )
            var abandoned: [RunRecord.ID] = []
            while abandoned.count < limit, let row = try rows.next() {
                guard let holder: String = row["worker"] else {
                    if scope == .anybodys { abandoned.append(row["id"]) }
                    continue
                }
                if isAlive[holder] == nil {
                    isAlive[holder] = try database.worker(holder).map(liveness.isAlive) ?? false
                }
                if isAlive[holder] == false || scope == .leftOver && holder == liveness.observer.id {
                    abandoned.append(row["id"])
                }
            }
            return abandoned
        }
    }

    /// What is known of a run by whoever has claimed it.
    public func takenUp(_ claim: RunClaim) async throws -> TakenRun {
        let found = try await read { database -> TakenRun? in
            guard let standing = try database.standing(under: claim) else { return nil }
            let run = try database.run(claim.run)
            let utterance = try run.utterance.flatMap {
                try Row.fetchOne(database, sql: "SELECT * FROM utterances WHERE id = ?", arguments: [$0])
            }
            let transcript = try run.utterance.flatMap {
                try Row.fetchOne(
                    database,
                    sql: "SELECT * FROM transcripts WHERE utterance = ? ORDER BY id DESC LIMIT 1",
                    arguments: [$0]
                )
            }
            return TakenRun(
                run: run,
                tasks: try database.tasks(of: run.id),
                utterance: utterance.map(UtteranceRecord.init),
                transcript: transcript.map(TranscriptRecord.init),
                standing: standing
            )
        }
        guard let found else { throw ClaimLost(claim: claim) }
        return found
    }

    /// Asks whoever carries a run out to give it up.
    public func requestCancellation(of run: RunRecord.ID, because reason: String) async throws {
        let moment = now().asRecorded
        try await write { database in
            guard try !database.run(run).state.isFinal else { return }
            try database.execute(
                sql: "UPDATE runs SET cancelReason = ? WHERE id = ? AND cancelReason IS NULL",
                arguments: [reason, run]
            )
            if database.changesCount == 1 {
                try database.note("asked to be cancelled", on: "run", run, at: moment)
            }
        }
    }

    /// How a run stands beside its tasks.
    public func standing(under claim: RunClaim) async throws -> RunStanding {
        guard let found = try await read({ try $0.standing(under: claim) }) else { throw ClaimLost(claim: claim) }
        return found
    }
}

extension Database {
    /// How a run stands beside its tasks; `nil` when the claim no longer holds.
    fileprivate func standing(under claim: RunClaim) throws -> RunStanding? {
        var standing = RunStanding()
        let row = try Row.fetchOne(
            self,
            sql: "SELECT cancelReason FROM runs WHERE id = ? AND worker = ? AND claim = ?",
            arguments: [claim.run, claim.worker, claim.number]
        )
        guard let row else { return nil }
        standing.cancelled = row["cancelReason"]
        let rows = try Row.fetchAll(
            self,
            sql: "SELECT job, entered, cancelReason FROM groupEntries WHERE run = ? AND left IS NULL",
            arguments: [claim.run]
        )
        for row in rows {
            if row["entered"] as Double? != nil { standing.entered.insert(row["job"]) }
            if let reason: String = row["cancelReason"] { standing.cancelledJobs[row["job"]] = reason }
        }
        return standing
    }

    func note(_ worker: WorkerRecord) throws {
        try execute(
            sql: "INSERT OR REPLACE INTO workers (id, identity, deadline) VALUES (?, ?, ?)",
            arguments: [worker.identity.id, try CanonicalJSON.text(of: worker.identity), worker.deadline]
        )
    }

    func worker(_ id: String) throws -> WorkerRecord? {
        let row = try Row.fetchOne(self, sql: "SELECT identity, deadline FROM workers WHERE id = ?", arguments: [id])
        // One that cannot be read gives no sign of life.
        guard let row, let identity = try? CanonicalJSON.value(WorkerIdentity.self, from: row["identity"]) else {
            return nil
        }
        return WorkerRecord(identity: identity, deadline: row["deadline"])
    }
}
