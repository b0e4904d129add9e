internal import Foundation
internal import GRDB

extension SQLiteJournal {
    /// Looks whether all events are as they were recorded, and the records that they vouch for.
    ///
    /// - Parameter known: a hash that was the last one at some time, kept somewhere else; `nil` for none.
    /// - Returns: what was found.
    /// - Throws: ``JournalError`` when the journal cannot be read.
    public func audit(holding known: String? = nil) async throws -> Audit {
        try await read { database in
            var auditor = Auditor(database: database)
            var holdsKnown = known == nil || known == auditor.chain.head
            let events = try Row.fetchCursor(database, sql: "SELECT * FROM events ORDER BY id")
            while let event = try events.next() {
                try auditor.take(event)
                if auditor.chain.head == known { holdsKnown = true }
            }
            try auditor.finish()
            if let known, !holdsKnown {
                auditor.findings.append(AuditFinding(kind: .otherChain, event: nil, subject: known))
            }
            return Audit(events: auditor.count, head: auditor.chain.head, findings: auditor.findings)
        }
    }
}

/// Goes through the events of a journal.
private struct Auditor {
    let database: Database
    var chain = AuditChain()
    var count = 0
    var findings: [AuditFinding] = []
    private var isBroken = false
    /// The last event about the state of each run and task, which alone is how it stands.
    private var latest: [String: (event: Int64, subject: String, digest: String)] = [:]

    init(database: Database) { self.database = database }

    mutating func take(_ row: Row) throws {
        count += 1
        let number: Int64 = row["id"]
        let link = AuditChain.Link(row)
        let subject = "\(link.subjectKind) \(link.subjectID)"
        let hash: String? = row["hash"]
        let expected = chain.append(link)
        if !isBroken, hash != expected {
            isBroken = true
            findings.append(
                AuditFinding(kind: hash == nil ? .unchained : .brokenChain, event: number, subject: subject)
            )
        }
        // What is right after a break is still told.
        if let hash { chain = AuditChain(after: hash) }
        guard let name = link.record, let record = AuditedRecord(name: name), let digest = link.digest else { return }
        guard !record.part.changes else {
            latest[name] = (number, subject, digest)
            return
        }
        try compare(record, digest, number, subject)
    }

    mutating func finish() throws {
        for (name, last) in latest.sorted(by: { $0.value.event < $1.value.event }) {
            guard let record = AuditedRecord(name: name) else { continue }
            try compare(record, last.digest, last.event, last.subject)
        }
        findings.sort { ($0.event ?? .max) < ($1.event ?? .max) }
    }

    private mutating func compare(_ record: AuditedRecord, _ digest: String, _ event: Int64, _ subject: String) throws {
        let present = try record.digest(in: database)
        guard present != digest else { return }
        let kind: AuditFinding.Kind = present == nil ? .lostRecord : .changedRecord
        findings.append(AuditFinding(kind: kind, event: event, subject: subject))
    }
}

extension AuditChain.Link {
    fileprivate init(_ row: Row) {
        self.init(
            at: row["at"],
            subjectKind: row["subjectKind"],
            subjectID: row["subjectID"],
            what: row["what"],
            record: row["record"],
            digest: row["digest"]
        )
    }
}

extension Database {
    /// Adds an event to the end of the chain.
    ///
    /// - Parameters:
    ///   - what: what happened.
    ///   - kind: to what kind of thing.
    ///   - id: to which one.
    ///   - moment: when.
    ///   - record: the row that was written with it.
    /// - Throws: `DatabaseError` when it cannot be written.
    func note(
        _ what: String,
        on kind: String,
        _ id: String,
        at moment: Date,
        of record: AuditedRecord? = nil
    ) throws {
        let last = try String.fetchOne(self, sql: "SELECT hash FROM events ORDER BY id DESC LIMIT 1")
        var chain = last.map(AuditChain.init(after:)) ?? AuditChain()
        let link = AuditChain.Link(
            at: moment.timeIntervalSince1970,
            subjectKind: kind,
            subjectID: id,
            what: what,
            record: record?.name,
            digest: try record?.digest(in: self)
        )
        try execute(
            sql: """
                INSERT INTO events (at, subjectKind, subjectID, what, record, digest, hash) VALUES (?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [link.at, kind, id, what, link.record, link.digest, chain.append(link)]
        )
    }

    /// Links the events that were written before there was a chain.
    func linkEvents() throws {
        try execute(sql: "DROP TRIGGER eventsAreNotChanged")
        try execute(sql: "ALTER TABLE events ADD COLUMN record TEXT")
        try execute(sql: "ALTER TABLE events ADD COLUMN digest TEXT")
        try execute(sql: "ALTER TABLE events ADD COLUMN hash TEXT")
        var chain = AuditChain()
        let events = try Row.fetchCursor(self, sql: "SELECT * FROM events ORDER BY id")
        let statement = try makeStatement(sql: "UPDATE events SET hash = ? WHERE id = ?")
        while let event = try events.next() {
            let number: Int64 = event["id"]
            try statement.execute(arguments: [chain.append(AuditChain.Link(event)), number])
        }
        for act in ["UPDATE", "DELETE"] {
            try execute(
                sql: """
                    CREATE TRIGGER eventsAreNot\(act == "UPDATE" ? "Changed" : "Deleted") BEFORE \(act) ON events
                    BEGIN SELECT RAISE(ABORT, 'events are never changed'); END
                    """
            )
        }
    }
}
