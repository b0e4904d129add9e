/// One word as it is said, with the place in the text that it was read from.
package struct SpokenToken: Sendable, Hashable {
    /// The word in lower case.
    package var word: String
    /// Its place in the text, in UTF-8 bytes; the words of one number share theirs.
    package var bytes: Range<Int>
}

/// A text as the words that are said.
package struct SpokenText: Sendable, Hashable {
    /// The words.
    package var tokens: [SpokenToken] = []
    /// Whether the text begins with something that separates words.
    package var beginsWithGap = false
    /// Whether the text ends with something that separates words.
    package var endsWithGap = false
    /// Its words alone.
    package var words: [String] { tokens.map(\.word) }
}

/// Turns a text, of a transcript or of a template, into words.
///
/// Both sides of a match go through the same tokeniser, so whatever it does to a text it need not undo. A language without
/// spaces between words gets a tokeniser of its own.
package protocol Tokenizer: Sendable {
    /// The words of a text.
    ///
    /// - Parameters:
    ///   - text: A transcript, or a text of a template.
    ///   - isPiece: Whether the text may be a part of a word, as the "s" of `light[s]` is; then nothing is dropped from
    ///     its ends.
    /// - Returns: The words in order, each with its place.
    func tokenize(_ text: String, isPiece: Bool) -> SpokenText

    /// Whether it takes a text of Latin letters without accents, spaces and commas, with sentence signs at its end, for the words
    /// between the spaces, in lower case. Such texts are read without it.
    var splitsPlainText: Bool { get }
}

extension Tokenizer {
    /// The words of a whole text.
    package func words(of text: String) -> [String] {
        tokenize(text, isPiece: false).words
    }
}
