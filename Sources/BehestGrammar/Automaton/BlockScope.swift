/// The names that the sentences of one block may use, and where the compiler stands among them.
final class BlockScope {
    let compilation: GrammarCompilation
    private let pack: Int
    private let blockNumber: Int
    private let block: SentenceBlock
    private let conditions: Grammar.Block
    private let packLists: [String: GrammarList]
    private let packRules: [String: Template]
    /// The template, and then the rules, that are being compiled.
    private var entered: [(rule: String?, template: Template)] = []
    private var uses: [UseKey: Int] = [:]
    private var knownMasks: [Int: [UInt32]?] = [:]

    private struct UseKey: Hashable {
        var list: Int
        var slot: Int32
    }

    init(
        compilation: GrammarCompilation,
        pack: Int,
        of packs: [GrammarPack],
        blockNumber: Int,
        block: SentenceBlock,
        conditions: Grammar.Block
    ) {
        self.conditions = conditions
        self.compilation = compilation
        self.pack = pack
        self.blockNumber = blockNumber
        self.block = block
        packLists = packs[pack].lists
        packRules = packs[pack].rules
    }

    /// Begins a sentence.
    func enter(_ template: Template) {
        entered.append((nil, template))
    }

    /// Ends a sentence or a rule.
    func leave() {
        entered.removeLast()
    }

    /// Where a piece of the current template stands.
    func range(of part: TemplatePart) -> SourceRange? {
        entered.last?.template.range(of: part.bytes)
    }

    /// Begins a rule, unless there is none of that name or it contains itself; that is reported.
    func enterRule(_ name: String, at part: TemplatePart) -> TemplatePart? {
        guard let rule = block.rules[name] ?? packRules[name] else {
            compilation.report(
                "unknown-rule",
                "there is no expansion rule '\(name)'",
                at: range(of: part),
                hint: Suggestion.nearest(to: name, in: Array(block.rules.keys) + Array(packRules.keys))
            )
            return nil
        }
        guard !entered.contains(where: { $0.rule == name }) else {
            let way = entered.compactMap(\.rule).drop { $0 != name } + [name]
            // Cycles among the pack's own rules have been found by the ``RuleChecker``.
            guard way.contains(where: { block.rules[$0] != nil }) else { return nil }
            compilation.report(
                "cyclic-rule",
                "the rule '\(name)' contains itself: \(way.map { "<\($0)>" }.joined(separator: " → "))",
                at: range(of: part)
            )
            return nil
        }
        entered.append((name, rule))
        return rule.root
    }

    /// What a list reference stands for; a list that does not exist is reported.
    func resolve(_ reference: ListReference, at part: TemplatePart) -> SentenceCursor.Pending? {
        let slot = compilation.builder.id(ofSlot: reference.slot)
        switch reference.source {
        case .range(let range): return .list(slot: slot, list: compilation.list(of: range))
        case .named(let name):
            let local = block.lists[name]
            guard let list = local ?? packLists[name] else {
                compilation.report(
                    "unknown-list",
                    "there is no list '\(name)'",
                    at: range(of: part),
                    hint: Suggestion.nearest(to: name, in: Array(block.lists.keys) + Array(packLists.keys))
                )
                return nil
            }
            switch list.content {
            case .wildcard: return .wildcard(slot: slot)
            case .range(let range): return .list(slot: slot, list: compilation.list(of: range))
            case .values(let values):
                let key: GrammarCompilation.ListKey =
                    local == nil ? .pack(pack, name) : .block(blockNumber, name)
                let number = compilation.list(key, name: name, values: values) { [packRules, block] name in
                    local == nil ? packRules[name] : block.rules[name] ?? packRules[name]
                }
                return .list(slot: slot, list: number)
            }
        }
    }

    /// The number of the place where a list stands in this block's sentences.
    func use(of list: Int, slot: Int32) -> Int {
        let key = UseKey(list: list, slot: slot)
        if let use = uses[key] { return use }
        let use = compilation.builder.add(ListUse(list: list, slot: slot, masks: masks(of: list)))
        uses[key] = use
        return use
    }

    /// For each value of a list, which of the block's conditions it meets.
    func masks(of list: Int) -> [UInt32]? {
        if let known = knownMasks[list] { return known }
        let masks = findMasks(of: list)
        knownMasks[list] = .some(masks)
        return masks
    }

    private func findMasks(of list: Int) -> [UInt32]? {
        guard !block.required.isEmpty || !block.excluded.isEmpty else { return nil }
        let values = compilation.lists[list].values
        guard values.contains(where: { !$0.context.isEmpty }) else { return nil }
        return values.map { conditions.mask(in: $0.context) ?? ListUse.refused }
    }
}
