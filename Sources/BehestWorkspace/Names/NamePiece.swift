/// A part of a name that is said as one.
enum NamePiece: Sendable, Hashable {
    /// A word.
    case word(String)
    /// Letters that may be said one by one: an acronym, or what no one can say as a word.
    case letters(String)
    /// Decimal digits.
    case number(String)
    /// A sign between the others.
    case sign(Character)

    /// Cuts a name where its case, its digits and its signs say that a word ends.
    ///
    /// `HTTPClient2` is `HTTP`, `Client`, `2`; `user_store` is `user`, `_`, `store`.
    static func pieces(of name: some StringProtocol) -> [NamePiece] {
        let characters = Array(name)
        let isShouted = !characters.contains { $0.isLowercase }
        var pieces: [NamePiece] = []
        var start = 0
        while start < characters.count {
            let end = endOfPiece(in: characters, from: start)
            pieces.append(piece(String(characters[start..<end]), isShouted: isShouted))
            start = end
        }
        for index in pieces.indices.dropLast() {
            // "utf8", "sha256": short words before a number are mostly acronyms.
            guard case .word(let word) = pieces[index], case .number = pieces[index + 1], (2...3).contains(word.count)
            else { continue }
            pieces[index] = .letters(word)
        }
        return pieces
    }

    private static func endOfPiece(in characters: [Character], from start: Int) -> Int {
        let first = characters[start]
        var end = start + 1
        if first.isWholeNumber {
            while end < characters.count, characters[end].isWholeNumber { end += 1 }
            return end
        }
        guard first.isLetter else { return end }
        // A run of capitals ends before the one that begins a word: "HTTPClient".
        while end < characters.count, characters[end].isUppercase, characters[end - 1].isUppercase { end += 1 }
        let isRun = end - start > 1
        if isRun {
            guard end < characters.count, characters[end].isLowercase else { return end }
            let after = end + 1
            let isPlural = characters[end] == "s" && (after == characters.count || !characters[after].isLowercase)
            return isPlural ? after : end - 1
        }
        while end < characters.count, characters[end].isLetter, !characters[end].isUppercase { end += 1 }
        return end
    }

    private static func piece(_ text: String, isShouted: Bool) -> NamePiece {
        guard let first = text.first else { return .word(text) }
        if first.isWholeNumber { return .number(text) }
        guard first.isLetter else { return .sign(first) }
        let word = text.lowercased()
        let isAcronym = text.count > 1 && text.dropFirst().first?.isUppercase == true
        let hasVowel = word.contains { "aeiouy".contains($0) || !$0.isASCII }
        let longest = if !hasVowel { 8 } else if !isAcronym { 1 } else if isShouted { 3 } else { 5 }
        return text.count <= longest && text.count > 1 ? .letters(word) : .word(word)
    }

    /// The ways to say it, the most usual one first.
    var variants: [String] {
        switch self {
        case .word(let word): [word]
        case .letters(let letters): [letters, Self.oneByOne(letters)]
        case .number(let digits): Self.variants(ofNumber: digits)
        case .sign: []
        }
    }

    static func oneByOne(_ text: String) -> String {
        text.map(String.init).joined(separator: " ")
    }

    private static func variants(ofNumber digits: String) -> [String] {
        let digitByDigit = oneByOne(digits)
        guard digits.count > 1 else { return [digits] }
        // No one counts that far.
        guard digits.count <= 6 else { return [digitByDigit] }
        let number = String(digits.drop { $0 == "0" })
        if number.isEmpty { return [digitByDigit] }
        return number.count < digits.count ? [digitByDigit, number] : [digits, digitByDigit]
    }
}
