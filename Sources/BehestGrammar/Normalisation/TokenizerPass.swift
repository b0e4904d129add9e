/// One pass of the ``WordTokenizer`` over a text.
struct TokenizerPass {
    let scalars: [Unicode.Scalar]
    /// Where each scalar begins in the text, and its end.
    let offsets: [Int]
    let speller: (any NumberSpeller)?
    let isPiece: Bool
    var result = SpokenText()

    var position = 0
    private var word = String.UnicodeScalarView()
    private var wordStart = 0
    private var wordEnd = 0

    init(text: String, speller: (any NumberSpeller)?, isPiece: Bool) {
        self.isPiece = isPiece
        self.speller = speller
        scalars = Array(text.unicodeScalars)
        var offsets: [Int] = []
        offsets.reserveCapacity(scalars.count + 1)
        var offset = 0
        for scalar in scalars {
            offsets.append(offset)
            offset += UTF8.width(scalar)
        }
        offsets.append(offset)
        self.offsets = offsets
    }

    mutating func run() {
        while position < scalars.count {
            let scalar = scalars[position]
            if scalar.decimalDigit != nil {
                finishWord()
                readNumber(isNegative: false)
            } else if scalar.isWordPart {
                append(scalar)
                position += 1
            } else {
                readSeparator(scalar)
            }
        }
        finishWord()
    }

    private mutating func append(_ scalar: Unicode.Scalar) {
        if word.isEmpty { wordStart = position }
        if scalar.isApostrophe {
            word.append("'")
        } else if scalar.isASCII {
            word.append(scalar.asciiLowercase)
        } else {
            word.append(contentsOf: scalar.properties.lowercaseMapping.unicodeScalars)
        }
        wordEnd = position + 1
    }

    private mutating func readSeparator(_ scalar: Unicode.Scalar) {
        defer { position += 1 }
        if scalar.properties.generalCategory == .format { return }
        if scalar == ".", isInitialismDot { return }
        if scalar == "-" || scalar == "\u{2212}", isMinus {
            finishWord()
            position += 1
            readNumber(isNegative: true)
            position -= 1
            return
        }
        finishWord()
        if let word = speller?.word(for: scalar) {
            add(word, from: position, to: position + 1)
            return
        }
        if position == 0 { result.beginsWithGap = true }
        if position == scalars.count - 1 { result.endsWithGap = true }
    }

    /// Whether the dot here stands between single letters, as in "a.m." or "U.S.".
    private var isInitialismDot: Bool {
        guard !word.isEmpty, let before = scalar(at: position - 1), before.properties.isAlphabetic else { return false }
        if let other = scalar(at: position - 2), other.isWordPart { return false }
        guard let after = scalar(at: position + 1), after.properties.isAlphabetic else { return false }
        return !(scalar(at: position + 2)?.isWordPart ?? false)
    }

    /// Whether the hyphen here belongs to the number after it.
    private var isMinus: Bool {
        guard speller != nil, let after = scalar(at: position + 1), after.decimalDigit != nil else { return false }
        return scalar(at: position - 1)?.properties.isWhitespace ?? true
    }

    func scalar(at index: Int) -> Unicode.Scalar? {
        scalars.indices.contains(index) ? scalars[index] : nil
    }

    private mutating func finishWord() {
        defer { word = String.UnicodeScalarView() }
        if !isPiece { trimApostrophes() }
        guard !word.isEmpty else { return }
        result.tokens.append(SpokenToken(word: String(word), bytes: offsets[wordStart]..<offsets[wordEnd]))
    }

    mutating func add(_ word: String, from start: Int, to end: Int) {
        // A number or a sign is never a part of a word.
        if start == 0 { result.beginsWithGap = true }
        if end == scalars.count { result.endsWithGap = true }
        result.tokens.append(SpokenToken(word: word, bytes: offsets[start]..<offsets[end]))
    }

    /// Drops the apostrophes around a word, which are quotes.
    private mutating func trimApostrophes() {
        while word.first == "'" {
            word.removeFirst()
            wordStart += 1
        }
        while word.last == "'" {
            word.removeLast()
            wordEnd -= 1
        }
    }
}
