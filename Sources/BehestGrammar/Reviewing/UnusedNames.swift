/// Finds the rules and lists of a pack that no sentence uses.
struct UnusedNames {
    private(set) var diagnostics: [Diagnostic] = []

    init(pack: GrammarPack) {
        var rules: Set<String> = []
        var lists: Set<String> = []
        for block in pack.intents.flatMap(\.blocks) {
            var search = NameSearch(pack: pack, block: block)
            for sentence in block.sentences { search.visit(sentence.root) }
            report(block.rules, except: search.rules)
            report(block.lists, except: search.lists)
            rules.formUnion(search.rules.subtracting(block.rules.keys))
            lists.formUnion(search.lists.subtracting(block.lists.keys))
        }
        report(pack.rules, except: rules)
        report(pack.lists, except: lists)
    }

    private mutating func report(_ all: [String: Template], except used: Set<String>) {
        for (name, rule) in all where !used.contains(name) { report("rule", name, at: rule.node.range) }
    }

    private mutating func report(_ all: [String: GrammarList], except used: Set<String>) {
        for (name, list) in all where !used.contains(name) { report("list", name, at: list.range) }
    }

    private mutating func report(_ kind: String, _ name: String, at range: SourceRange) {
        diagnostics.append(
            Diagnostic(
                .warning,
                code: "unused-\(kind)",
                "no sentence uses the \(kind) '\(name)'",
                at: range,
                hint: "remove it, or name it in a sentence as \(kind == "rule" ? "<\(name)>" : "{\(name)}")"
            )
        )
    }
}

/// Collects the names that the sentences of a block lead to.
private struct NameSearch {
    let pack: GrammarPack
    let block: SentenceBlock
    private(set) var rules: Set<String> = []
    private(set) var lists: Set<String> = []

    init(pack: GrammarPack, block: SentenceBlock) {
        self.pack = pack
        self.block = block
    }

    mutating func visit(_ root: TemplatePart) {
        var open = [root]
        while let part = open.popLast() {
            switch part.kind {
            case .text: break
            case .sequence(let parts), .alternatives(let parts), .permutation(let parts): open += parts
            case .optional(let part): open.append(part)
            case .rule(let name):
                guard rules.insert(name).inserted, let rule = block.rules[name] ?? pack.rules[name] else { continue }
                open.append(rule.root)
            case .list(let reference):
                guard case .named(let name) = reference.source, lists.insert(name).inserted,
                    case .values(let values)? = (block.lists[name] ?? pack.lists[name])?.content
                else { continue }
                open += values.map(\.template.root)
            }
        }
    }
}
