/// A transcript as the units that are said one after the other: its words, and its numbers as a whole.
struct HeardText: Sendable {
    /// A word or a number of the transcript.
    struct Unit: Sendable, Hashable {
        /// Where it stands in the transcript, in UTF-8 bytes.
        var bytes: Range<Int>
        /// The ways to say it, each as words, the usual one first.
        var sayings: [[String]]
        /// How much its sounds count: less where the recogniser was unsure.
        var weight: Float = 1
    }

    let text: String
    var units: [Unit] = []

    /// The most units that are looked at; a longer text is no command that was misheard.
    static let mostUnits = 200

    init(_ text: String, tokenizer: any Tokenizer) {
        self.text = text
        for token in tokenizer.tokenize(text, isPiece: false).tokens {
            if let last = units.last, last.bytes == token.bytes {
                units[units.count - 1].sayings[0].append(token.word)
            } else {
                units.append(Unit(bytes: token.bytes, sayings: [[token.word]]))
            }
        }
        for index in units.indices {
            let written = text.slice(units[index].bytes)
            units[index].sayings += Self.otherSayings(of: written, tokenizer: tokenizer)
        }
    }

    /// Counts the sounds of a word less the less sure the recogniser was of it.
    ///
    /// - Parameter confidences: One for each of the text's words as white space separates them, 0 to 1.
    mutating func weigh(by confidences: [Double]) {
        var spans: [Range<Int>] = []
        var start: Int?
        for (offset, byte) in text.utf8.enumerated() {
            if byte == UInt8(ascii: " ") || (9...13).contains(byte) {
                if let begun = start { spans.append(begun..<offset) }
                start = nil
            } else if start == nil {
                start = offset
            }
        }
        if let start { spans.append(start..<text.utf8.count) }
        guard spans.count == confidences.count else { return }
        var word = 0
        for index in units.indices {
            while word + 1 < spans.count, spans[word].upperBound <= units[index].bytes.lowerBound { word += 1 }
            let confidence = min(1, max(0, confidences[word]))
            units[index].weight = Float(Self.leastWeight + (1 - Self.leastWeight) * confidence)
        }
    }

    /// How much the sounds of a word count that the recogniser only guessed.
    private static let leastWeight = 0.6

    /// A number may have been said digit by digit or in pairs, and capitals letter by letter.
    private static func otherSayings(of written: String, tokenizer: any Tokenizer) -> [[String]] {
        let scalars = Array(written.unicodeScalars)
        guard (2...6).contains(scalars.count) else { return [] }
        if scalars.allSatisfy({ $0.decimalDigit != nil }) {
            func said(_ digits: ArraySlice<Unicode.Scalar>) -> [String] {
                var text = String.UnicodeScalarView()
                text.append(contentsOf: digits)
                return tokenizer.words(of: String(text))
            }
            var sayings = [scalars.indices.flatMap { said(scalars[$0...$0]) }]
            if scalars.count == 3 { sayings.append(said(scalars[..<1]) + said(scalars[1...])) }
            if scalars.count == 4 { sayings.append(said(scalars[..<2]) + said(scalars[2...])) }
            return sayings
        }
        if scalars.allSatisfy({ $0.properties.isUppercase }) {
            return [scalars.map { $0.properties.lowercaseMapping }]
        }
        return []
    }

    /// The words whose pronunciations are needed.
    var words: [String] {
        var known: Set<String> = []
        return units.flatMap { $0.sayings.flatMap(\.self) }.filter { known.insert($0).inserted }
    }
}
