/// The words of a grammar, each with a number.
package struct WordTable: Sendable {
    /// The words by number.
    package private(set) var words: [String] = []
    private var ids: [String: Int32] = [:]

    /// The number of a word; `nil` for a word that no sentence has.
    package func id(of word: String) -> Int32? {
        ids[word]
    }

    /// The number of a word, which is given one if it has none.
    mutating func intern(_ word: String) -> Int32 {
        if let id = ids[word] { return id }
        let id = Int32(words.count)
        ids[word] = id
        words.append(word)
        return id
    }
}
