/// Finds what a misspelt word was meant to be.
enum Spelling {
    /// A hint that names the nearest of the words, if one is near.
    static func suggestion(for word: String, among words: some Collection<String>) -> String? {
        nearest(to: word, among: words).map { "did you mean '\($0)'?" }
    }

    /// The nearest of the words, if one is near: at most a third of the letters differ.
    static func nearest(to word: String, among words: some Collection<String>) -> String? {
        guard word.count <= 64 else { return nil }
        let ranked = words.map { (distance: distance(word.lowercased(), $0.lowercased()), word: $0) }
        guard let best = ranked.min(by: { ($0.distance, $0.word) < ($1.distance, $1.word) }) else { return nil }
        return best.distance <= max(1, max(word.count, best.word.count) / 3) ? best.word : nil
    }

    private static func distance(_ left: String, _ right: String) -> Int {
        let right = Array(right)
        var row = Array(0...right.count)
        for (index, letter) in left.enumerated() {
            var diagonal = row[0]
            row[0] = index + 1
            for column in right.indices {
                let substitution = diagonal + (letter == right[column] ? 0 : 1)
                diagonal = row[column + 1]
                row[column + 1] = min(substitution, diagonal + 1, row[column] + 1)
            }
        }
        return row[right.count]
    }
}
