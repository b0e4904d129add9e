/// Says how words sound.
public protocol Pronouncer: Sendable {
    /// How words are said; a word may have several pronunciations, the usual one first.
    ///
    /// It never fails: what it does not know it approximates.
    ///
    /// - Parameters:
    ///   - words: Words in lower case, as the grammar's tokeniser makes them; single letters are said by their names.
    ///   - language: The language, such as `en` or `de`.
    /// - Returns: The pronunciations, in the order of the words.
    func pronunciations(of words: [String], language: String) async -> [[Pronunciation]]
}
