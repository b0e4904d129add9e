/// A transcript as the numbers of a grammar's words.
struct Transcription {
    /// The transcript.
    let text: String
    /// The number of each word; -1 for a word that no sentence has.
    let words: [Int32]
    /// Where each word stands, in UTF-8 bytes; the words of one number share their place.
    private let places: [Range<Int>]

    init(_ text: String, grammar: borrowing Grammar) {
        if let plain = Self.read(text, with: grammar.plainWords) {
            self.init(text: text, words: plain.words, places: plain.places)
        } else {
            self.init(grammar.tokenizer.tokenize(text, isPiece: false).tokens, of: text, grammar: grammar)
        }
    }

    init(_ tokens: [SpokenToken], of text: String, grammar: borrowing Grammar) {
        var words: [Int32] = []
        words.reserveCapacity(tokens.count)
        for token in tokens { words.append(grammar.words.id(of: token.word) ?? -1) }
        self.init(text: text, words: words, places: tokens.map(\.bytes))
    }

    private init(text: String, words: [Int32], places: [Range<Int>]) {
        self.text = text
        self.words = words
        self.places = places
    }

    /// The quick way for most transcripts, which are plain words.
    private static func read(_ text: String, with known: PlainWords?) -> (words: [Int32], places: [Range<Int>])? {
        guard let known else { return nil }
        var words: [Int32] = []
        var places: [Range<Int>] = []
        words.reserveCapacity(16)
        places.reserveCapacity(16)
        return known.read(text.utf8.span, words: &words, places: &places) ? (words, places) : nil
    }

    /// Where a range of words stands in the transcript, in UTF-8 bytes.
    func bytes(of words: Range<Int>) -> Range<Int> {
        let start = places[words.lowerBound].lowerBound
        return start..<max(start, places[words.upperBound - 1].upperBound)
    }

    /// Where a range of words stands with the signs that belong to it.
    func phrase(of words: Range<Int>) -> Range<Int> {
        let bytes = bytes(of: words)
        let start = words.lowerBound > 0 ? places[words.lowerBound - 1].upperBound : 0
        let end = words.upperBound < places.count ? places[words.upperBound].lowerBound : text.utf8.count
        return text.phrase(
            around: bytes,
            within: min(start, bytes.lowerBound)..<max(end, bytes.upperBound)
        )
    }
}
