import BehestWorkflow
import FoundationEssentials

/// What is written into an issue or a comment.
struct ForgeReport {
    /// What stands before all else, as Markdown of our own.
    var heading: String?
    var title: String?
    var severity: String?
    /// The pack's words, or those that were said, as Markdown.
    var body: String?
    var evidence: Evidence?
    var assignment: Assignment

    /// The most characters of a body that the forges take, with room for the marker.
    static let mostCharacters = 60_000

    /// The whole text.
    ///
    /// - Parameter files: what is written of the files, a line each.
    /// - Returns: the text, with its mark.
    func text(files: [String] = []) -> String {
        let marker = ForgeMarker.text(assignment.idempotencyKey)
        let text = sections(files).joined(separator: "\n\n")
        guard text.unicodeScalars.count > Self.mostCharacters else { return "\(text)\n\n\(marker)\n" }
        let kept = String(String.UnicodeScalarView(text.unicodeScalars.prefix(Self.mostCharacters)))
        // What was cut may have been within a word's escape, a quotation or a list, none of which goes beyond its line.
        return "\(kept)…\n\nThe rest was too long.\n\n\(marker)\n"
    }

    private func sections(_ files: [String]) -> [String] {
        var sections: [String] = []
        if let heading { sections.append(heading) }
        if let title, !title.isEmpty { sections.append(ForgeText.line(title, limit: 200)) }
        if let body, !body.isEmpty { sections.append(body) }
        guard let evidence else { return sections }
        if !assignment.utterance.text.isEmpty {
            sections.append("Said:\n\n\(ForgeText.quotation(assignment.utterance.text))")
        }
        var facts: [String] = []
        if let severity { facts.append("Severity: \(ForgeText.line(severity, limit: 40))") }
        if let git = evidence.git {
            let branch = ForgeText.line(git.branch, limit: 200)
            facts.append("Branch \(branch), commit \(git.commit)\(git.isDirty ? ", changed" : "")")
        }
        if !facts.isEmpty { sections.append(facts.joined(separator: "  \n")) }
        return sections + evidence.sections(files: files, ForgeText.neutral)
    }
}
