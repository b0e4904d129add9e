extension Grammar {
    /// Compiles packs into one grammar.
    ///
    /// - Throws: All mistakes of all packs. What only looks wrong is found in ``warnings`` instead.
    public init(compiling packs: [GrammarPack]) throws(GrammarError) {
        let packs = packs.map(\.withBuiltInSlots)
        let language = packs.first?.language ?? "en"
        let compilation = GrammarCompilation(language: language)
        var compiler = GrammarCompiler(compilation: compilation, packs: packs)
        compiler.compile()
        let diagnostics = compilation.diagnostics.inOrder(ofFiles: packs.map(\.file))
        guard !diagnostics.contains(where: { $0.severity == .error }) else {
            throw GrammarError(diagnostics: diagnostics)
        }
        self.language = language
        intents = compiler.intents
        warnings = diagnostics
        sentences = compiler.sentences
        blocks = compiler.blocks
        skipWords = compiler.skipWords
        graph = SentenceGraph(compilation.builder)
        automaton = Automaton(graph, packs: compiler.sentences.map(\.pack), count: packs.count)
        lists = compilation.lists
        words = compilation.builder.words
        plainWords = compilation.tokenizer.splitsPlainText ? PlainWords(words.words) : nil
        slotNames = compilation.builder.slotNames
        tokenizer = compilation.tokenizer
    }
}

extension Grammar {
    /// All that is wrong with packs which have been read: the mistakes of reading, and those that only show when the packs are
    /// compiled, such as the name of a list that does not exist.
    ///
    /// - Parameter readings: The packs, with or without mistakes.
    /// - Returns: The diagnostics in the order of the packs and their lines; none if the packs can be used as they are.
    public static func check(_ readings: [GrammarPack.Reading]) -> [Diagnostic] {
        let drafts = readings.compactMap(\.draft?.withBuiltInSlots)
        let compilation = GrammarCompilation(language: drafts.first?.language ?? "en")
        var compiler = GrammarCompiler(compilation: compilation, packs: drafts)
        compiler.compile()
        var diagnostics = readings.flatMap(\.diagnostics)
        // A sentence that could only be read in part may seem empty or too long; what it names is still looked up.
        let hasErrors = diagnostics.contains { $0.severity == .error }
        diagnostics += compilation.diagnostics.filter { !hasErrors || Self.lookUpCodes.contains($0.code) }
        return diagnostics.inOrder(ofFiles: readings.compactMap(\.draft?.file))
    }

    private static let lookUpCodes: Set = ["unknown-list", "unknown-rule", "cyclic-rule", "mixed-languages"]
}
