/// A transcript as the numbers of a grammar's words.
struct Transcription {
    /// The transcript.
    let text: String
    /// Its words with their places.
    let tokens: [SpokenToken]
    /// The number of each word; -1 for a word that no sentence has.
    let words: [Int32]

    init(_ text: String, grammar: Grammar) {
        self.init(grammar.tokenizer.tokenize(text, isPiece: false).tokens, of: text, grammar: grammar)
    }

    init(_ tokens: [SpokenToken], of text: String, grammar: Grammar) {
        self.text = text
        self.tokens = tokens
        words = tokens.map { grammar.words.id(of: $0.word) ?? -1 }
    }

    /// The words as they are said.
    var spoken: [String] { tokens.map(\.word) }

    /// Where a range of words stands in the transcript, in UTF-8 bytes.
    func bytes(of words: Range<Int>) -> Range<Int> {
        let start = tokens[words.lowerBound].bytes.lowerBound
        return start..<max(start, tokens[words.upperBound - 1].bytes.upperBound)
    }

    /// Where a range of words stands with the signs that belong to it.
    func phrase(of words: Range<Int>) -> Range<Int> {
        let bytes = bytes(of: words)
        let start = words.lowerBound > 0 ? tokens[words.lowerBound - 1].bytes.upperBound : 0
        let end = words.upperBound < tokens.count ? tokens[words.upperBound].bytes.lowerBound : text.utf8.count
        return text.phrase(
            around: bytes,
            within: min(start, bytes.lowerBound)..<max(end, bytes.upperBound)
        )
    }
}
