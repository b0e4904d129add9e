internal import Foundation
internal import GRDB

/// The turns of teams in the journal, so that they outlive any crash, and hold for all processes of Behest.
public struct JournalTurnLog: TurnLog {
    private let journal: SQLiteJournal
    private let worker: WorkerIdentity

    /// Makes a log of a journal.
    ///
    /// - Parameters:
    ///   - journal: Where the turns are kept.
    ///   - worker: Who asks for them.
    public init(_ journal: SQLiteJournal, worker: WorkerIdentity = .current) {
        self.journal = journal
        self.worker = worker
    }

    /// The turns of a task in their order.
    public func turns(of task: AgentTask.ID) async throws -> [TeamTurn] {
        try await journal.read { database in
            try Row.fetchAll(database, sql: "SELECT * FROM turns WHERE task = ? ORDER BY number", arguments: [task])
                .map(TeamTurn.init)
        }
    }

    /// Looks for somebody to take a turn, and records who it is.
    public func begin(
        _ request: TurnRequest,
        choosing choose: @escaping @Sendable (TeamLoad) -> TeamChoice
    ) async throws -> TeamTurn {
        let moment = journal.now().asRecorded
        let liveness = WorkerLiveness(observer: worker, uptime: Uptime.seconds)
        return try await journal.write { database in
            try database.checkClaim(of: request.run, request.claim)
            let known = try database.openTurn(request)
            let load = try database.load(besides: known?.row, request, liveness)
            var turn = try known?.turn ?? database.newTurn(request, at: moment)
            let before = turn
            turn.take(choose(load), under: request.claim, at: moment)
            guard turn != before || known == nil else { return turn }
            let candidates = try CanonicalJSON.text(of: request.candidates)
            if let known {
                try database.update(turn, row: known.row, candidates: candidates)
            } else {
                try database.insert(turn, of: request.run, candidates: candidates)
            }
            // Who has not been given to anybody is not vouched for yet.
            if turn.state != .waiting || turn.member != nil {
                let what = turn.state == .running ? "given to \(turn.member ?? "")" : turn.state.rawValue
                try database.note(what, on: "turn", turn.id, at: moment, of: AuditedRecord(.turnState, turn.id))
            }
            return turn
        }
    }

    /// Records how a turn ended.
    public func end(_ turn: TeamTurn, _ ending: TurnEnding) async throws {
        let moment = journal.now().asRecorded
        try await journal.write { database in
            let sql = "SELECT turns.*, turns.rowid AS place_in_table FROM turns WHERE id = ?"
            guard let row = try Row.fetchOne(database, sql: sql, arguments: [turn.id]) else {
                throw JournalError(.notFound, "There is no turn '\(turn.id)' in the journal.")
            }
            try database.checkClaim(of: row["run"], turn.claim)
            var ended = try TeamTurn(row)
            guard ended.isOpen else {
                throw IllegalTransition(subject: "turn \(turn.id)", state: ended.state.rawValue, wanted: "ended")
            }
            ended.end(ending, at: moment)
            try database.update(ended, row: row["place_in_table"], candidates: row["candidates"])
            let record = AuditedRecord(.turnState, ended.id)
            try database.note(ended.state.rawValue, on: "turn", ended.id, at: moment, of: record)
        }
    }

    /// Records that the step as a whole has failed.
    public func settle(_ task: AgentTask.ID, of run: RunRecord.ID, claim: Int) async throws {
        let moment = journal.now().asRecorded
        try await journal.write { database in
            try database.checkClaim(of: run, claim)
            let ids = try String.fetchAll(
                database,
                sql: "SELECT id FROM turns WHERE task = ? AND state IN ('failed', 'lost') AND settled = 0",
                arguments: [task]
            )
            for id in ids {
                try database.execute(sql: "UPDATE turns SET settled = 1 WHERE id = ?", arguments: [id])
                try database.note("settled", on: "turn", id, at: moment, of: AuditedRecord(.turnState, id))
            }
        }
    }
}

extension SQLiteJournal {
    /// The turns of teams in a run, by their tasks, in their order.
    public func turns(ofRun run: RunRecord.ID) async throws -> [AgentTask.ID: [TeamTurn]] {
        let turns = try await read { database in
            try Row.fetchAll(database, sql: "SELECT * FROM turns WHERE run = ? ORDER BY task, number", arguments: [run])
                .map(TeamTurn.init)
        }
        return Dictionary(grouping: turns, by: \.task)
    }
}

extension Database {
    fileprivate func checkClaim(of run: RunRecord.ID, _ claim: Int) throws {
        let sql = "SELECT claim = ? FROM runs WHERE id = ?"
        guard try Bool.fetchOne(self, sql: sql, arguments: [claim, run]) == true else {
            throw ClaimLost(claim: RunClaim(run: run, worker: "", number: claim))
        }
    }

    fileprivate func openTurn(_ request: TurnRequest) throws -> (row: Int64, turn: TeamTurn)? {
        let row = try Row.fetchOne(
            self,
            sql: """
                SELECT turns.*, turns.rowid AS place_in_table FROM turns
                WHERE task = ? AND place = ? AND state IN ('waiting', 'running')
                """,
            arguments: [request.task, request.place]
        )
        return try row.map { ($0["place_in_table"], try TeamTurn($0)) }
    }

    fileprivate func newTurn(_ request: TurnRequest, at moment: Date) throws -> TeamTurn {
        let sql = "SELECT count(*) FROM turns WHERE task = ?"
        let number = try Int.fetchOne(self, sql: sql, arguments: [request.task]) ?? 0
        return TeamTurn(request, number: number + 1, at: moment)
    }

    /// How busy everybody is; what a dead worker was at, or one that has lost the run, does not count.
    fileprivate func load(
        besides own: Int64?,
        _ request: TurnRequest,
        _ liveness: WorkerLiveness
    ) throws -> TeamLoad {
        var load = TeamLoad()
        var isAlive: [String: Bool] = [:]
        let rows = try Row.fetchCursor(
            self,
            sql: """
                SELECT turns.rowid AS place_in_table, turns.state, turns.member, turns.candidates, runs.worker
                FROM turns JOIN runs ON runs.id = turns.run JOIN tasks ON tasks.id = turns.task
                WHERE turns.state IN ('waiting', 'running') AND turns.claim = runs.claim
                AND tasks.state NOT IN ('succeeded', 'failed', 'dead', 'cancelled', 'skipped')
                """
        )
        while let row = try rows.next() {
            let place: Int64 = row["place_in_table"]
            guard place != own, let holder: String = row["worker"] else { continue }
            if isAlive[holder] == nil { isAlive[holder] = try worker(holder).map(liveness.isAlive) ?? false }
            guard isAlive[holder] == true else { continue }
            if row["state"] == TeamTurn.State.running.rawValue, let member: String = row["member"] {
                load.open[member, default: 0] += 1
            } else if place < own ?? .max {
                for name in try CanonicalJSON.value([String].self, from: row["candidates"]) {
                    load.ahead[name, default: 0] += 1
                }
            }
        }
        load.sameTask = Set(
            try String.fetchAll(
                self,
                sql: "SELECT member FROM turns WHERE task = ? AND place <> ? AND member IS NOT NULL AND settled = 0",
                arguments: [request.task, request.place]
            )
        )
        return load
    }

    fileprivate func insert(_ turn: TeamTurn, of run: RunRecord.ID, candidates: String) throws {
        try execute(
            sql: """
                INSERT INTO turns (id, task, run, number, place, idempotencyKey, input, asked, candidates)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                turn.id, turn.task, run, turn.number, turn.place, turn.idempotencyKey, turn.input,
                turn.askedAt.timeIntervalSince1970, candidates,
            ]
        )
        try update(turn, row: lastInsertedRowID, candidates: candidates)
    }

    fileprivate func update(_ turn: TeamTurn, row: Int64, candidates: String) throws {
        try execute(
            sql: """
                UPDATE turns SET member = ?, state = ?, reason = ?, claim = ?, attempts = ?, outputs = ?, summary = ?,
                error = ?, settled = ?, ended = ?, candidates = ? WHERE rowid = ?
                """,
            arguments: [
                turn.member, turn.state.rawValue, turn.reason, turn.claim, turn.attempts,
                try CanonicalJSON.text(of: turn.outputs), turn.summary, turn.error, turn.isSettled,
                turn.endedAt?.timeIntervalSince1970, candidates, row,
            ]
        )
    }
}

extension TeamTurn {
    fileprivate init(_ row: Row) throws {
        let request = TurnRequest(
            run: row["run"],
            task: row["task"],
            claim: row["claim"],
            place: row["place"],
            input: row["input"],
            idempotencyKey: row["idempotencyKey"],
            candidates: []
        )
        self.init(request, number: row["number"], at: Date(timeIntervalSince1970: row["asked"]))
        let word: String = row["state"]
        guard let state = State(rawValue: word) else {
            throw JournalError(.damaged, "'\(word)' is not a state. The journal was written by a newer version.")
        }
        self.state = state
        member = row["member"]
        reason = row["reason"]
        attempts = row["attempts"]
        outputs = try CanonicalJSON.value([String: JSONValue].self, from: row["outputs"])
        summary = row["summary"]
        error = row["error"]
        isSettled = row["settled"]
        endedAt = (row["ended"] as Double?).map(Date.init(timeIntervalSince1970:))
    }
}
