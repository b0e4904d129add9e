/// A piece of a sentence as the reader follows it.
enum ReaderNode: Sendable {
    /// A piece of text, by its place among the chunks.
    case chunk(Int32)
    /// Pieces one after the other.
    case sequence([Int32])
    /// One of several pieces.
    case alternatives([Int32], isOptional: Bool)
    /// All of several pieces in any order.
    case permutation([Int32])
    /// A value of a list; the slot is -1 if the value is only captured.
    case list(Int32, slot: Int32)
    /// Whatever is said.
    case wildcard(slot: Int32, endsWord: Bool)
    /// What can never be said: a reference to what does not exist, or to itself.
    case never
}

/// A piece of text with the space after it.
struct ReaderChunk: Sendable {
    /// The scalars in the form in which they are compared.
    var scalars: [UInt32]
    /// How many of them are spaces at the beginning.
    var leadingSpaces: Int
    /// How many there are without the spaces at both ends.
    var length: Int
    /// Whether a word ends with it.
    var endsWord: Bool

    /// Makes a chunk of a text of a template.
    init(_ text: [UInt32], isUnspaced: Bool) {
        var scalars = text
        endsWord = text.last == 0x20
        if isUnspaced {
            var readable = ReadableText(String(String.UnicodeScalarView(text.compactMap { Unicode.Scalar($0) })))
            readable.joinUnspaced()
            scalars = readable.scalars
        }
        self.scalars = scalars.map(ScalarClass.folded)
        leadingSpaces = scalars.prefix { ScalarClass.isSpace($0) }.count
        let trailing = scalars.reversed().prefix { ScalarClass.isSpace($0) }.count
        length = max(0, scalars.count - leadingSpaces - trailing)
    }

    /// Whether it is nothing but spaces.
    var isBlank: Bool { length == 0 }
}
