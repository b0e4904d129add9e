extension Grammar {
    /// Compiles packs into one grammar.
    ///
    /// - Throws: All mistakes of all packs. What only looks wrong is found in ``warnings`` instead.
    public init(compiling packs: [GrammarPack]) throws(GrammarError) {
        let language = packs.first?.language ?? "en"
        let compilation = GrammarCompilation(language: language)
        var compiler = GrammarCompiler(compilation: compilation, packs: packs)
        compiler.compile()
        let diagnostics = compilation.diagnostics
        guard !diagnostics.contains(where: { $0.severity == .error }) else {
            throw GrammarError(diagnostics: diagnostics)
        }
        self.language = language
        intents = compiler.intents
        warnings = diagnostics
        sentences = compiler.sentences
        blocks = compiler.blocks
        skipWords = compiler.skipWords
        automaton = Automaton(compilation.builder)
        lists = compilation.lists
        words = compilation.builder.words
        slotNames = compilation.builder.slotNames
        tokenizer = compilation.tokenizer
    }
}
