/// The sentences of packs as they are read letter by letter, which is how the sentence-template format defines them.
///
/// It knows no words, only texts and spaces, so that it reads scripts that are written without spaces as well as any other.
final class SentenceReader: Sendable {
    /// One sentence template.
    struct Sentence: Sendable {
        var node: Int32
        /// Whether it begins or ends with a wildcard, so that no word is taken out there.
        var beginsWithWildcard: Bool
        var endsWithWildcard: Bool
        var isWildcard: Bool
    }

    let isUnspaced: Bool
    let nodes: [ReaderNode]
    let chunks: [ReaderChunk]
    let lists: [ReaderList]
    let slotNames: [String]
    /// The sentences in the order of the packs.
    let sentences: [Sentence]
    /// For each sentence its place in the order in which they are tried.
    let ranks: [Int32]
    let skipWords: [SkipWords]
    let filter: FragmentFilter

    /// Makes a reader of packs of one language.
    init(_ packs: [GrammarPack]) {
        isUnspaced = packs.contains(where: \.ignoresSpaces)
        var builder = ReaderBuilder(language: packs.first?.language ?? "en", isUnspaced: isUnspaced)
        var compiler = ReaderCompiler(packs: packs)
        compiler.compile(with: &builder)
        nodes = builder.nodes
        chunks = builder.chunks
        lists = builder.lists
        slotNames = builder.slotNames
        sentences = compiler.sentences
        ranks = compiler.ranks
        skipWords = packs.map { SkipWords($0.skipWords.compactMap(\.text)) }
        filter = FragmentFilter(sentences: sentences.map(\.node), nodes: nodes, chunks: chunks)
    }
}
