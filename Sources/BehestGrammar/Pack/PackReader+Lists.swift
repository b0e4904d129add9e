extension PackReader {
    private static let listKeys = Keys(
        read: ["values", "range", "wildcard", "from"] + sourceKeys,
        harmless: ["metadata"]
    )

    /// Reads lists by name.
    mutating func readLists(_ node: PackNode?) -> [String: GrammarList] {
        guard let node, let entries = mapping(node, of: "lists") else { return [:] }
        var lists: [String: GrammarList] = [:]
        for entry in entries {
            guard let name = entry.key.text else { continue }
            // A list with a mistake stays known, so that sentences which name it are not reported too.
            let content = readList(entry.value, name: entry.key) ?? .values([])
            let source = entry.value["from"].flatMap { readSource($0, of: entry.value) }
            lists[name] = GrammarList(name: name, range: entry.key.range, content: content, source: source)
        }
        return lists
    }

    private mutating func readList(_ node: PackNode, name: PackNode) -> GrammarList.Content? {
        guard let entries = mapping(node, of: "a list") else { return nil }
        check(entries, against: Self.listKeys, of: "a list")
        if let values = node["values"] { return readValues(values) }
        // What the list is filled from comes later.
        if node["from"] != nil { return .values([]) }
        if let range = node["range"] { return readRange(range) }
        if let wildcard = node["wildcard"], wildcard.text == "true" { return .wildcard }
        report(
            .error,
            "no-values",
            "the list '\(name.text ?? "")' has no values",
            at: name.range,
            hint: "give it 'values:', 'range:', 'from:' or 'wildcard: true'"
        )
        return nil
    }

    private mutating func readValues(_ node: PackNode) -> GrammarList.Content? {
        guard let elements = node.elements else {
            reportWrongType(node, of: "values", wanted: "a list")
            return nil
        }
        return .values(elements.compactMap { readValue($0) })
    }

    private mutating func readValue(_ node: PackNode) -> GrammarList.Value? {
        if let text = node.text {
            // A text that is no template means itself as it is written, a template what is said.
            let out = isTemplate(node) ? nil : SlotValue.text(text)
            return GrammarList.Value(template: valueTemplate(node), out: out, context: [:])
        }
        guard let entries = mapping(node, of: "each of values") else { return nil }
        check(entries, against: Keys(read: ["in", "out", "context"], harmless: ["metadata"]), of: "a value")
        guard let spoken = node["in"] else {
            report(.error, "no-values", "a value has no 'in'", at: node.range, hint: "add 'in:' with how it is said")
            return nil
        }
        guard text(spoken, of: "'in'") != nil else { return nil }
        var out: SlotValue?
        if let node = node["out"], !node.isNull {
            out = slotValue(node, of: "'out'")
        }
        return GrammarList.Value(template: valueTemplate(spoken), out: out, context: readContext(node["context"]))
    }

    /// Reads how a value is said: a template only if it has a template's signs.
    private mutating func valueTemplate(_ node: PackNode) -> Template {
        isTemplate(node) ? Template(parsing: node, diagnostics: &diagnostics) : Template(literal: node)
    }

    private func isTemplate(_ node: PackNode) -> Bool {
        (node.text ?? "").utf8.contains { Self.signs.contains($0) }
    }

    private static let signs = Set("()[]{}<>|@".utf8)

    private mutating func readContext(_ node: PackNode?) -> [String: SlotValue] {
        guard let node, let entries = mapping(node, of: "context") else { return [:] }
        var context: [String: SlotValue] = [:]
        for entry in entries {
            guard let key = entry.key.text else { continue }
            guard let value = (entry.value["value"] ?? entry.value).slotValue else {
                reportWrongType(entry.value, of: "the context '\(key)'", wanted: "a single value")
                continue
            }
            context[key] = value
        }
        return context
    }

    private mutating func readRange(_ node: PackNode) -> GrammarList.Content? {
        guard let entries = mapping(node, of: "range") else { return nil }
        let keys = Keys(
            read: ["from", "to", "step", "multiplier", "fractions", "digits", "words", "words_language"],
            harmless: ["type"]
        )
        check(entries, against: keys, of: "a range")
        guard let from = number(node["from"], key: "from", of: node), let to = number(node["to"], key: "to", of: node)
        else { return nil }
        var range = NumberRange(from: from, to: to)
        if let node = node["step"] {
            guard let number = number(node, key: "step", of: node) else { return nil }
            range.step = number
        }
        readDetails(of: node, into: &range)
        if let problem = range.problem {
            report(.error, problem.code, problem.message, at: node.range, hint: problem.hint)
            return nil
        }
        return .range(range)
    }

    private mutating func readDetails(of node: PackNode, into range: inout NumberRange) {
        if let node = node["fractions"], !node.isNull {
            range.fractions = node.text.flatMap { NumberRange.Fractions(rawValue: $0) }
            if range.fractions == nil {
                let known = NumberRange.Fractions.allCases.map(\.rawValue)
                report(
                    .error,
                    "wrong-type",
                    "fractions must be \(known.joined(separator: " or "))",
                    at: node.range,
                    hint: node.text.flatMap { Suggestion.nearest(to: $0, in: known) }
                )
            }
        }
        if let node = node["multiplier"], !node.isNull {
            range.multiplier = node.text.flatMap { Double($0) }.flatMap { $0.isFinite ? $0 : nil }
            if range.multiplier == nil { report(.error, "wrong-type", "multiplier must be a number", at: node.range) }
        }
        range.allowsDigits = node["digits"]?.slotValue?.isTrue ?? true
        range.allowsWords = node["words"]?.slotValue?.isTrue ?? true
        range.wordsLanguage = node["words_language"].flatMap { $0.isNull ? nil : $0.text }
        if !range.allowsDigits, !range.allowsWords {
            report(
                .error,
                "wrong-range",
                "the range can be said neither in digits nor in words",
                at: node.range,
                hint: "leave out 'digits: false' or 'words: false'"
            )
        }
    }

    private mutating func number(_ node: PackNode?, key: String, of parent: PackNode) -> Int? {
        if let number = node?.text.flatMap({ Int($0) }) { return number }
        report(.error, "wrong-type", "a range needs a whole number under '\(key)'", at: node?.range ?? parent.range)
        return nil
    }
}
