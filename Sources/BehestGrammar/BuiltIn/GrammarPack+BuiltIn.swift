extension GrammarPack {
    /// The pack with the rules and lists of the built-in slots that it names and does not define itself.
    ///
    /// `{duration:delay}` becomes a rule, in which the slot of every part says what it is a part of:
    /// `delay#duration.hours`.
    package var withBuiltInSlots: GrammarPack {
        guard let source = BuiltInSlots.reading(for: language)?.pack else { return self }
        let blocks = intents.flatMap(\.blocks)
        let defined = blocks.reduce(into: Set(lists.keys)) { $0.formUnion($1.lists.keys) }
        let names = Set(BuiltInSlots.names).subtracting(defined)
        var expansion = BuiltInExpansion(source: source, names: names)
        var pack = self
        for (name, rule) in rules { pack.rules[name] = expansion.expand(rule) }
        for intent in intents.indices {
            for block in intents[intent].blocks.indices {
                pack.intents[intent].blocks[block].expand(with: &expansion)
            }
        }
        guard !expansion.rules.isEmpty else { return self }
        pack.rules.merge(expansion.rules) { own, _ in own }
        pack.lists.merge(expansion.lists) { own, _ in own }
        return pack
    }
}

extension SentenceBlock {
    fileprivate mutating func expand(with expansion: inout BuiltInExpansion) {
        for index in sentences.indices { sentences[index] = expansion.expand(sentences[index]) }
        for (name, rule) in rules { rules[name] = expansion.expand(rule) }
    }
}

/// Puts the rules of built-in slots in the place of references to them.
private struct BuiltInExpansion {
    let source: GrammarPack
    /// The slots that the pack leaves to us.
    let names: Set<String>
    private(set) var rules: [String: Template] = [:]
    private(set) var lists: [String: GrammarList] = [:]

    init(source: GrammarPack, names: Set<String>) {
        self.source = source
        self.names = names
    }

    /// What a rule is used for.
    private struct Use {
        /// The built-in slot.
        var type: String
        /// The pack's name for it; `nil` if it is not kept.
        var slot: String?

        func slot(ofPart part: String?) -> String? {
            guard let slot, let part else { return nil }
            return SlotComposer.partName(of: part, type: type, slot: slot)
        }
    }

    /// A template of the pack with its references to built-in slots replaced.
    mutating func expand(_ template: Template) -> Template {
        guard mentions(template.root) else { return template }
        var template = template
        template.root = rewrite(template.root, for: nil)
        return template
    }

    private func mentions(_ part: TemplatePart) -> Bool {
        switch part.kind {
        case .text, .rule: false
        case .sequence(let parts), .alternatives(let parts), .permutation(let parts): parts.contains(where: mentions)
        case .optional(let part): mentions(part)
        case .list(let reference): builtIn(reference) != nil
        }
    }

    private func builtIn(_ reference: ListReference) -> String? {
        guard case .named(let name) = reference.source, names.contains(name) else { return nil }
        return name
    }

    /// A piece of the pack (without a use), or of a built-in rule.
    private mutating func rewrite(_ part: TemplatePart, for use: Use?) -> TemplatePart {
        var part = part
        switch part.kind {
        case .text: break
        case .sequence(let parts): part.kind = .sequence(rewrite(parts, for: use))
        case .alternatives(let parts): part.kind = .alternatives(rewrite(parts, for: use))
        case .permutation(let parts): part.kind = .permutation(rewrite(parts, for: use))
        case .optional(let inner): part.kind = .optional(rewrite(inner, for: use))
        case .rule(let name):
            if let use { part.kind = .rule(rule(name, for: use)) }
        case .list(var reference):
            if let use {
                reference.slot = use.slot(ofPart: reference.slot)
                if case .named(let name) = reference.source { reference.source = .named(list(name)) }
                part.kind = .list(reference)
            } else if let name = builtIn(reference) {
                part.kind = .rule(rule(name, for: Use(type: name, slot: reference.slot)))
            }
        }
        return part
    }

    private mutating func rewrite(_ parts: [TemplatePart], for use: Use?) -> [TemplatePart] {
        var rewritten: [TemplatePart] = []
        for part in parts { rewritten.append(rewrite(part, for: use)) }
        return rewritten
    }

    /// The name of a built-in rule whose parts fill the slots of a use.
    private mutating func rule(_ name: String, for use: Use) -> String {
        let key = "\(use.slot ?? "")#\(use.type)#\(name)"
        guard rules[key] == nil, var template = source.rules[name] else { return key }
        template.root = rewrite(template.root, for: use)
        rules[key] = template
        return key
    }

    /// The name of a built-in list, apart from the pack's own.
    private mutating func list(_ name: String) -> String {
        let key = BuiltInSlots.listPrefix + name
        lists[key] = source.lists[name]
        return key
    }
}
