/// Words that a recogniser may take for each other.
enum NearWords {
    /// Whether two stems differ by so little that one may have been heard for the other.
    ///
    /// The first letter must be the same: "lock" is no "clock", and "import" no "export". Figures are never near.
    static func areNear(_ one: [UInt8], _ other: [UInt8]) -> Bool {
        guard one.first == other.first, min(one.count, other.count) >= 4, abs(one.count - other.count) <= 2 else {
            return false
        }
        guard one.allSatisfy(isLetter), other.allSatisfy(isLetter) else { return false }
        return distance(one, other, limit: 2) <= (min(one.count, other.count) >= 7 ? 2 : 1)
    }

    private static func isLetter(_ byte: UInt8) -> Bool { byte > 57 }

    /// How many letters have to be put in, taken out or changed; more than the limit is one more than it.
    private static func distance(_ one: [UInt8], _ other: [UInt8], limit: Int) -> Int {
        var row = Array(0...other.count)
        for (line, letter) in one.enumerated() {
            var diagonal = row[0]
            row[0] = line + 1
            var least = row[0]
            for column in other.indices {
                let change = diagonal + (letter == other[column] ? 0 : 1)
                diagonal = row[column + 1]
                row[column + 1] = min(change, row[column] + 1, row[column + 1] + 1)
                least = min(least, row[column + 1])
            }
            if least > limit { return limit + 1 }
        }
        return row[other.count]
    }
}
