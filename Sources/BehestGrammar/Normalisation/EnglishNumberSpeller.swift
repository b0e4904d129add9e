/// Says numbers in English.
package struct EnglishNumberSpeller: NumberSpeller {
    /// Makes the speller.
    package init() {}

    package let decimalPoint = "point"
    package let minus = "minus"

    package func spellings(of number: Int) -> [[String]] {
        guard number >= 0 else {
            return spellings(of: number == .min ? .max : -number).map { [minus] + $0 }
        }
        let plain = cardinal(number, joiner: nil)
        guard number > 100, number % 100 != 0 else { return [plain] }
        return [plain, cardinal(number, joiner: "and")]
    }

    package func ordinal(of number: Int) -> [String] {
        var words = cardinal(number, joiner: nil)
        guard let last = words.popLast() else { return [] }
        words.append(Self.irregularOrdinals[last] ?? (last.hasSuffix("y") ? last.dropLast() + "ieth" : last + "th"))
        return words
    }

    package func isOrdinalSuffix(_ suffix: String) -> Bool {
        ["st", "nd", "rd", "th"].contains(suffix)
    }

    package func word(for sign: Unicode.Scalar) -> String? {
        switch sign {
        case "%": "percent"
        case "&": "and"
        case "+": "plus"
        case "=": "equals"
        case "°": "degrees"
        default: nil
        }
    }

    private func cardinal(_ number: Int, joiner: String?) -> [String] {
        guard number > 0 else { return ["zero"] }
        var words: [String] = []
        var rest = number
        for (size, name) in Self.scales where rest >= size {
            words += hundreds(rest / size, joiner: joiner) + [name]
            rest %= size
        }
        if rest > 0 {
            // "one thousand and five", but "one thousand two hundred".
            if let joiner, rest < 100, !words.isEmpty { words.append(joiner) }
            words += hundreds(rest, joiner: joiner)
        }
        return words
    }

    private func hundreds(_ number: Int, joiner: String?) -> [String] {
        // The greatest scale takes what no greater one does.
        guard number < 1000 else { return cardinal(number, joiner: joiner) }
        var words: [String] = []
        if number >= 100 { words += [Self.small[number / 100], "hundred"] }
        let rest = number % 100
        guard rest > 0 else { return words }
        if let joiner, !words.isEmpty { words.append(joiner) }
        guard rest >= 20 else { return words + [Self.small[rest]] }
        words.append(Self.tens[rest / 10])
        if rest % 10 > 0 { words.append(Self.small[rest % 10]) }
        return words
    }

    private static let scales: [(Int, String)] = [
        (1_000_000_000_000, "trillion"), (1_000_000_000, "billion"), (1_000_000, "million"), (1000, "thousand"),
    ]

    private static let small = [
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
        "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
    ]

    private static let tens = [
        "", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
    ]

    private static let irregularOrdinals = [
        "one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth", "nine": "ninth",
        "twelve": "twelfth",
    ]
}
