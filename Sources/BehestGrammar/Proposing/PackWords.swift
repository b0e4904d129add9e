/// The rules and lists that the sentences of one block may use.
struct PackWords {
    let pack: GrammarPack
    let block: SentenceBlock

    /// The body of a rule, if there is one of that name.
    func rule(_ name: String) -> Template? {
        block.rules[name] ?? pack.rules[name]
    }

    /// What a place in a sentence can be filled with.
    func content(of source: ListReference.Source) -> GrammarList.Content? {
        switch source {
        case .range(let range): .range(range)
        case .named(let name): (block.lists[name] ?? pack.lists[name])?.content
        }
    }

    /// Every way to say a value of a list; none if there are too many.
    func texts(of template: Template) -> [String] {
        if case .text(let text) = template.root.kind { return [text.trimmingSpaces()] }
        var expander = TemplateExpander { name, _ throws(TemplateExpander.Failure) in
            guard let rule = rule(name) else { throw .reported }
            return rule.root
        }
        let texts = (try? expander.texts(of: template.root)) ?? []
        return texts.map { $0.trimmingSpaces() }.filter { !$0.isEmpty }
    }
}
