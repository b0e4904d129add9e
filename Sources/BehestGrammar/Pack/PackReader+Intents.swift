extension PackReader {
    private static let blockKeys = Keys(
        read: [
            "sentences", "slots", "requires_context", "excludes_context", "required_keywords", "expansion_rules",
            "lists", "settings", "response", "metadata",
        ],
        harmless: ["inferred_domain", "name_domains"]
    )

    /// Reads the intents of a pack.
    mutating func readIntents(_ node: PackNode?) -> [GrammarIntent] {
        guard let node, let entries = mapping(node, of: "intents") else { return [] }
        return entries.compactMap { entry in
            guard let name = entry.key.text, let content = mapping(entry.value, of: "an intent") else { return nil }
            check(content, against: Keys(read: ["data"], harmless: ["metadata", "description"]), of: "an intent")
            let blocks = readBlocks(entry.value["data"], intent: entry.key)
            return GrammarIntent(name: name, range: entry.key.range, blocks: blocks)
        }
    }

    private mutating func readBlocks(_ node: PackNode?, intent: PackNode) -> [SentenceBlock] {
        guard let node, !node.isNull else {
            report(
                .error,
                "no-sentences",
                "the intent '\(intent.text ?? "")' has no sentences",
                at: intent.range,
                hint: "add 'data:' with a list of 'sentences:'"
            )
            return []
        }
        guard let elements = node.elements else {
            reportWrongType(node, of: "data", wanted: "a list")
            return []
        }
        return elements.compactMap { readBlock($0) }
    }

    private mutating func readBlock(_ node: PackNode) -> SentenceBlock? {
        guard let entries = mapping(node, of: "each of data") else { return nil }
        check(entries, against: Self.blockKeys, of: "a block of sentences")
        var block = SentenceBlock()
        for sentence in readTexts(node["sentences"], of: "sentences") {
            block.sentences.append(Template(parsing: sentence, diagnostics: &diagnostics))
        }
        if node["sentences"].map({ $0.isNull || $0.elements?.isEmpty == true }) ?? true {
            report(.warning, "no-sentences", "a block has no sentences", at: node.range)
        }
        block.slots = readSlots(node["slots"])
        block.required = readConditions(node["requires_context"], of: "requires_context")
        block.excluded = readConditions(node["excludes_context"], of: "excludes_context")
        block.keywords = readTexts(node["required_keywords"], of: "required_keywords").compactMap(\.text)
        block.rules = readRules(node["expansion_rules"])
        block.lists = readLists(node["lists"])
        if let response = node["response"], !response.isNull { block.response = text(response, of: "response") }
        for entry in node["metadata"].flatMap({ mapping($0, of: "metadata") }) ?? [] {
            guard let key = entry.key.text else { continue }
            // What is not a plain value is only known to be there.
            block.metadata[key] = entry.value.slotValue ?? .boolean(entry.value.entries?.isEmpty == false)
        }
        return block
    }

    private mutating func readSlots(_ node: PackNode?) -> [(name: String, value: SlotValue)] {
        guard let node, let entries = mapping(node, of: "slots") else { return [] }
        return entries.compactMap { entry in
            guard let name = entry.key.text else { return nil }
            return slotValue(entry.value, of: "a slot").map { (name, $0) }
        }
    }

    /// Reads the value of a slot.
    mutating func slotValue(_ node: PackNode, of name: String) -> SlotValue? {
        if let value = node.slotValue { return value }
        reportWrongType(node, of: name, wanted: "a value or a list of values")
        return nil
    }

    private mutating func readConditions(_ node: PackNode?, of name: String) -> [ContextCondition] {
        guard let node, let entries = mapping(node, of: name) else { return [] }
        let conditions = entries.compactMap { readCondition($0) }
        guard conditions.count <= ContextCondition.most else {
            report(
                .error,
                "too-many-conditions",
                "\(name) has more than \(ContextCondition.most) conditions",
                at: node.range
            )
            return []
        }
        return conditions
    }

    private mutating func readCondition(_ entry: PackNode.Entry) -> ContextCondition? {
        guard let key = entry.key.text else { return nil }
        var value: PackNode? = entry.value
        var slot: String?
        if let details = entry.value.entries {
            check(details, against: Keys(read: ["value", "slot"]), of: "a condition")
            value = entry.value["value"]
            switch entry.value["slot"]?.slotValue {
            case .text(let name): slot = name
            case .some(let value) where value.isTrue: slot = key
            default: break
            }
        }
        guard let value, !value.isNull else { return ContextCondition(key: key, values: nil, slot: slot) }
        let nodes = value.elements ?? [value]
        let values = nodes.compactMap { $0.text == nil ? nil : $0.slotValue?.description }
        if values.count < nodes.count {
            reportWrongType(value, of: "the condition '\(key)'", wanted: "a single value or a list of them")
        }
        return ContextCondition(key: key, values: Set(values), slot: slot)
    }
}
