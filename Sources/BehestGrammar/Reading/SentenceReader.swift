/// Reads a text as one of a grammar's sentences, letter by letter, as the sentence-template format defines it.
///
/// ```swift
/// let reader = SentenceReader(packs)
/// let reading = reader.readings(of: "turn on the lamp", context: ["area": .text("Kitchen")]).first
/// ```
///
/// It knows no words, only texts and spaces, so that it reads scripts that are written without spaces as well as any other.
public struct SentenceReader: Sendable {
    /// One sentence template.
    struct Sentence: Sendable {
        var node: Int32
        var block: Int
        /// Whether it begins or ends with a wildcard, so that no word is taken out there.
        var beginsWithWildcard: Bool
        var endsWithWildcard: Bool
        var isWildcard: Bool
    }

    /// What the sentences of one block share.
    struct Block: Sendable {
        var intent = ""
        var slots: [(name: String, value: SlotValue)] = []
        var required: [ContextCondition] = []
        var excluded: [ContextCondition] = []
        var keywords: Set<[UInt32]> = []
        var skipWords = 0
        var response: String?
        var metadata: [String: SlotValue] = [:]
    }

    /// What looks wrong in the packs: names that do not exist.
    public let warnings: [Diagnostic]

    let isUnspaced: Bool
    let nodes: [ReaderNode]
    let chunks: [ReaderChunk]
    let lists: [ReaderList]
    let slotNames: [String]
    let sentences: [Sentence]
    let blocks: [Block]
    let skipWords: [SkipWords]
    let filter: FragmentFilter

    /// Makes a reader of packs of one language.
    public init(_ packs: [GrammarPack]) {
        isUnspaced = packs.contains { $0.ignoresSpaces }
        var builder = ReaderBuilder(language: packs.first?.language ?? "en", isUnspaced: isUnspaced)
        var compiler = ReaderCompiler(packs: packs)
        compiler.compile(with: &builder)
        warnings = builder.diagnostics.inOrder(ofFiles: packs.map(\.file))
        nodes = builder.nodes
        chunks = builder.chunks
        lists = builder.lists
        slotNames = builder.slotNames
        sentences = compiler.sentences
        blocks = compiler.blocks
        skipWords = packs.map { SkipWords($0.skipWords.compactMap(\.text)) }
        filter = FragmentFilter(sentences: sentences.map(\.node), nodes: nodes, chunks: chunks)
    }

    /// What a text can mean, the best first.
    ///
    /// Better is what has metadata under a wanted key, then what names a wanted slot and the longer name, then what has fewer
    /// wildcards, more text of the sentence's own, and less in wildcards; then the intent that comes first in the alphabet.
    ///
    /// - Parameters:
    ///   - transcript: The text.
    ///   - context: What is known beside it, for the sentences that ask for it.
    ///   - slot: The slot whose naming is preferred; `nil` if none is.
    ///   - metadataKey: The key of the metadata that are preferred; `nil` if none are.
    /// - Returns: The readings; none of a text that is no sentence, or longer than any command.
    public func readings(
        of transcript: String,
        context: [String: SlotValue] = [:],
        preferringSlot slot: String? = nil,
        preferringMetadata metadataKey: String? = nil
    ) -> [SentenceReading] {
        guard transcript.utf8.count <= Grammar.longestTranscript else { return [] }
        var search = ReadingSearch(reader: self, transcript: transcript, context: context)
        var ranking = ReadingRanking(slot: slot, metadataKey: metadataKey)
        search.run { ranking.add($0) }
        return ranking.ordered
    }
}

/// One way to read a text as a sentence.
public struct SentenceReading: Sendable {
    /// The intent's name.
    public var intent: String
    /// The values of the slots in the order in which they were said, then those that the grammar supplies; no name twice.
    public var slots: [Interpretation.Slot]
    /// The key of the answer to the intent, if the sentence has one.
    public var response: String?
    /// What the sentence's block says about itself.
    public var metadata: [String: SlotValue]
    /// The sentence, by its place in the packs.
    package var sentence: Int
    /// Which slots took whatever was said.
    package var wildcards: Set<String>
    /// How many times whatever was said was taken.
    var wildcardCount: Int
    /// How many letters of it.
    var wildcardLength: Int
    /// How many letters are the sentence's own.
    var literals: Int
}
