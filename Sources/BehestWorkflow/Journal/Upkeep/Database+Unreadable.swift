internal import GRDB

extension Database {
    /// A line for each run and task that cannot be read, of the first twenty.
    func unreadableRecords() throws -> [String] {
        var lines: [String] = []
        let runs = try Row.fetchCursor(self, sql: "SELECT * FROM runs ORDER BY number")
        while lines.count < 20, let row = try runs.next() {
            do {
                _ = try RunRecord(row)
            } catch {
                lines.append("the run '\(row["id"] as String)' cannot be read: \(Self.reason(error))")
            }
        }
        let tasks = try Row.fetchCursor(self, sql: "SELECT * FROM tasks ORDER BY run, position")
        while lines.count < 20, let row = try tasks.next() {
            do {
                _ = try AgentTask(row)
            } catch {
                let (id, run) = (row["id"] as String, row["run"] as String)
                lines.append("the task '\(id)' of the run '\(run)' cannot be read: \(Self.reason(error))")
            }
        }
        return lines
    }

    private static func reason(_ error: any Error) -> String {
        switch error {
        case let error as JournalError: error.message
        case DecodingError.dataCorrupted: "it is no JSON."
        case DecodingError.keyNotFound(let key, _): "it has no '\(key.stringValue)'."
        case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context):
            "what is at '\(context.codingPath.map(\.stringValue).joined(separator: "."))' is of another kind."
        default: "\(error)"
        }
    }
}
