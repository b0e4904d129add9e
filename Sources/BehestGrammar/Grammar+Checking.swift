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
