internal import Foundation
internal import GRDB

/// Changing runs and tasks that are recorded.
extension SQLiteJournal {
    /// Changes a run.
    public func apply(_ change: RunRecord.Change, toRun id: RunRecord.ID) async throws -> RunRecord {
        let moment = now().asRecorded
        return try await write { database in
            var run = try database.run(id)
            let before = run.state
            try run.apply(change, at: moment)
            try database.update(run, from: before, at: moment)
            return run
        }
    }

    /// Changes a task.
    public func apply(_ change: AgentTask.Change, toTask id: AgentTask.ID) async throws -> AgentTask {
        let moment = now().asRecorded
        return try await write { database in
            guard let row = try Row.fetchOne(database, sql: "SELECT * FROM tasks WHERE id = ?", arguments: [id]) else {
                throw JournalError(.notFound, "There is no task '\(id)'. See 'behest tasks list'.")
            }
            var task = try AgentTask(row)
            let before = TaskUpdate.Position(task)
            try task.apply(change)
            try database.apply(TaskUpdate(task: task, before: before, what: change.name), at: moment)
            return task
        }
    }

    /// Records how far a run has come: either all of it or nothing.
    public func record(_ progress: RunProgress, under claim: RunClaim) async throws {
        let moment = progress.moment.asRecorded
        try await write { database in
            let holds = try Bool.fetchOne(
                database,
                sql: "SELECT worker = ? AND claim = ? FROM runs WHERE id = ?",
                arguments: [claim.worker, claim.number, claim.run]
            )
            guard holds == true else { throw ClaimLost(claim: claim) }
            if progress.begins {
                var run = try database.run(claim.run)
                let before = run.state
                try run.apply(.started, at: moment)
                try database.update(run, from: before, at: moment)
            }
            for update in progress.updates { try database.apply(update, at: moment) }
            for job in progress.left { try database.leaveGroup(of: claim.run, job: job, at: moment) }
            if let run = progress.finished { try database.update(run, from: .running, at: moment) }
        }
    }
}

extension Database {
    func run(_ id: RunRecord.ID) throws -> RunRecord {
        guard let row = try Row.fetchOne(self, sql: "SELECT * FROM runs WHERE id = ?", arguments: [id]) else {
            throw JournalError(.notFound, "There is no run '\(id)'. See 'behest tasks list'.")
        }
        return try RunRecord(row)
    }

    /// Writes how a run stands, if it stood as it is taken to.
    func update(_ run: RunRecord, from before: RunState, at moment: Date) throws {
        try execute(
            sql: "UPDATE runs SET state = ?, finished = ?, said = ? WHERE id = ? AND state = ?",
            arguments: [
                run.state.rawValue, run.finishedAt?.timeIntervalSince1970, run.said, run.id, before.rawValue,
            ]
        )
        guard changesCount == 1 else {
            throw IllegalTransition(subject: "run \(run.id)", state: "not \(before)", wanted: run.state.rawValue)
        }
        try note(run.state.rawValue, on: "run", run.id, at: moment, of: AuditedRecord(.runState, run.id))
    }

    /// Writes how a task stands, if it stood as it is taken to.
    fileprivate func apply(_ update: TaskUpdate, at moment: Date) throws {
        let task = update.task
        var columns = "state = ?, attempts = ?, outputs = ?, summary = ?, error = ?, "
        columns += "interruptions = ?, waitFrom = ?, waitUntil = ?, elapsed = ?"
        var arguments: StatementArguments = [
            task.state.rawValue, task.attempts, try CanonicalJSON.text(of: task.outputs), task.summary, task.error,
            task.interruptions, task.wait?.from.timeIntervalSince1970, task.wait?.until.timeIntervalSince1970,
            task.elapsed.inMicroseconds,
        ]
        if task.state == .running {
            // Only with a start are values computed.
            columns += ", input = ?"
            arguments += [try CanonicalJSON.text(of: task.step)]
        }
        arguments += [task.id, update.before.state.rawValue, update.before.attempts]
        try execute(
            sql: "UPDATE tasks SET \(columns) WHERE id = ? AND state = ? AND attempts = ?",
            arguments: arguments
        )
        guard changesCount == 1 else {
            let wanted = task.state.rawValue
            throw IllegalTransition(subject: "task \(task.id)", state: "not \(update.before.state)", wanted: wanted)
        }
        try note(update.what, on: "task", task.id, at: moment, of: AuditedRecord(.taskState, task.id))
    }
}
