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
    ///   - list: The list, by its place among the grammar's.
    ///   - position: The place of the first word.
    ///   - words: The transcript's words by number; -1 for those that the grammar does not have.
    ///   - grammar: The grammar.
    /// - Returns: The places of what was found among all that has been found.
    mutating func matches(
        of list: Int,
        at position: Int,
        of words: [Int32],
        grammar: Grammar
    ) -> Range<Int32> {
        if let known = places.insert(Int32(ranges.count), for: Int32(list), at: position) { return ranges[Int(known)] }
        return find(in: grammar.lists[list].trie, at: position, of: words)
    }

    /// The numbers of the matches of a pack's meaningless words.
    mutating func skips(
        ofPack pack: Int,
        at position: Int,
        of words: [Int32],
        grammar: Grammar
    ) -> Range<Int32> {
        guard grammar.skipWords[pack].arcCount > 0 else { return 0..<0 }
        let key = Int32(-1 - pack)
        if let known = places.insert(Int32(ranges.count), for: key, at: position) { return ranges[Int(known)] }
        return find(in: grammar.skipWords[pack], at: position, of: words)
    }

    private mutating func find(in trie: borrowing WordTrie, at position: Int, of words: [Int32]) -> Range<Int32> {
        let first = Int32(found.count)
        var node: Int32 = 0
        var end = position
        while end < words.count, words[end] >= 0, let next = trie.target(from: node, word: words[end]) {
            node = next
            end += 1
            for value in trie.valueRange(at: node) { found.append(TrieMatch(end: end, value: trie.value(value))) }
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
