extension TokenizerPass {
    /// Reads the number that begins here, with its thousands, its broken part and an ordinal's ending.
    mutating func readNumber(isNegative: Bool) {
        let start = isNegative ? position - 1 : position
        var digits = takeDigits()
        while scalar(at: position) == ",", digits.count <= 15, digitCount(at: position + 1) == 3, digits.first != 0 {
            position += 1
            digits += takeDigits()
        }
        guard let speller else {
            add(String(digits.map { Character(String($0)) }), from: start, to: position)
            return
        }
        var words = isNegative ? [speller.minus] : []
        if scalar(at: position) == ".", digitCount(at: position + 1) > 0 {
            words += spell(digits, with: speller)
            while scalar(at: position) == ".", digitCount(at: position + 1) > 0 {
                position += 1
                words.append(speller.decimalPoint)
                words += takeDigits().flatMap { speller.spellings(of: $0)[0] }
            }
        } else if let end = ordinalEnd(speller) {
            position = end
            words += speller.ordinal(of: digits.reduce(0) { ($0 &* 10) &+ $1 } & .max)
        } else {
            words += spell(digits, with: speller)
        }
        for word in words { add(word, from: start, to: position) }
    }

    private func spell(_ digits: [Int], with speller: any NumberSpeller) -> [String] {
        // "007", and what no one counts with, is said digit by digit.
        guard digits.count <= 15, digits.first != 0 || digits.count == 1 else {
            return digits.flatMap { speller.spellings(of: $0)[0] }
        }
        return speller.spellings(of: digits.reduce(0) { $0 * 10 + $1 })[0]
    }

    private mutating func takeDigits() -> [Int] {
        var digits: [Int] = []
        while let digit = scalar(at: position)?.decimalDigit {
            digits.append(digit)
            position += 1
        }
        return digits
    }

    private func digitCount(at index: Int) -> Int {
        var end = index
        while let scalar = scalar(at: end), scalar.decimalDigit != nil { end += 1 }
        return end - index
    }

    private func ordinalEnd(_ speller: any NumberSpeller) -> Int? {
        var end = position
        var suffix = ""
        while let scalar = scalar(at: end), scalar.properties.isAlphabetic, end - position < 8 {
            suffix.unicodeScalars.append(scalar)
            end += 1
        }
        return speller.isOrdinalSuffix(suffix.lowercased()) ? end : nil
    }
}
