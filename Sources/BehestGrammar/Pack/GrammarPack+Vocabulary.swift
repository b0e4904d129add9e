extension GrammarPack {
    /// The names that its sentences can contain, for recognisers that take hints: first those that the pack lists, then those
    /// that were found elsewhere, such as the workspace's files.
    public var vocabulary: [String] {
        let lists = (Array(lists.values) + intents.flatMap(\.blocks).flatMap { $0.lists.values })
            .sorted { ($0.source == nil ? 0 : 1, $0.name) < ($1.source == nil ? 0 : 1, $1.name) }
        let words = PackWords(pack: self, block: SentenceBlock())
        var names: [String] = []
        var known: Set<String> = []
        for list in lists {
            guard case .values(let values) = list.content else { continue }
            for name in values.flatMap({ words.texts(of: $0.template) }) where known.insert(name).inserted {
                names.append(name)
            }
        }
        return names
    }
}
