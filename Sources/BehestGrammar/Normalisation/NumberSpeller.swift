/// Says numbers and signs in one language.
package protocol NumberSpeller: Sendable {
    /// The ways to say a whole number, the usual one first; all in lower case, one element a word.
    func spellings(of number: Int) -> [[String]]

    /// How a rank is said, such as "first".
    func ordinal(of number: Int) -> [String]

    /// Whether letters written after a number make it a rank, such as "st".
    func isOrdinalSuffix(_ suffix: String) -> Bool

    /// The word between the whole and the broken part of a number.
    var decimalPoint: String { get }

    /// The word before a number below zero.
    var minus: String { get }

    /// How a sign such as `%` is said; `nil` if it is not.
    func word(for sign: Unicode.Scalar) -> String?
}

/// The spellers by language.
package enum NumberSpellers {
    /// The speller of a language such as `en` or `en-GB`; `nil` if there is none yet.
    package static func speller(for language: String) -> (any NumberSpeller)? {
        switch language.lowercased().prefix(while: { $0.isLetter }) {
        case "en": EnglishNumberSpeller()
        default: nil
        }
    }
}
