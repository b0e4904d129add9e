/// The sentences of one or more packs, compiled so that a transcript is understood in a moment.
///
/// ```swift
/// let grammar = try Grammar(compiling: packs)
/// for reading in grammar.interpret("file a bug about the parser") {
///     print(reading.intent, reading.slots)
/// }
/// ```
public final class Grammar: Sendable {
    /// The language in which it is spoken, such as `en`.
    public let language: String

    /// The names of the intents, in the order of the packs.
    public let intents: [String]

    /// What looks wrong in the packs but does not keep them from being used.
    public let warnings: [Diagnostic]

    /// The sentence templates in the order of the packs.
    package let sentences: [Sentence]

    /// The blocks in which the sentences stand.
    package let blocks: [Block]

    /// All sentences as one graph over words, which tells what can be said.
    package let automaton: Automaton

    /// Each sentence as a graph of its own, which tells what words mean.
    package let graph: SentenceGraph

    /// Each sentence as it is read letter by letter.
    let reader: SentenceReader

    /// The sentences that are always looked for by their letters.
    let sentencesByLetters: [Int32]

    /// The lists that both graphs name.
    package let lists: [CompiledList]

    /// The words by number.
    package let words: WordTable

    /// The words in plain letters; `nil` where the tokeniser does more to them than to split them.
    let plainWords: PlainWords?

    /// The slot names by number.
    package let slotNames: [String]

    /// What turns a text into words.
    package let tokenizer: any Tokenizer

    /// For each pack the words that may be said anywhere without a meaning.
    package let skipWords: [WordTrie]

    /// How many sentence templates there are.
    public var sentenceCount: Int { sentences.count }

    /// How many states the automaton has.
    public var stateCount: Int { automaton.stateCount }

    /// How many arcs the automaton has; those within lists are not counted.
    public var arcCount: Int { automaton.arcCount }

    /// How many different words the grammar knows.
    public var wordCount: Int { words.words.count }

    /// Compiles packs into one grammar.
    ///
    /// - Parameters:
    ///   - packs: The packs, of one language.
    ///   - toleratesUnknownNames: Whether rules and lists that do not exist, or contain themselves, are only warned of; nothing
    ///     that needs them can be said then.
    /// - Throws: All mistakes of all packs. What only looks wrong is found in ``warnings`` instead.
    public init(compiling packs: [GrammarPack], toleratesUnknownNames: Bool = false) throws(GrammarError) {
        let packs = packs.map(\.withBuiltInSlots)
        let language = packs.first?.language ?? "en"
        let compilation = GrammarCompilation(language: language)
        compilation.tolerated = toleratesUnknownNames ? ["unknown-list", "unknown-rule", "cyclic-rule"] : []
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
        reader = SentenceReader(packs)
        sentencesByLetters = compiler.sentences.indices.filter { compiler.sentences[$0].isByLetters }.map { Int32($0) }
        lists = compilation.lists
        words = compilation.builder.words
        plainWords = compilation.tokenizer.splitsPlainText ? PlainWords(words.words) : nil
        slotNames = compilation.builder.slotNames
        tokenizer = compilation.tokenizer
    }
}

extension Grammar {
    /// One sentence template.
    package struct Sentence: Sendable {
        /// The intent, by its place in ``Grammar/intents``.
        package var intent: Int
        /// The block, by its place in ``Grammar/blocks``.
        package var block: Int
        /// The pack, by its place among those compiled.
        package var pack: Int
        /// The template.
        package var template: Template
        /// Whether words alone do not tell what the sentence can be, so that it is always looked for by its letters.
        package var isByLetters: Bool
    }

    /// What the sentences of one block share.
    package struct Block: Sendable {
        /// Slots that every sentence fills.
        package var slots: [(name: String, value: SlotValue)]
        /// What must be known.
        package var required: [ContextCondition]
        /// What must not be known.
        package var excluded: [ContextCondition]
        /// Words of which one must be said, if there are any, by number.
        package var keywords: [Int32]
        /// The same words as they are compared by their letters.
        var keywordTexts: Set<[UInt32]>
        /// The key of the answer to the intent.
        package var response: String?
        /// What the block says about itself.
        package var metadata: [String: SlotValue]
    }
}
