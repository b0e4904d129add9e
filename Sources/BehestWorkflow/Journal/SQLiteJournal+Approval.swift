internal import Crypto
public import Foundation
internal import GRDB

/// Runs that wait for a person's yes.
extension SQLiteJournal {
    /// Records that a person agreed to the plan of some hash, and gives the run to a worker.
    public func approve(
        _ id: RunRecord.ID,
        planHash hash: String,
        at moment: Date,
        by worker: WorkerRecord
    ) async throws -> RunRecord {
        let moment = moment.asRecorded
        let verdict = try await write { database -> Result<RunRecord, ApprovalError> in
            var run = try database.run(id)
            guard run.state == .held else { return .failure(.notHeld(id, run.state)) }
            let row = try Row.fetchOne(database, sql: "SELECT heldUntil, plan FROM runs WHERE id = ?", arguments: [id])
            if let until: Double = row?["heldUntil"], until < moment.timeIntervalSince1970 {
                return .failure(.expired(id))
            }
            guard let plan: String = row?["plan"], PlanHash.hash(ofText: plan) == hash else {
                return .failure(.otherPlan(id))
            }
            try database.note(worker)
            try database.execute(
                sql: "UPDATE runs SET worker = ?, planHash = ? WHERE id = ?",
                arguments: [worker.identity.id, hash, id]
            )
            try run.apply(.released, at: moment)
            try database.update(run, from: .held, at: moment)
            return .success(run)
        }
        return try verdict.get()
    }

    /// The runs for whose yes the time is over.
    public func expiredRuns(at moment: Date) async throws -> [RunRecord.ID] {
        try await read { database in
            try String.fetchAll(
                database,
                sql: "SELECT id FROM runs WHERE \(Self.isOpen) AND state = 'held' AND heldUntil < ?",
                arguments: [moment.timeIntervalSince1970]
            )
        }
    }
}

/// What tells one plan from every other.
public enum PlanHash {
    /// The hash of a plan: SHA-256 over its JSON, in hexadecimal digits.
    public static func hash(of plan: Plan) -> String { hash(ofText: plan.json) }

    static func hash(ofText text: String) -> String {
        SHA256.hash(data: Data(text.utf8)).hexadecimal
    }
}
