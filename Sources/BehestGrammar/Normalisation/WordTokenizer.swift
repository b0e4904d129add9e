/// The tokeniser for languages that write spaces between words.
///
/// Case and punctuation go, accents stay; apostrophes stay inside a word, curly ones as straight ones; hyphens separate words;
/// numbers and signs become words where the language has a ``NumberSpeller``.
package struct WordTokenizer: Tokenizer {
    private let speller: (any NumberSpeller)?

    /// Makes the tokeniser of a language.
    package init(language: String) {
        speller = NumberSpellers.speller(for: language)
    }

    package var splitsPlainText: Bool { true }

    package func tokenize(_ text: String, isPiece: Bool) -> SpokenText {
        var pass = TokenizerPass(text: text, speller: speller, isPiece: isPiece)
        pass.run()
        return pass.result
    }
}
