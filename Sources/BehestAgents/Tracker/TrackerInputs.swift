import BehestWorkflow

/// The inputs of the tracker's agents.
struct TrackerInputs {
    /// The words for what can be attached, as packs and configuration have them.
    private static let words = Attachments.Kind.allCases.map(\.rawValue).joined(separator: ", ")

    private let inputs: [String: TracedValue]

    init(_ inputs: [String: TracedValue]) {
        self.inputs = inputs
    }

    /// The title on one line; empty when there is none.
    var title: String { Markdown.line(text("title"), limit: 200) }

    /// What was said besides the title, as it was said.
    var details: String { text("body") }

    /// The body as Markdown: the pack's own text may be Markdown; what was said or returned is quoted.
    var body: String? {
        guard let value = inputs["body"], !details.isEmpty else { return nil }
        return value.origin.isData ? Markdown.quotation(details) : details
    }

    /// The body for a forge, where what was said or returned must call nobody.
    var forgeBody: String? {
        guard let value = inputs["body"], !details.isEmpty else { return nil }
        return value.origin.isData ? ForgeText.quotation(details) : details
    }

    var severity: String? {
        let severity = Markdown.line(text("severity"), limit: 40)
        return severity.isEmpty ? nil : severity
    }

    var labels: [String] { Self.texts(inputs["labels"]).map { Markdown.line($0, limit: 80) }.filter { !$0.isEmpty } }

    /// The labels for a forge, which refuses longer ones.
    var forgeLabels: [String] { labels.map { Markdown.line($0, limit: 50) } }

    /// The folder of the reports where the pack does not say.
    static let usualFolder = "bugs"

    /// The folder of the reports.
    var folder: String {
        let folder = text("folder")
        return folder.isEmpty ? Self.usualFolder : folder
    }

    /// The number of a report.
    ///
    /// - Throws: ``AgentError`` when it is none.
    func number() throws -> Int {
        guard let number = Int(text("number")), number > 0 else {
            throw AgentError("'\(text("number"))' is no number of a bug.")
        }
        return number
    }

    /// The words that are looked for: letters and digits, so that none of them can mean anything else to a search.
    ///
    /// - Throws: ``AgentError`` when there are none.
    func words() throws -> [String] {
        let words = text("query").split { !$0.isLetter && !$0.isNumber }.map { $0.lowercased() }
        guard !words.isEmpty else { throw AgentError("There is nothing to look for: 'query' has no words.") }
        return Array(words.prefix(Self.mostWords))
    }

    /// More words are not looked for.
    private static let mostWords = 16

    /// How many reports are wanted at the most.
    ///
    /// - Throws: ``AgentError`` when it is no number.
    func limit() throws -> Int {
        guard inputs["limit"] != nil else { return 20 }
        guard let limit = Int(text("limit")), (1...50).contains(limit) else {
            throw AgentError("'limit' is a number from 1 to 50.")
        }
        return limit
    }

    /// Which reports are looked for.
    ///
    /// - Throws: ``AgentError`` when it is none of the words for it.
    func state() throws -> ForgeState { try word("state", .open) }

    /// Why a report is closed.
    ///
    /// - Throws: ``AgentError`` when it is none of the words for it.
    func reason() throws -> ForgeReason { try word("reason", .completed) }

    private func word<Word: RawRepresentable & CaseIterable>(
        _ name: String,
        _ usual: Word
    ) throws -> Word where Word.RawValue == String {
        let text = text(name)
        if text.isEmpty { return usual }
        guard let word = Word(rawValue: text) else {
            throw AgentError("'\(name)' is \(Word.allCases.map(\.rawValue).joined(separator: ", ")), not '\(text)'.")
        }
        return word
    }

    /// What is to be attached.
    ///
    /// - Parameter defaults: what is attached where the pack says nothing.
    /// - Returns: what is attached.
    /// - Throws: ``AgentError`` when it cannot be.
    func attachments(_ defaults: Attachments) throws -> Attachments {
        var attachments = defaults
        if inputs["attach"] != nil {
            attachments.kinds = []
            for word in Self.texts(inputs["attach"]) where !word.isEmpty {
                guard let kind = Attachments.Kind(rawValue: word) else {
                    throw AgentError("A bug report cannot have '\(word)' attached. Write one of \(Self.words).")
                }
                attachments.kinds.insert(kind)
            }
        }
        if let logs = inputs["logs"] {
            // Which files are read is the pack's choice, never that of what was said.
            guard !logs.origin.isData else {
                throw AgentError("The logs to attach may not come from what was said. Name them in the pack.")
            }
            attachments.logs = try (logs.value.elements ?? [logs.value]).filter { $0 != .null }.map(Self.log)
        }
        return attachments
    }

    private static func log(_ value: JSONValue) throws -> LogTail {
        if let file = value.text { return LogTail(file: file) }
        guard case .mapping(let members) = value, let file = members["file"]?.text,
            Set(members.keys).isSubset(of: ["file", "lines"])
        else {
            throw AgentError("A log is written as {file: build.log, lines: 100}.")
        }
        guard let lines = members["lines"] else { return LogTail(file: file) }
        guard let count = Int(lines.asText), (1...LogTail.mostLines).contains(count) else {
            throw AgentError("'lines' of the log '\(file)' is a number from 1 to \(LogTail.mostLines).")
        }
        return LogTail(file: file, lines: count)
    }

    private func text(_ name: String) -> String { inputs[name]?.value.asText ?? "" }

    /// The texts of a list, or the one text.
    private static func texts(_ input: TracedValue?) -> [String] {
        guard let value = input?.value else { return [] }
        return (value.elements ?? [value]).map(\.asText)
    }
}
