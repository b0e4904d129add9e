import BehestWorkflow
import FoundationEssentials

/// A bug report as it stands in its file.
struct BugReport: Sendable {
    var number: Int
    var title: String
    var severity: String?
    var labels: [String]
    var created: Date
    var body: String?
    /// The name of its file without its ending.
    var stem: String
    var evidence: Evidence
    var assignment: Assignment

    /// The line by which a report of the same task is found again.
    static func keyLine(_ key: String) -> String { "key: \(Markdown.quoted(key))" }

    /// The whole file.
    var text: String {
        ([frontMatter, "# \(Markdown.escaped(title))"] + sections).joined(separator: "\n\n") + "\n"
    }

    private var frontMatter: String {
        var lines = ["---", "number: \(number)", "title: \(Markdown.quoted(title))", "state: open"]
        if let severity { lines.append("severity: \(Markdown.quoted(severity))") }
        lines.append("labels: [\(labels.map(Markdown.quoted).joined(separator: ", "))]")
        lines.append("created: \(created.formatted(.iso8601))")
        if let id = assignment.utterance.id { lines.append("utterance: \(Markdown.quoted(id))") }
        lines.append("run: \(Markdown.quoted(assignment.run))")
        lines.append(Self.keyLine(assignment.idempotencyKey))
        if let git = evidence.git {
            lines.append("branch: \(Markdown.quoted(git.branch))")
            lines.append("commit: \(Markdown.quoted(git.commit))")
            lines.append("dirty: \(git.isDirty)")
        }
        return (lines + ["---"]).joined(separator: "\n")
    }

    private var sections: [String] {
        var sections: [String] = []
        if let body, !body.isEmpty { sections.append(body) }
        if !assignment.utterance.text.isEmpty {
            sections.append("Said:\n\n\(Markdown.quotation(assignment.utterance.text))")
        }
        return sections + evidence.sections(stem: stem)
    }
}
