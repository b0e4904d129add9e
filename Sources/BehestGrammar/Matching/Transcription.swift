/// A transcript as the numbers of a grammar's words.
struct Transcription {
    /// The transcript.
    let text: String
    /// The number of each word; -1 for a word that no sentence has.
    let words: [Int32]
    /// Where each word stands, in UTF-8 bytes; the words of one number share their place.
    private let places: [Range<Int>]

    init(_ text: String, grammar: Grammar) {
        if let plain = Self.read(text, with: grammar.plainWords) {
            self.init(text: text, words: plain.words, places: plain.places)
        } else {
            self.init(grammar.tokenizer.tokenize(text, isPiece: false).tokens, of: text, grammar: grammar)
        }
    }

    init(_ tokens: [SpokenToken], of text: String, grammar: Grammar) {
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

    /// How many letters a word has; all words of one number but the first count for nothing.
    func letterCount(of word: Int) -> Int {
        word > 0 && places[word] == places[word - 1] ? 0 : places[word].count
    }

    /// How many letters a number has that was said in words, with the spaces between them; none if it is in digits.
    func wordLetters(of words: Range<Int>) -> Int {
        isInDigits(words) ? 0 : bytes(of: words).count
    }

    /// Whether words stand for a number that is written in digits.
    func isInDigits(_ words: Range<Int>) -> Bool {
        let start = places[words.lowerBound].lowerBound
        // Nothing may have been heard for a word that another way of understanding puts in.
        return text.utf8.dropFirst(start).first.map { (48...57).contains($0) } ?? false
    }

    /// Whether the text is nothing but words in plain letters, numbers in digits, and single spaces between them, with sentence
    /// signs at its end: then its letters tell no more than its words.
    var isPlain: Bool {
        let text = text.utf8.span
        var end = text.count
        while end > 0, Self.endsSentence(text[end - 1]) { end -= 1 }
        var before = Sign.space
        for index in 0..<end {
            let sign = Sign(text[index])
            switch (before, sign) {
            case (.letter, .letter), (.digit, .digit), (.letter, .space), (.digit, .space), (.space, .letter),
                (.space, .digit), (.letter, .apostrophe), (.apostrophe, .letter), (.percent, .space):
                before = sign
            case (.digit, .percent):
                // Not in every language is it a word.
                guard places.contains(where: { $0.lowerBound == index }) else { return false }
                before = sign
            default: return false
            }
        }
        return before != .apostrophe && before != .space
    }

    private static func endsSentence(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: ".") || byte == UInt8(ascii: "?") || byte == UInt8(ascii: "!") || byte == UInt8(ascii: " ")
    }

    private enum Sign {
        case letter, digit, space, apostrophe, percent, other

        init(_ byte: UInt8) {
            switch byte {
            case 97...122, 65...90: self = .letter
            case 48...57: self = .digit
            case UInt8(ascii: " "): self = .space
            case UInt8(ascii: "'"): self = .apostrophe
            case UInt8(ascii: "%"): self = .percent
            default: self = .other
            }
        }
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
