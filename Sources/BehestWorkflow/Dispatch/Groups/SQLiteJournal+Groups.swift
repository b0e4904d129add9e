internal import Foundation
internal import GRDB

/// What is not done at the same time.
extension SQLiteJournal {
    /// Lets a run or a job enter its group, if there is room; else it is in the line from now on.
    ///
    /// Those that wait for a worker that is dead are passed over; those that are in the group stay in it until they are
    /// taken up and come to their end.
    public func enter(
        _ request: GroupRequest,
        under claim: RunClaim,
        _ liveness: WorkerLiveness
    ) async throws -> GroupAnswer {
        let moment = now().asRecorded
        return try await write { database in
            let holds = try Bool.fetchOne(
                database,
                sql: "SELECT worker = ? AND claim = ? FROM runs WHERE id = ?",
                arguments: [claim.worker, claim.number, claim.run]
            )
            guard holds == true else { throw ClaimLost(claim: claim) }
            let own = try database.entry(of: request, at: moment)
            guard own.entered == nil else { return .entered }
            let name = request.concurrency.group.value.asText
            if request.concurrency.cancelsInProgress {
                try database.execute(
                    sql: """
                        UPDATE groupEntries SET cancelReason = ?
                        WHERE name = ? AND left IS NULL AND id < ? AND run <> ? AND cancelReason IS NULL
                        """,
                    arguments: ["Something newer of '\(name)' began", name, own.id, request.run]
                )
            }
            let admission = try database.admission(to: request.concurrency, name: name, liveness, at: moment)
            guard admission.mayEnter(own.id, at: moment) else { return .waits }
            try database.execute(
                sql: "UPDATE groupEntries SET entered = ? WHERE id = ?",
                arguments: [moment.timeIntervalSince1970, own.id]
            )
            try database.note("entered '\(name)'", on: "run", request.run, at: moment)
            return .entered
        }
    }
}

extension Database {
    /// Takes a run or a job out of its group.
    func leaveGroup(of run: RunRecord.ID, job: String, at moment: Date) throws {
        try execute(
            sql: "UPDATE groupEntries SET left = ? WHERE run = ? AND job = ? AND left IS NULL",
            arguments: [moment.timeIntervalSince1970, run, job]
        )
    }

    fileprivate func entry(of request: GroupRequest, at moment: Date) throws -> (id: Int64, entered: Double?) {
        try execute(
            sql: """
                INSERT OR IGNORE INTO groupEntries (name, run, job, urgency, asked) VALUES (?, ?, ?, ?, ?)
                """,
            arguments: [
                request.concurrency.group.value.asText, request.run, request.job, request.urgency,
                moment.timeIntervalSince1970,
            ]
        )
        let row = try Row.fetchOne(
            self,
            sql: "SELECT id, entered FROM groupEntries WHERE run = ? AND job = ?",
            arguments: [request.run, request.job]
        )
        guard let row else { throw JournalError(.damaged, "The run '\(request.run)' has no place in its group.") }
        return (row["id"], row["entered"])
    }

    fileprivate func admission(
        to concurrency: PlannedConcurrency,
        name: String,
        _ liveness: WorkerLiveness,
        at moment: Date
    ) throws -> GroupAdmission {
        var admission = GroupAdmission(
            limit: concurrency.limit ?? 1,
            rate: concurrency.rate,
            active: 0,
            entered: [],
            waiting: []
        )
        let rows = try Row.fetchAll(
            self,
            sql: """
                SELECT groupEntries.*, runs.worker FROM groupEntries JOIN runs ON runs.id = run
                WHERE name = ? AND left IS NULL
                """,
            arguments: [name]
        )
        for row in rows {
            guard row["entered"] as Double? == nil else {
                admission.active += 1
                continue
            }
            guard let holder: String = row["worker"], try worker(holder).map(liveness.isAlive) ?? false else {
                continue
            }
            let asked = Date(timeIntervalSince1970: row["asked"])
            admission.waiting.append(.init(id: row["id"], urgency: row["urgency"], asked: asked))
        }
        if let rate = concurrency.rate {
            admission.entered = try Double.fetchAll(
                self,
                sql: "SELECT entered FROM groupEntries WHERE name = ? AND entered > ?",
                arguments: [name, moment.timeIntervalSince1970 - rate.seconds]
            ).map(Date.init(timeIntervalSince1970:))
        }
        return admission
    }
}
