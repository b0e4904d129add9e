public import Foundation
internal import GRDB

/// Runs that began without words.
extension SQLiteJournal {
    /// Takes schedules down that are not known yet, as if they had been dealt with until now.
    public func keep(
        _ schedules: [WorkflowSchedule],
        removing removed: [WorkflowSchedule],
        at moment: Date,
        replacing: Bool
    ) async throws -> [WorkflowSchedule.ID: Date] {
        try await write { database in
            for schedule in removed { try database.forgetSchedule(schedule.id) }
            let kept = Set(schedules.map(\.id))
            if replacing {
                for intent in Set(schedules.map(\.intent)) {
                    let sql = "SELECT id FROM schedules WHERE intent = ?"
                    for id in try String.fetchAll(database, sql: sql, arguments: [intent]) where !kept.contains(id) {
                        try database.forgetSchedule(id)
                    }
                }
            }
            var through: [WorkflowSchedule.ID: Date] = [:]
            for schedule in schedules { through[schedule.id] = try database.keep(schedule, at: moment) }
            return through
        }
    }

    /// Records that times of a schedule were dealt with, and the runs that they begin: either all of it or nothing.
    public func fire(
        _ schedule: WorkflowSchedule,
        from expected: Date,
        through: Date,
        _ beginnings: [(time: Date, run: RunRecord, tasks: [AgentTask])]
    ) async throws -> [RunRecord]? {
        let moment = now().asRecorded
        return try await write { database in
            try database.execute(
                sql: "UPDATE schedules SET through = ? WHERE id = ? AND through = ?",
                arguments: [through.timeIntervalSince1970, schedule.id, expected.timeIntervalSince1970]
            )
            guard database.changesCount == 1 else { return nil }
            var runs: [RunRecord] = []
            for (time, run, tasks) in beginnings {
                let source = RunBeginning.Source.schedule(schedule.id)
                let occurrence = time.formatted(.iso8601)
                guard try database.runBegun(by: source, occurrence) == nil else { continue }
                try database.begin(run, tasks, by: source, occurrence, at: moment)
                runs.append(run)
            }
            return runs
        }
    }

    /// Records a run that was begun from outside, unless the same delivery has begun one.
    public func record(
        _ run: RunRecord,
        tasks: [AgentTask],
        begunBy source: RunBeginning.Source,
        _ occurrence: String
    ) async throws -> RunRecord.ID {
        let moment = now().asRecorded
        return try await write { database in
            if let earlier = try database.runBegun(by: source, occurrence) { return earlier }
            try database.begin(run, tasks, by: source, occurrence, at: moment)
            return run.id
        }
    }

    /// The run that a delivery has begun, if it has.
    public func run(begunBy source: RunBeginning.Source, _ occurrence: String) async throws -> RunRecord.ID? {
        try await read { try $0.runBegun(by: source, occurrence) }
    }

    /// The last run that something began, if there is one.
    public func lastRun(begunBy source: RunBeginning.Source) async throws -> (run: RunRecord, occurrence: String)? {
        try await read { database in
            let row = try Row.fetchOne(
                database,
                sql: "SELECT run, occurrence FROM beginnings WHERE source = ? ORDER BY at DESC, rowid DESC LIMIT 1",
                arguments: [source.text]
            )
            return try row.map { (try database.run($0["run"]), $0["occurrence"]) }
        }
    }

    /// What began a run; `nil` when somebody said it.
    public func beginning(of run: RunRecord.ID) async throws -> RunBeginning? {
        try await read { database in
            let sql = "SELECT source, occurrence FROM beginnings WHERE run = ?"
            return try Row.fetchOne(database, sql: sql, arguments: [run]).flatMap { row in
                RunBeginning.Source(text: row["source"]).map { RunBeginning(source: $0, occurrence: row["occurrence"]) }
            }
        }
    }
}

extension Database {
    /// The last time of a schedule that was dealt with; now, if it is new.
    fileprivate func keep(_ schedule: WorkflowSchedule, at moment: Date) throws -> Date {
        let sql = "SELECT through FROM schedules WHERE id = ?"
        if let through = try Double.fetchOne(self, sql: sql, arguments: [schedule.id]) {
            return Date(timeIntervalSince1970: through)
        }
        try execute(
            sql: "INSERT INTO schedules (id, intent, cron, zone, slots, through) VALUES (?, ?, ?, ?, ?, ?)",
            arguments: [
                schedule.id, schedule.intent, schedule.schedule.cron.source, schedule.schedule.zone?.identifier,
                try CanonicalJSON.text(of: schedule.schedule.slots), moment.timeIntervalSince1970,
            ]
        )
        return moment.asRecorded
    }

    fileprivate func forgetSchedule(_ id: WorkflowSchedule.ID) throws {
        try execute(sql: "DELETE FROM schedules WHERE id = ?", arguments: [id])
    }

    fileprivate func runBegun(by source: RunBeginning.Source, _ occurrence: String) throws -> RunRecord.ID? {
        try String.fetchOne(
            self,
            sql: "SELECT run FROM beginnings WHERE source = ? AND occurrence = ?",
            arguments: [source.text, occurrence]
        )
    }

    fileprivate func begin(
        _ run: RunRecord,
        _ tasks: [AgentTask],
        by source: RunBeginning.Source,
        _ occurrence: String,
        at moment: Date
    ) throws {
        try insert(run, worker: nil)
        for task in tasks { try insert(task) }
        try execute(
            sql: "INSERT INTO beginnings (source, occurrence, run, at) VALUES (?, ?, ?, ?)",
            arguments: [source.text, occurrence, run.id, moment.timeIntervalSince1970]
        )
        try note("recorded", on: "run", run.id, at: moment, of: AuditedRecord(.run, run.id))
        try note("begun by \(source.text), \(occurrence)", on: "run", run.id, at: moment)
    }
}
