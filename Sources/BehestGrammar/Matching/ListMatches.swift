/// The values of lists that are found in a transcript, each place looked at once.
struct ListMatches {
    private var places = PlaceTable()
    private var ranges: [Range<Int32>] = []
    private var found: [TrieMatch] = []

    /// A match by its number.
    subscript(match: Int32) -> TrieMatch { found[Int(match)] }

    /// The numbers of the matches that begin at a place, shortest first.
    ///
    /// - Parameters:
    ///   - key: What tells the trie from others.
    ///   - trie: The trie.
    ///   - position: The place of the first word.
    ///   - words: The transcript's words by number; -1 for those that the grammar does not have.
    mutating func matches(of key: Int32, in trie: WordTrie, at position: Int, of words: [Int32]) -> Range<Int32> {
        if let known = places.insert(Int32(ranges.count), for: key, at: position) { return ranges[Int(known)] }
        let first = Int32(found.count)
        var node: Int32 = 0
        var end = position
        while end < words.count, words[end] >= 0, let next = trie.target(from: node, word: words[end]) {
            node = next
            end += 1
            for value in trie.values(at: node) { found.append(TrieMatch(end: end, value: value)) }
        }
        ranges.append(first..<Int32(found.count))
        return first..<Int32(found.count)
    }
}

/// A value of a trie that was found in the words.
struct TrieMatch {
    /// The place after its last word.
    var end: Int
    /// The value.
    var value: Int32
}
