/// Guesses from the spelling how words are said: for where there is no espeak-ng.
public struct SpellingPronouncer: Pronouncer {
    /// Makes the pronouncer.
    public init() {}

    /// How words are said, as far as their spelling tells.
    ///
    /// - Parameters:
    ///   - words: Words in lower case.
    ///   - language: The language, such as `en`.
    /// - Returns: One pronunciation for each word, or none for a word without letters.
    public func pronunciations(of words: [String], language: String) async -> [[Pronunciation]] {
        words.map { pronunciations(of: $0, language: language) }
    }

    /// How one word is said.
    public func pronunciations(of word: String, language: String) -> [Pronunciation] {
        let scalars = word.lowercased().unicodeScalars.map { String($0) }.joined()
        let ipa =
            language.lowercased().hasPrefix("en")
            ? EnglishSpelling.pronunciation(of: scalars) : GenericSpelling.pronunciation(of: scalars)
        let phones = Phone.phones(ipa: ipa)
        return phones.isEmpty ? [] : [phones]
    }
}
