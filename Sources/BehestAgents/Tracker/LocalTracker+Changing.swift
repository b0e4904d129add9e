import BehestWorkflow
import FoundationEssentials

/// What is done with a report that is there.
extension LocalTracker {
    func comment(_ inputs: TrackerInputs, _ assignment: Assignment) async throws -> AgentResult {
        guard let body = inputs.body else {
            throw AgentError("There is nothing to say about the bug: 'body' is empty.")
        }
        return try await change(inputs, assignment) { remark(body, assignment, in: $0) }
    }

    func label(_ inputs: TrackerInputs, _ assignment: Assignment) async throws -> AgentResult {
        guard !inputs.labels.isEmpty else { throw AgentError("There is no label for the bug: 'labels' is empty.") }
        return try await change(inputs, assignment) { text in
            var report = FrontMatter(text)
            report.labels += inputs.labels.filter { !report.labels.contains($0) }
            return report.text
        }
    }

    func close(_ inputs: TrackerInputs, _ assignment: Assignment) async throws -> AgentResult {
        _ = try inputs.reason()
        return try await change(inputs, assignment) { text in
            var report = FrontMatter(inputs.body.map { remark($0, assignment, in: text) } ?? text)
            if report["state"] ?? "open" == "open" { report["state"] = "closed" }
            return report.text
        }
    }

    func search(_ inputs: TrackerInputs, _ assignment: Assignment) throws -> AgentResult {
        let (words, state, limit) = (try inputs.words(), try inputs.state(), try inputs.limit())
        let found = try bugs(in: inputs.folder, of: assignment.workspace).reversed().filter { bug in
            guard state == .all || bug.isOpen == (state == .open) else { return false }
            let text = "\(bug.title)\n\(bug.body)".lowercased()
            return words.allSatisfy(text.contains)
        }
        return FoundReports(
            found.prefix(limit).map { bug in
                FoundReports.Report(
                    number: bug.number,
                    title: bug.title,
                    isOpen: bug.isOpen,
                    place: ("path", "\(inputs.folder)/\(bug.name)")
                )
            }
        ).result
    }

    /// The text with a remark at its end, unless the task has made it already.
    private func remark(_ body: String, _ assignment: Assignment, in text: String) -> String {
        let key = Addition.keyLine(assignment.idempotencyKey)
        guard !text.split(separator: "\n").contains(Substring(key)) else { return text }
        let end = text.hasSuffix("\n") ? "\n" : "\n\n"
        return text + end + "## Remark on \(now().formatted(.iso8601))\n\n\(key)\n\n\(body)\n"
    }

    /// Changes the text of a report; what is the same is not written.
    private func change(
        _ inputs: TrackerInputs,
        _ assignment: Assignment,
        _ change: (String) -> String
    ) async throws -> AgentResult {
        let number = try inputs.number()
        let missing = AgentError("There is no bug \(number) in '\(inputs.folder)'. See 'behest bugs --all'.")
        guard let path = try WorkspaceFolder.existing(inputs.folder, in: assignment.workspace) else { throw missing }
        let folder = BugFolder(path: path)
        let lock = try await FolderLock.acquire(in: path)
        guard let report = try folder.report(number: number),
            let data = FileManager.default.contents(atPath: "\(path)/\(report.name)")
        else { throw missing }
        let text = String(decoding: data, as: UTF8.self)
        let changed = change(text)
        if changed != text {
            let part = Self.partName(assignment)
            try DurableFile.write(Data(changed.utf8), to: "\(path)/\(report.name)", key: part)
        }
        // Holds the lock to here.
        _ = consume lock
        return result(number: number, name: report.name, folder: inputs.folder)
    }
}
