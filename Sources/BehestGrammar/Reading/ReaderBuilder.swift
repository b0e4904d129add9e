/// Turns templates into what the reader follows.
struct ReaderBuilder {
    /// The names that templates may use.
    struct Scope {
        var rules: [String: Template]
        var lists: [String: GrammarList]
        /// What tells apart the rules and lists of blocks that have their own.
        var number: Int
    }

    private struct Name: Hashable {
        var scope: Int
        var name: String
    }

    let isUnspaced: Bool
    let language: String
    private(set) var nodes: [ReaderNode] = []
    private(set) var chunks: [ReaderChunk] = []
    private(set) var lists: [ReaderList] = []
    private(set) var slotNames: [String] = []
    private var slots: [String: Int32] = [:]
    private var chunkNumbers: [[UInt32]: Int32] = [:]
    private var ruleNodes: [Name: Int32] = [:]
    private var openRules: Set<Name> = []
    private var listNumbers: [Name: Int32] = [:]
    private var rangeNumbers: [NumberRange: Int32] = [:]
    private var depth = 0

    /// How deep pieces and rules may stand within each other; what is deeper cannot be said.
    private static let deepest = 192
    /// The most items of a permutation.
    private static let mostPermuted = 16

    init(language: String, isUnspaced: Bool) {
        self.language = language
        self.isUnspaced = isUnspaced
    }

    /// Adds a whole sentence or rule.
    mutating func add(_ template: Template, in scope: Scope) -> Int32 {
        var root = template.root
        // One pair of brackets around everything means nothing.
        if case .sequence(let parts) = root.kind, parts.count == 1 { root = parts[0] }
        switch root.kind {
        case .sequence(let parts): return add(.sequence(items(of: parts, in: scope, isWhole: true)))
        case .text, .list, .rule: return add(.sequence(items(of: [root], in: scope, isWhole: true)))
        case .alternatives, .optional, .permutation: return node(of: root, isFollowedBySpace: false, in: scope)
        }
    }

    private mutating func add(_ node: ReaderNode) -> Int32 {
        nodes.append(node)
        return Int32(nodes.count - 1)
    }

    private mutating func items(of parts: [TemplatePart], in scope: Scope, isWhole: Bool = false) -> [Int32] {
        var items: [Int32] = []
        for (index, part) in parts.enumerated() {
            if case .text(let text) = part.kind {
                var text = Array(text.unicodeScalars)[...]
                if isWhole, index == 0 { text = text.drop { $0.properties.isWhitespace } }
                if isWhole, index == parts.count - 1 {
                    while text.last?.properties.isWhitespace == true { text.removeLast() }
                }
                items += words(of: text)
                continue
            }
            var isFollowedBySpace = false
            if index + 1 < parts.count, case .text(let next) = parts[index + 1].kind {
                isFollowedBySpace = next.unicodeScalars.first?.properties.isWhitespace ?? false
            }
            items.append(node(of: part, isFollowedBySpace: isFollowedBySpace, in: scope))
        }
        return items
    }

    /// One chunk for each word, with the spaces after it.
    private mutating func words(of text: ArraySlice<Unicode.Scalar>) -> [Int32] {
        var items: [Int32] = []
        var start = text.startIndex
        while start < text.endIndex {
            var end = start + 1
            while end < text.endIndex, text[end] != " " { end += 1 }
            while end < text.endIndex, text[end] == " " { end += 1 }
            items.append(chunk(String(String.UnicodeScalarView(text[start..<end]))))
            start = end
        }
        return items
    }

    private mutating func chunk(_ text: String) -> Int32 {
        add(.chunk(chunkNumber(text)))
    }

    private mutating func chunkNumber(_ text: String) -> Int32 {
        let scalars = ReadableText.normalised(text)
        if let number = chunkNumbers[scalars] { return number }
        chunks.append(ReaderChunk(scalars, isUnspaced: isUnspaced))
        chunkNumbers[scalars] = Int32(chunks.count - 1)
        return Int32(chunks.count - 1)
    }

    private mutating func sequence(_ part: TemplatePart, in scope: Scope) -> Int32 {
        if case .sequence(let parts) = part.kind, parts.count != 1 {
            return add(.sequence(items(of: parts, in: scope)))
        }
        return add(.sequence(items(of: [part], in: scope)))
    }

    private mutating func node(of part: TemplatePart, isFollowedBySpace: Bool, in scope: Scope) -> Int32 {
        guard depth < Self.deepest else { return add(.never) }
        depth += 1
        defer { depth -= 1 }
        switch part.kind {
        case .text: return sequence(part, in: scope)
        case .sequence(let parts):
            if parts.count == 1 {
                switch parts[0].kind {
                case .alternatives, .permutation: return node(of: parts[0], isFollowedBySpace: false, in: scope)
                default: return sequence(parts[0], in: scope)
                }
            }
            return add(.sequence(items(of: parts, in: scope)))
        case .alternatives(let parts):
            return add(.alternatives(parts.map { sequence($0, in: scope) }, isOptional: false))
        case .optional(let content):
            var choices: [Int32]
            if case .alternatives(let parts) = content.kind {
                choices = parts.map { sequence($0, in: scope) }
            } else {
                choices = [node(of: content, isFollowedBySpace: false, in: scope)]
            }
            choices.append(chunk(""))
            return add(.alternatives(choices, isOptional: true))
        case .permutation(let parts):
            guard parts.count <= Self.mostPermuted else { return add(.never) }
            let choices = parts.map { part -> Int32 in
                var items = [chunk(" ")]
                if case .sequence(let parts) = part.kind, parts.count != 1 {
                    items += self.items(of: parts, in: scope)
                } else {
                    items += self.items(of: [part], in: scope)
                }
                return add(.sequence(items + [chunk(" ")]))
            }
            return add(.permutation(choices))
        case .rule(let name): return rule(name, in: scope)
        case .list(let reference): return list(reference, isFollowedBySpace: isFollowedBySpace, in: scope)
        }
    }

    private mutating func rule(_ name: String, in scope: Scope) -> Int32 {
        let key = Name(scope: scope.number, name: name)
        if let known = ruleNodes[key] { return known }
        guard let template = scope.rules[name] else { return add(.never) }
        guard openRules.insert(key).inserted else { return add(.never) }
        let number = add(template, in: scope)
        openRules.remove(key)
        ruleNodes[key] = number
        return number
    }

    private mutating func slot(_ name: String?) -> Int32 {
        guard let name else { return -1 }
        if let known = slots[name] { return known }
        slots[name] = Int32(slotNames.count)
        slotNames.append(name)
        return Int32(slotNames.count - 1)
    }

    private mutating func list(
        _ reference: ListReference,
        isFollowedBySpace: Bool,
        in scope: Scope
    ) -> Int32 {
        let slot = slot(reference.slot)
        switch reference.source {
        case .range(let range): return add(.list(numbers(range), slot: slot))
        case .named(let name):
            guard let list = scope.lists[name] else { return add(.never) }
            switch list.content {
            case .wildcard: return add(.wildcard(slot: slot, endsWord: isFollowedBySpace))
            case .range(let range): return add(.list(numbers(range), slot: slot))
            case .values(let values):
                let key = Name(scope: scope.number, name: name)
                if let known = listNumbers[key] { return add(.list(known, slot: slot)) }
                // A list that names itself in a value finds itself.
                let number = Int32(lists.count)
                listNumbers[key] = number
                let isBuiltIn = name.hasPrefix(BuiltInSlots.listPrefix)
                lists.append(
                    ReaderList(content: .values([], index: ValueIndex([], chunks: [])), beginsWords: isBuiltIn)
                )
                let read = values.map { value($0, in: scope) }
                lists[Int(number)].content = .values(read, index: ValueIndex(read, chunks: chunks))
                return add(.list(number, slot: slot))
            }
        }
    }

    private mutating func value(_ value: GrammarList.Value, in scope: Scope) -> ReaderList.Value {
        var chunk: Int32 = -1
        let node: Int32
        if case .text(let text) = value.template.root.kind {
            chunk = chunkNumber(text)
            node = add(.chunk(chunk))
        } else {
            node = add(value.template, in: scope)
        }
        return ReaderList.Value(
            node: node,
            chunk: chunk,
            out: value.out,
            others: value.others,
            context: value.context
        )
    }

    private mutating func numbers(_ range: NumberRange) -> Int32 {
        if let known = rangeNumbers[range] { return known }
        let language = range.wordsLanguage ?? language
        lists.append(ReaderList(content: .numbers(range, language: language)))
        rangeNumbers[range] = Int32(lists.count - 1)
        return Int32(lists.count - 1)
    }
}
