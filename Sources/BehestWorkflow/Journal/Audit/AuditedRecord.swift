internal import GRDB

/// A row that an event vouches for.
struct AuditedRecord: Sendable, Hashable {
    /// What of a row stays as it was written, or as it was when the event was.
    enum Part: String, Sendable {
        case utterance, transcript, decision, run
        /// How a run or a task stands; the last event tells how it stands now.
        case runState, taskState
        /// How a turn of a team stands; the last event tells how it stands now.
        case turnState

        var table: String {
            switch self {
            case .utterance: "utterances"
            case .transcript: "transcripts"
            case .decision: "decisions"
            case .run, .runState: "runs"
            case .taskState: "tasks"
            case .turnState: "turns"
            }
        }

        var columns: String {
            switch self {
            case .utterance: "id, source, start, duration, audioPath, created"
            case .transcript: "utterance, model, text, meanLogProbability, duration"
            case .decision: "utterance, decision, reason, intent, slots"
            // The tasks follow from the plan.
            case .run: "id, utterance, follows, intent, plan, created"
            case .runState: "state, finished, said"
            case .taskState: "run, position, agent, input, state, attempts, outputs, summary, error, idempotencyKey"
            case .turnState:
                "task, number, place, member, state, reason, input, attempts, idempotencyKey, outputs, summary, error, settled"
            }
        }

        /// Whether later events say otherwise, so that only the last one counts.
        var changes: Bool { self == .runState || self == .taskState || self == .turnState }
    }

    var part: Part
    /// What the column `id` of its table holds.
    var id: String

    /// How an event names it.
    var name: String { "\(part.rawValue) \(id)" }

    init(_ part: Part, _ id: String) {
        self.part = part
        self.id = id
    }

    init(_ part: Part, _ id: Int64) { self.init(part, String(id)) }

    /// Reads a name.
    init?(name: String) {
        let words = name.split(separator: " ", maxSplits: 1)
        guard words.count == 2, let part = Part(rawValue: String(words[0])) else { return nil }
        self.init(part, String(words[1]))
    }

    /// The digest of what is there now; `nil` when the row is not there.
    func digest(in database: Database) throws -> String? {
        let query = "SELECT \(part.columns) FROM \(part.table) WHERE id = ?"
        return try Row.fetchOne(database, sql: query, arguments: [id]).map { row in
            AuditChain.digest(of: row.databaseValues.map(JSONValue.init(stored:)))
        }
    }
}

extension JSONValue {
    /// A value of a column; numbers by their bits, since they are compared and not read.
    fileprivate init(stored value: DatabaseValue) {
        switch value.storage {
        case .null: self = .null
        case .int64(let number): self = .string("i\(number)")
        case .double(let number): self = .string("d\(String(number.bitPattern, radix: 16))")
        case .string(let text): self = .list([.string(text)])
        case .blob(let data): self = .string("b" + data.map { String($0) }.joined(separator: ","))
        }
    }
}
