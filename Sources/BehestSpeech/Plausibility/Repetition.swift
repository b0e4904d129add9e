/// Words that stand in a text several times in a row.
struct Repetition: Sendable, Hashable {
    /// The words, once.
    var words: [String]
    /// How many times in a row.
    var times: Int

    /// How many words that are in all.
    var length: Int { words.count * times }

    /// The longest phrase that is looked for.
    private static let longestPhrase = 12

    /// Finds the repetition that takes up the most of some words, by the shortest phrase that does.
    ///
    /// - Parameter words: the words as they are compared.
    init?(in words: [String]) {
        var best: Repetition?
        for length in 1...Self.longestPhrase where words.count >= 2 * length {
            var start = 0
            while start + 2 * length <= words.count {
                let times = Self.times(length, at: start, in: words)
                if times > 1, times * length > best?.length ?? 0 {
                    best = Repetition(words: Array(words[start..<start + length]), times: times)
                }
                start += times > 1 ? (times - 1) * length : 1
            }
        }
        guard let best else { return nil }
        self = best
    }

    private init(words: [String], times: Int) {
        self.words = words
        self.times = times
    }

    /// How many times the words at a place follow each other.
    private static func times(_ length: Int, at start: Int, in words: [String]) -> Int {
        var times = 1
        while start + (times + 1) * length <= words.count,
            words[start..<start + length].elementsEqual(words[start + times * length..<start + (times + 1) * length])
        {
            times += 1
        }
        return times
    }
}
