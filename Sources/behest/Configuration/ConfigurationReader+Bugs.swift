internal import BehestAgents
internal import BehestGrammar
internal import BehestWorkflow

/// What is put into bug reports.
extension ConfigurationReader {
    mutating func attachments(_ node: PackNode) -> Attachments? {
        let fields = log.fields(of: node, "'bugs'", keys: ["attach", "logs", "screenshot-by"], later: [])
        var attachments = Configuration().bugs
        if let kinds = fields["attach"] { self.kinds(kinds).map { attachments.kinds = $0 } }
        if let logs = fields["logs"] { attachments.logs = self.logs(logs) }
        if let program = fields["screenshot-by"] {
            self.program(program, "screenshot-by", example: "[maim, --hidecursor]").map {
                attachments.screenshotProgram = $0
            }
        }
        return attachments
    }

    private mutating func kinds(_ node: PackNode) -> Set<Attachments.Kind>? {
        let names = Attachments.Kind.allCases.map(\.rawValue).joined(separator: ", ")
        guard let elements = node.elements else {
            log.error("wrong-kind", "'attach' is not a list", at: node.range, hint: "write some of [\(names)]")
            return nil
        }
        var kinds: Set<Attachments.Kind> = []
        for element in elements {
            guard let kind = element.text.flatMap(Attachments.Kind.init) else {
                let hint = element.text == "logs" ? "which logs are attached stands in 'logs'" : nil
                log.error("unknown-value", "'attach' has only \(names)", at: element.range, hint: hint)
                continue
            }
            kinds.insert(kind)
        }
        return kinds
    }

    private mutating func logs(_ node: PackNode) -> [LogTail] {
        guard let elements = node.elements else {
            log.error(
                "wrong-kind",
                "'logs' is not a list",
                at: node.range,
                hint: "write [{file: build.log, lines: 100}]"
            )
            return []
        }
        return elements.compactMap { logTail($0) }
    }

    private mutating func logTail(_ node: PackNode) -> LogTail? {
        guard node.entries != nil else { return file(node).map { LogTail(file: $0) } }
        let fields = log.fields(of: node, "a log", keys: ["file", "lines"], later: [])
        guard let named = fields["file"] else {
            log.error("missing-key", "the log has no 'file'", at: node.range)
            return nil
        }
        guard let file = file(named) else { return nil }
        guard let lines = fields["lines"] else { return LogTail(file: file) }
        return number(lines, "lines", 1...LogTail.mostLines).map { LogTail(file: file, lines: $0) }
    }

    /// A file of the workspace, whichever that is.
    private mutating func file(_ node: PackNode) -> String? {
        guard let file = text(node, "file") else { return nil }
        guard !file.hasPrefix("/"), !file.hasPrefix("~"), !file.split(separator: "/").contains("..") else {
            log.error("unknown-value", "'\(file)' is not in the workspace, from which logs are named", at: node.range)
            return nil
        }
        return file
    }
}
