/// What looks wrong in packs that can be used: what nobody can say, what is said twice, and what sounds alike.
///
/// ```swift
/// let review = GrammarReview(of: packs, compiled: grammar, sounds: index)
/// print(renderer.render(review.warnings))
/// ```
public struct GrammarReview: Sendable {
    /// What looks wrong, in the order of the packs and their lines.
    public private(set) var warnings: [Diagnostic] = []

    /// What could not be looked at to the end, in sentences for a person.
    public private(set) var notes: [String] = []

    /// Looks packs through; the time that it takes is bounded, however large they are.
    ///
    /// - Parameters:
    ///   - packs: The packs, their lists filled.
    ///   - grammar: The same packs, compiled.
    ///   - sounds: How their words sound; `nil` to leave out what sounds alike.
    public init(of packs: [GrammarPack], compiled grammar: Grammar, sounds: SoundIndex?) {
        for pack in packs { warnings += UnusedNames(pack: pack).diagnostics }
        warnings += UnsayableSentences(grammar: grammar, packs: packs).diagnostics
        var repeated = RepeatedSentences(grammar: grammar)
        warnings += repeated.diagnostics()
        if repeated.isCut {
            notes.append("Not all sentences were compared with those before them: there are too many.")
        }
        var shared = SharedSentences(grammar: grammar, openLists: packs.openLists)
        warnings += shared.diagnostics()
        if shared.isCut { notes.append("Not all sentences were looked for in two intents: there are too many.") }
        if let sounds {
            var alike = SoundAlikes(index: sounds)
            for pack in packs { alike.addLists(of: pack) }
            alike.addSentences(of: packs)
            warnings += alike.diagnostics
            notes += alike.notes
        }
        warnings = warnings.inOrder(ofFiles: packs.map(\.file))
    }
}

extension [GrammarPack] {
    /// The names of the lists that are filled from elsewhere, whose values are other ones tomorrow.
    var openLists: Set<String> {
        var names: Set<String> = []
        for pack in self {
            for lists in [pack.lists] + pack.intents.flatMap(\.blocks).map(\.lists) {
                names.formUnion(lists.values.lazy.filter { $0.source != nil }.map(\.name))
            }
        }
        return names
    }
}

extension SourceRange {
    /// The place for a person: the line, and the file where it is another one.
    func place(seenFrom other: SourceRange) -> String {
        file == other.file ? "line \(start.line)" : "\(file), line \(start.line)"
    }
}
