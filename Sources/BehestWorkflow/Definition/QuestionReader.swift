import BehestGrammar

/// Reads what a workflow asks for.
struct QuestionReader {
    /// The intent's slots; `nil` when they are not known.
    let slots: Set<String>?
    var log: DiagnosticLog

    private static let keys = ["question", "optional", "default", "when", "dictated"]

    mutating func read(_ node: PackNode) -> [Plan.Question] {
        guard let entries = node.entries else {
            log.error("wrong-kind", "'ask' is \(node.kindName), not a mapping of slots to questions", at: node.range)
            return []
        }
        var questions: [Plan.Question] = []
        for entry in log.distinct(entries) {
            let slot = entry.key.text ?? ""
            let question = entry.value.entries == nil ? readText(entry.value, slot) : readQuestion(entry.value, slot)
            if let question { questions.append(question) }
            if let slots, !slots.contains(slot), question?.isDictated != true {
                log.unknownSlot(slot, among: slots, at: entry.key.range)
            }
        }
        return questions
    }

    private mutating func readText(_ node: PackNode, _ slot: String) -> Plan.Question? {
        guard let text = node.text, !text.isEmpty else {
            log.error("wrong-kind", "the question for '\(slot)' is \(node.kindName)", at: node.range)
            return nil
        }
        requireConstant(node, "a question is asked as it stands")
        return Plan.Question(slot: slot, text: text)
    }

    private mutating func readQuestion(_ node: PackNode, _ slot: String) -> Plan.Question? {
        let fields = log.fields(of: node, "a question", keys: Self.keys, later: [])
        guard let text = fields["question"] else {
            log.error("no-question", "how to ask for '\(slot)' is missing", at: node.range, hint: "add 'question'")
            return nil
        }
        guard var question = readText(text, slot) else { return nil }
        question.isOptional = fields["optional"].map { readFlag($0, "optional") } ?? false
        question.isDictated = fields["dictated"].map { readFlag($0, "dictated") } ?? false
        if let value = fields["default"] { question.fallback = readDefault(value) }
        if let when = fields["when"] {
            log.choice(when, of: "when", as: Plan.Question.Occasion.self).map { question.occasion = $0 }
        }
        for key in ["default", "when"] where !question.isOptional {
            guard let field = fields[key] else { continue }
            log.error(
                "needs-optional",
                "'\(key)' belongs to a question that need not be answered",
                at: field.range,
                hint: "add 'optional: true', or leave '\(key)' out"
            )
        }
        return question
    }

    private mutating func readFlag(_ node: PackNode, _ key: String) -> Bool {
        if node.text == "true" { return true }
        if node.text != "false" { log.error("unknown-value", "'\(key)' is true or false", at: node.range) }
        return false
    }

    private mutating func readDefault(_ node: PackNode) -> JSONValue? {
        guard case .scalar(let text, let isQuoted) = node.content else {
            log.error("wrong-kind", "'default' is \(node.kindName), not a single value", at: node.range)
            return nil
        }
        requireConstant(node, "a default is what it is")
        return isQuoted ? .string(text) : JSONValue(plainScalar: text)
    }

    private mutating func requireConstant(_ node: PackNode, _ reason: String) {
        guard let text = node.text, TextTemplate.hasExpression(text) else { return }
        log.error("constant-wanted", "\(reason); '${{ }}' has no place in it", at: node.range)
    }
}
