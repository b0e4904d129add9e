extension GrammarPack {
    /// The slots that the sentences of each intent can fill; its keys are all intents of the pack.
    ///
    /// A workflow that refers to any other slot is mistaken.
    public var slotNames: [String: Set<String>] {
        var names: [String: Set<String>] = [:]
        for intent in intents {
            var found: Set<String> = []
            for block in intent.blocks {
                found.formUnion(block.slots.map(\.name))
                found.formUnion((block.required + block.excluded).compactMap(\.slot))
                var search = SlotSearch(rules: rules.merging(block.rules) { $1 })
                for sentence in block.sentences { search.visit(sentence.root) }
                found.formUnion(search.slots)
            }
            names[intent.name, default: []].formUnion(found)
        }
        return names
    }
}

/// Goes through templates, and into each rule once.
private struct SlotSearch {
    let rules: [String: Template]
    private(set) var slots: Set<String> = []
    private var visited: Set<String> = []

    init(rules: [String: Template]) {
        self.rules = rules
    }

    mutating func visit(_ part: TemplatePart) {
        switch part.kind {
        case .text: break
        case .sequence(let parts), .alternatives(let parts), .permutation(let parts): parts.forEach { visit($0) }
        case .optional(let part): visit(part)
        case .list(let reference):
            if let slot = reference.slot { slots.insert(slot) }
        case .rule(let name):
            guard visited.insert(name).inserted, let rule = rules[name] else { return }
            visit(rule.root)
        }
    }
}
