import Foundation
internal import GRDB

/// How records stand in the rows of the tables.
extension UtteranceRecord {
    init(_ row: Row) {
        self.init(
            id: row["id"],
            source: row["source"],
            start: .seconds(row["start"] as Double),
            duration: .seconds(row["duration"] as Double),
            audioPath: row["audioPath"],
            createdAt: Date(timeIntervalSince1970: row["created"])
        )
    }
}

extension TranscriptRecord {
    init(_ row: Row) {
        self.init(
            utterance: row["utterance"],
            model: row["model"],
            text: row["text"],
            meanLogProbability: row["meanLogProbability"],
            duration: .seconds(row["duration"] as Double)
        )
    }
}

extension TranscriptionAttemptRecord {
    init(_ row: Row) {
        self.init(
            utterance: row["utterance"],
            endpoint: row["endpoint"],
            number: row["number"],
            cause: row["cause"],
            began: Date(timeIntervalSince1970: row["began"]),
            duration: .seconds(row["duration"] as Double),
            outcome: row["outcome"]
        )
    }
}

extension WaitingUtterance {
    init(_ row: Row) {
        self.init(
            utterance: UtteranceRecord(row),
            tries: row["tries"],
            triedAt: Date(timeIntervalSince1970: row["tried"]),
            reason: row["reason"]
        )
    }
}

extension DecisionRecord {
    init(_ row: Row) throws {
        self.init(
            utterance: row["utterance"],
            verdict: try row.word("decision"),
            reason: row["reason"],
            intent: row["intent"],
            slots: try row.json("slots")
        )
    }
}

extension RunRecord {
    init(_ row: Row) throws {
        self.init(
            id: row["id"],
            utterance: row["utterance"],
            follows: row["follows"],
            resumes: row["resumes"],
            plan: try row.json("plan"),
            state: try row.word("state"),
            createdAt: Date(timeIntervalSince1970: row["created"]),
            finishedAt: (row["finished"] as Double?).map(Date.init(timeIntervalSince1970:)),
            said: row["said"]
        )
    }
}

extension AgentTask {
    init(_ row: Row) throws {
        self.init(
            run: row["run"],
            position: row["position"],
            step: try row.json("input"),
            state: try row.word("state"),
            idempotencyKey: row["idempotencyKey"]
        )
        attempts = row["attempts"]
        outputs = try row.json("outputs")
        summary = row["summary"]
        error = row["error"]
        interruptions = row["interruptions"]
        if let from: Double = row["waitFrom"], let until: Double = row["waitUntil"] {
            wait = Wait(from: Date(timeIntervalSince1970: from), until: Date(timeIntervalSince1970: until))
        }
        elapsed = .microseconds(row["elapsed"] as Int)
    }
}

extension JournalEvent {
    init(_ row: Row) {
        self.init(
            at: Date(timeIntervalSince1970: row["at"]),
            subjectKind: row["subjectKind"],
            subjectID: row["subjectID"],
            what: row["what"]
        )
    }
}

extension Row {
    fileprivate func json<Value: Decodable>(_ column: String) throws -> Value {
        try CanonicalJSON.value(Value.self, from: self[column])
    }

    fileprivate func word<Word: RawRepresentable<String>>(_ column: String) throws -> Word {
        let text: String = self[column]
        guard let word = Word(rawValue: text) else {
            throw JournalError(.unreadable, "'\(text)' is not a \(column). The journal was written by a newer version.")
        }
        return word
    }
}

extension Duration {
    /// The length in whole microseconds.
    var inMicroseconds: Int { Int(components.seconds) * 1_000_000 + Int(components.attoseconds / 1_000_000_000_000) }

    var inSeconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}

extension Date {
    /// The moment as it comes back from a row, which has a little less precision.
    var asRecorded: Date { Date(timeIntervalSince1970: timeIntervalSince1970) }
}
