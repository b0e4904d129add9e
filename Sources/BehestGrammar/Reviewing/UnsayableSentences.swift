/// Finds the sentences that nobody can say: what they ask for cannot be so, or they name a list without values.
struct UnsayableSentences {
    private(set) var diagnostics: [Diagnostic] = []
    private let grammar: Grammar
    private let openLists: Set<String>
    private var wordsOfLists: [Int: Set<Int32>] = [:]

    init(grammar: Grammar, packs: [GrammarPack]) {
        self.grammar = grammar
        openLists = packs.openLists
        var previous = -1
        for number in grammar.sentences.indices {
            let sentence = grammar.sentences[number]
            // What a block asks for is told once, at its first sentence.
            let isFirst = sentence.block != previous
            previous = sentence.block
            let block = grammar.blocks[sentence.block]
            if case .contradiction(let key) = ContextChoice(required: block.required, excluded: block.excluded) {
                if isFirst { reportContradiction(key, at: sentence.template.node.range) }
            } else {
                check(number, block)
            }
        }
    }

    private mutating func reportContradiction(_ key: String, at range: SourceRange) {
        report(
            "no sentence of this block can ever be meant: what it asks of '\(key)' cannot be so",
            hint: "'requires_context' and 'excludes_context' rule each other out",
            at: range
        )
    }

    private mutating func check(_ number: Int, _ block: Grammar.Block) {
        let graph = grammar.graph
        var reached: Set<Int32> = [graph.starts[number]]
        var open = [graph.starts[number]]
        var closed: Set<Int> = []
        var canEnd = false
        let skips = grammar.skipWords[grammar.sentences[number].pack].arcCount
        var saysKeyword = block.keywords.isEmpty || skips > 0
        while let state = open.popLast() {
            canEnd = canEnd || graph.acceptsInState[Int(state)]
            for index in graph.arcs(from: state) {
                let arc = graph.arc(index)
                switch arc.kind {
                case .word(let word): saysKeyword = saysKeyword || block.keywords.contains(word)
                case .wildcard: saysKeyword = true
                case .list(let use):
                    let use = graph.listUses[use]
                    guard isOpen(use) else {
                        closed.insert(use.list)
                        continue
                    }
                    if !saysKeyword { saysKeyword = !words(of: use.list).isDisjoint(with: block.keywords) }
                }
                if reached.insert(arc.target).inserted { open.append(arc.target) }
            }
        }
        let range = grammar.sentences[number].template.node.range
        if !canEnd, let list = closed.min() {
            report(
                "the sentence can never be said: the list '\(grammar.lists[list].name)' has no value that fits",
                hint: "give the list values, or take it out of the sentence",
                at: range
            )
        } else if canEnd, !saysKeyword {
            report(
                "the sentence can never be meant: it has none of the words in 'required_keywords'",
                hint: "put one of them into the sentence, or the sentence into another block",
                at: range
            )
        }
    }

    private func isOpen(_ use: ListUse) -> Bool {
        let list = grammar.lists[use.list]
        if openLists.contains(list.name) { return true }
        guard list.trie.arcCount > 0 else { return false }
        return use.masks?.contains { $0 != ListUse.refused } ?? true
    }

    private mutating func words(of list: Int) -> Set<Int32> {
        if let known = wordsOfLists[list] { return known }
        let trie = grammar.lists[list].trie
        var words: Set<Int32> = []
        for node in 0..<Int32(trie.nodeCount) { words.formUnion(trie.arcs(from: node).map(\.word)) }
        wordsOfLists[list] = words
        return words
    }

    private mutating func report(_ message: String, hint: String, at range: SourceRange) {
        diagnostics.append(Diagnostic(.warning, code: "unreachable-sentence", message, at: range, hint: hint))
    }
}
