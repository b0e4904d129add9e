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

    /// How many letters must be added, dropped, replaced or exchanged with a neighbour.
    private static func distance(_ left: String, _ right: String) -> Int {
        let (left, right) = (Array(left), Array(right))
        var beforeLast: [Int] = []
        var last = Array(0...right.count)
        for row in left.indices {
            var current = [row + 1]
            for column in right.indices {
                let replaced = last[column] + (left[row] == right[column] ? 0 : 1)
                var cost = min(replaced, last[column + 1] + 1, current[column] + 1)
                if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
                    cost = min(cost, beforeLast[column - 1] + 1)
                }
                current.append(cost)
            }
            (beforeLast, last) = (last, current)
        }
        return last[right.count]
    }
}
