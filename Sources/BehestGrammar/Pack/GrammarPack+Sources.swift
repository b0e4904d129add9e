extension GrammarPack {
    /// Where the pack's lists are to be filled from, each with the place in the pack that says so first.
    public var listSources: [(source: ListSource, range: SourceRange)] {
        let blocks = intents.flatMap(\.blocks)
        let all = ([lists] + blocks.map(\.lists)).flatMap { $0.values.sorted { $0.range.start < $1.range.start } }
        var seen: Set<ListSource> = []
        return all.compactMap { list in
            guard let source = list.source, seen.insert(source).inserted else { return nil }
            return (source, list.range)
        }
    }

    /// Fills the lists that come from elsewhere.
    ///
    /// The values that stand in the pack itself come first: what they are called is not taken for anything else.
    ///
    /// - Parameter values: What was found at each source; a source that is not named leaves its lists as they are.
    public mutating func fill(_ values: [ListSource: [ListSource.Value]]) {
        let filling = ListFilling(values: values, rules: rules, tokenizer: WordTokenizer(language: language))
        for name in lists.keys { filling.fill(&lists[name]) }
        for intent in intents.indices {
            for block in intents[intent].blocks.indices {
                for name in intents[intent].blocks[block].lists.keys {
                    filling.fill(&intents[intent].blocks[block].lists[name])
                }
            }
        }
    }
}

/// Puts what was found into lists.
private struct ListFilling {
    let values: [ListSource: [ListSource.Value]]
    let rules: [String: Template]
    let tokenizer: any Tokenizer

    func fill(_ list: inout GrammarList?) {
        guard let source = list?.source, let range = list?.range, let found = values[source] else { return }
        guard case .values(let own) = list?.content else { return }
        let taken = words(of: own)
        let more = found.compactMap { value -> GrammarList.Value? in
            let spoken = taken.isEmpty ? value.spoken : value.spoken.filter { !taken.contains(tokenizer.words(of: $0)) }
            guard !spoken.isEmpty else { return nil }
            return GrammarList.Value(
                template: Template(oneOf: spoken, at: range),
                out: value.out,
                others: value.others,
                context: value.context
            )
        }
        list?.content = .values(own + more)
    }

    /// The words of every way to say some values.
    private func words(of values: [GrammarList.Value]) -> Set<[String]> {
        var expander = TemplateExpander { [rules] name, _ throws(TemplateExpander.Failure) in
            guard let rule = rules[name] else { throw .reported }
            return rule.root
        }
        var words: Set<[String]> = []
        for value in values {
            // What is wrong with a template is reported when the pack is compiled.
            for text in (try? expander.texts(of: value.template.root)) ?? [] { words.insert(tokenizer.words(of: text)) }
        }
        return words
    }
}

extension Template {
    /// A template that says one of several texts, none of whose signs mean anything.
    fileprivate init(oneOf texts: [String], at range: SourceRange) {
        let parts = texts.map { TemplatePart(kind: .text($0), bytes: 0..<0) }
        node = PackNode(.scalar(texts[0], isQuoted: true), at: range)
        root = parts.count == 1 ? parts[0] : TemplatePart(kind: .alternatives(parts), bytes: 0..<0)
    }
}
