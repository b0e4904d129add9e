import BehestWorkflow
import FoundationEssentials

/// What is added to a report when somebody sees the same bug again.
struct Addition {
    var title: String
    var body: String?
    var added: Date
    /// The name under which its files are put beside the report.
    var stem: String
    var evidence: Evidence
    var assignment: Assignment

    /// The line by which an addition of the same task is found again; no text that was said can look like it, since its
    /// signs are escaped.
    static func keyLine(_ key: String) -> String { "<!-- added: \(Markdown.quoted(key)) -->" }

    /// What stands before every addition.
    static let heading = "## Seen again on "

    /// The text with the addition at its end.
    func appended(to text: String) -> String {
        var sections = ["\(Self.heading)\(added.formatted(.iso8601))", Self.keyLine(assignment.idempotencyKey)]
        if !title.isEmpty { sections.append(Markdown.escaped(title)) }
        if let body, !body.isEmpty { sections.append(body) }
        if !assignment.utterance.text.isEmpty {
            sections.append("Said:\n\n\(Markdown.quotation(assignment.utterance.text))")
        }
        if let git = evidence.git {
            sections.append(
                "Branch \(Markdown.escaped(git.branch)), commit \(git.commit)\(git.isDirty ? ", changed" : "")"
            )
        }
        sections += evidence.sections(stem: stem)
        let end = text.hasSuffix("\n") ? "\n" : "\n\n"
        return text + end + sections.joined(separator: "\n\n") + "\n"
    }
}
