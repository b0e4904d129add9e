extension Unicode.Scalar {
    /// Whether words are made of it: a letter, an accent, or an apostrophe.
    var isWordPart: Bool {
        if isASCII { return isASCIILetter || self == "'" }
        if isApostrophe { return true }
        switch properties.generalCategory {
        case .nonspacingMark, .spacingMark, .enclosingMark, .letterNumber, .otherNumber: return true
        default: return properties.isAlphabetic
        }
    }

    /// Whether it is an apostrophe, straight or curly.
    var isApostrophe: Bool {
        self == "'" || self == "\u{2019}" || self == "\u{02BC}" || self == "\u{2018}"
    }

    /// The value of a decimal digit of any script.
    var decimalDigit: Int? {
        if isASCII { return (48...57).contains(value) ? Int(value - 48) : nil }
        guard properties.generalCategory == .decimalNumber else { return nil }
        return properties.numericValue.map { Int($0) }
    }

    /// The lower-case form of an ASCII scalar.
    var asciiLowercase: Unicode.Scalar {
        (65...90).contains(value) ? Unicode.Scalar(UInt8(value + 32)) : self
    }

    private var isASCIILetter: Bool {
        (97...122).contains(value) || (65...90).contains(value)
    }
}
