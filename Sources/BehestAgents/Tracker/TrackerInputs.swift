import BehestWorkflow

/// The inputs of `tracker/create`.
struct TrackerInputs {
    /// What may be put beside a report.
    enum Attachment: String, CaseIterable {
        case audio
        case transcript
        case git
    }

    var title: String
    var body: String?
    var severity: String?
    var labels: [String]
    var attachments: Set<Attachment>
    var folder: String

    init(_ inputs: [String: TracedValue]) throws {
        let title = Markdown.line(inputs["title"]?.value.asText ?? "", limit: 200)
        guard !title.isEmpty else {
            throw AgentError("A bug report needs a title, and none was said. Ask for it with the pack's 'ask'.")
        }
        self.title = title
        if let value = inputs["body"], !value.value.asText.isEmpty {
            // The pack's own text may be Markdown; what was said or returned is quoted.
            let text = value.value.asText
            body = value.origin.isData ? Markdown.quotation(text) : text
        }
        let severity = Markdown.line(inputs["severity"]?.value.asText ?? "", limit: 40)
        self.severity = severity.isEmpty ? nil : severity
        labels = Self.texts(inputs["labels"]).map { Markdown.line($0, limit: 80) }.filter { !$0.isEmpty }
        attachments = []
        for word in Self.texts(inputs["attach"]) where !word.isEmpty {
            guard let attachment = Attachment(rawValue: word) else {
                let words = Attachment.allCases.map(\.rawValue).joined(separator: ", ")
                throw AgentError("A bug report cannot have '\(word)' attached. Write one of \(words).")
            }
            attachments.insert(attachment)
        }
        folder = inputs["folder"]?.value.asText ?? ""
        if folder.isEmpty { folder = "bugs" }
    }

    /// The texts of a list, or the one text.
    private static func texts(_ input: TracedValue?) -> [String] {
        guard let value = input?.value else { return [] }
        return (value.elements ?? [value]).map(\.asText)
    }
}
