/// Brings the sentences of packs into the form in which they are read, and finds the order in which they are tried.
struct ReaderCompiler {
    private let packs: [GrammarPack]
    private(set) var sentences: [SentenceReader.Sentence] = []
    private(set) var ranks: [Int32] = []

    init(packs: [GrammarPack]) {
        self.packs = packs
    }

    /// Adds the sentences of all packs.
    mutating func compile(with builder: inout ReaderBuilder) {
        var scopes = packs.count
        for (number, pack) in packs.enumerated() {
            for block in pack.intents.flatMap(\.blocks) {
                var scope = ReaderBuilder.Scope(rules: pack.rules, lists: pack.lists, number: number)
                if !block.rules.isEmpty || !block.lists.isEmpty {
                    scope.rules.merge(block.rules) { $1 }
                    scope.lists.merge(block.lists) { $1 }
                    scope.number = scopes
                    scopes += 1
                }
                add(block, ofPack: pack, scope: scope, with: &builder)
            }
        }
    }

    private mutating func add(
        _ block: SentenceBlock,
        ofPack pack: GrammarPack,
        scope: ReaderBuilder.Scope,
        with builder: inout ReaderBuilder
    ) {
        func isWildcard(_ name: String) -> Bool {
            if case .wildcard = pack.lists[name]?.content { return true }
            return false
        }
        let first = sentences.count
        var orders: [(order: Int, offset: Int)] = []
        for (offset, template) in block.sentences.enumerated() {
            let shape = TemplateShape(template.root)
            // Of sentences with wildcards those with more text of their own come first.
            orders.append((shape.lists.contains(where: isWildcard) ? -shape.chunkCount : 0, offset))
            let begins = shape.first.map(isWildcard) ?? false
            let ends = shape.last.map(isWildcard) ?? false
            sentences.append(
                SentenceReader.Sentence(
                    node: builder.add(template, in: scope),
                    beginsWithWildcard: begins && !shape.isSingle,
                    endsWithWildcard: ends && !shape.isSingle,
                    isWildcard: begins && shape.isSingle
                )
            )
        }
        ranks += Array(repeating: 0, count: orders.count)
        for (rank, each) in orders.sorted(by: <).enumerated() { ranks[first + each.offset] = Int32(first + rank) }
    }
}

/// What the order of sentences depends on.
private struct TemplateShape {
    /// How many pieces of text a template has, those of its rules not counted.
    private(set) var chunkCount = 0
    /// The lists that it names itself.
    private(set) var lists: Set<String> = []
    /// The list that it begins with, if any.
    private(set) var first: String?
    /// The list that it ends with, if any.
    private(set) var last: String?
    /// Whether it is nothing but one piece.
    private(set) var isSingle = false

    init(_ root: TemplatePart) {
        var root = root
        if case .sequence(let parts) = root.kind, parts.count == 1 { root = parts[0] }
        visit(root, isWhole: true)
        if case .sequence(let parts) = root.kind {
            first = parts.first.flatMap(Self.list)
            last = parts.last.flatMap(Self.list)
            isSingle = parts.count == 1
        } else {
            first = Self.list(root)
            last = first
            isSingle = true
        }
    }

    private static func list(_ part: TemplatePart) -> String? {
        guard case .list(let reference) = part.kind, case .named(let name) = reference.source else { return nil }
        return name
    }

    private mutating func visit(_ part: TemplatePart, isWhole: Bool = false) {
        switch part.kind {
        case .text(let text): chunkCount += Self.chunkCount(of: text)
        case .sequence(let parts), .alternatives(let parts): parts.forEach { visit($0) }
        case .optional(let part):
            visit(part)
            chunkCount += 1
        case .permutation(let parts):
            parts.forEach { visit($0) }
            chunkCount += 2 * parts.count
        case .list:
            if let name = Self.list(part) { lists.insert(name) }
        case .rule: break
        }
    }

    /// How many words there are; a space before the first belongs to it.
    private static func chunkCount(of text: String) -> Int {
        let words = text.split(separator: " ").count
        return max(words, text.isEmpty ? 0 : 1)
    }
}
