import Glibc

/// The words of many bugs, to find one that is like a new one.
///
/// It is made from the files and kept in memory only: what is in the files is the truth.
struct BugIndex: Sendable {
    /// A bug that is like another.
    struct Likeness: Sendable, Hashable {
        /// The place of the bug among those that were added.
        var index: Int
        /// How like it is, from 0 to 1.
        var score: Double
    }

    /// From this likeness on a bug is offered. Measured on `Tests/BehestAgentsTests/Fixtures/similar-bugs.txt`.
    static let threshold = 0.53

    /// The weight of what is said besides the title.
    private static let bodyWeight = 0.5
    /// What a word counts that is only nearly the same: dictated words are.
    private static let nearCredit = 0.8
    /// What remains of the likeness when what the bugs do is not the same.
    private static let otherSymptom = 0.7

    /// A word of a text, by its number, with its weight.
    private struct Entry {
        var word: Int
        var weight: Double
        var isSymptom: Bool
    }

    private var numbers: [String: Int] = [:]
    private var stems: [[UInt8]] = []
    /// In how many bugs each word stands.
    private var spread: [Int] = []
    private var titles: [[Entry]] = []
    private var bodies: [[Entry]] = []
    /// The bugs in which each word stands.
    private var places: [[Int32]] = []

    /// Adds a bug; it gets the next place.
    mutating func add(title: String, body: String) {
        let place = Int32(titles.count)
        let titleEntries = entries(BugWords.words(of: title))
        let bodyEntries = entries(BugWords.words(of: body))
        for word in Set((titleEntries + bodyEntries).map(\.word)) {
            spread[word] += 1
            places[word].append(place)
        }
        titles.append(titleEntries)
        bodies.append(bodyEntries)
    }

    /// The bug that is most like what was said, if one is like enough.
    func mostLike(title: String, body: String) -> Likeness? {
        ranking(title: title, body: body).first { $0.score >= Self.threshold }
    }

    /// The bugs that have a word in common with what was said, the most like first.
    func ranking(title: String, body: String) -> [Likeness] {
        let titleQuery = query(BugWords.words(of: title))
        let bodyQuery = query(BugWords.words(of: body))
        let inTitle = Set(titleQuery.map(\.stem))
        let besides = bodyQuery.filter { !inTitle.contains($0.stem) }.map { $0.scaled(by: Self.bodyWeight) }
        var candidates: Set<Int32> = []
        for term in titleQuery + bodyQuery {
            for (word, _) in term.matches { candidates.formUnion(places[word]) }
        }
        let likenesses = candidates.map { place in
            let index = Int(place)
            let byTitle = likeness(titleQuery, [(titles[index], 1)])
            let whole = (titles[index], 1.0)
            let byAll = max(
                likeness(titleQuery, [whole, (bodies[index], Self.bodyWeight)]),
                bodyQuery.isEmpty
                    ? 0
                    : likeness(
                        titleQuery + besides,
                        [whole, (bodies[index], Self.bodyWeight)]
                    )
            )
            return Likeness(index: index, score: max(byTitle, byAll))
        }
        return likenesses.sorted { ($0.score, $1.index) > ($1.score, $0.index) }
    }

    /// A word that was said, and the words of the bugs that it can be.
    private struct Term {
        var stem: String
        var weight: Double
        var isSymptom: Bool
        var matches: [(word: Int, credit: Double)]

        func scaled(by factor: Double) -> Term {
            Term(stem: stem, weight: weight * factor, isSymptom: isSymptom, matches: matches)
        }
    }

    private func likeness(_ query: [Term], _ parts: [(entries: [Entry], scale: Double)]) -> Double {
        var weights: [Int: Double] = [:]
        for part in parts {
            for entry in part.entries {
                weights[entry.word] = max(weights[entry.word] ?? 0, entry.weight * rarity(of: entry.word) * part.scale)
            }
        }
        var common = 0.0
        var squares = 0.0
        for term in query {
            squares += term.weight * term.weight
            let best = term.matches.map { (weights[$0.word] ?? 0) * $0.credit }.max() ?? 0
            common += term.weight * best
        }
        // It slows down, it does not hang: then it is rather another bug of the same thing.
        let symptoms = Set(parts.flatMap { $0.entries }.filter(\.isSymptom).map(\.word))
        let others = query.filter(\.isSymptom)
        let isOther =
            !symptoms.isEmpty && !others.isEmpty
            && !others.contains { $0.matches.contains { symptoms.contains($0.word) } }
        if isOther { common *= Self.otherSymptom }
        let lengths = squares * weights.values.reduce(0) { $0 + $1 * $1 }
        return lengths > 0 ? common / lengths.squareRoot() : 0
    }

    /// How much a word tells bugs apart: 1 when few have it.
    private func rarity(of word: Int) -> Double {
        Self.rarity(count: spread[word], of: titles.count)
    }

    private static func rarity(count: Int, of total: Int) -> Double {
        guard total > 1 else { return 1 }
        let share = log(Double(total + 1) / Double(count + 1)) / log(Double(total + 1))
        return 0.4 + 0.6 * min(1, share * 1.5)
    }

    private mutating func entries(_ words: [BugWords.Word]) -> [Entry] {
        var seen: Set<Int> = []
        return words.compactMap { word in
            let number: Int
            if let known = numbers[word.stem] {
                number = known
            } else {
                number = stems.count
                numbers[word.stem] = number
                stems.append(Array(word.stem.utf8))
                spread.append(0)
                places.append([])
            }
            return seen.insert(number).inserted
                ? Entry(word: number, weight: word.weight, isSymptom: word.isSymptom) : nil
        }
    }

    private func query(_ words: [BugWords.Word]) -> [Term] {
        var terms: [Term] = []
        var seen: Set<String> = []
        for word in joined(words) where seen.insert(word.stem).inserted {
            let exact = numbers[word.stem]
            var matches = exact.map { [(word: $0, credit: 1.0)] } ?? []
            if word.weight == 1 {
                let stem = Array(word.stem.utf8)
                for (number, other) in stems.enumerated() where number != exact && NearWords.areNear(stem, other) {
                    matches.append((word: number, credit: Self.nearCredit))
                }
            }
            let rarity = Self.rarity(count: exact.map { spread[$0] } ?? 0, of: titles.count)
            let weight = word.weight * rarity
            terms.append(Term(stem: word.stem, weight: weight, isSymptom: word.isSymptom, matches: matches))
        }
        return terms
    }

    /// The words with those put together that the bugs write as one: "time out" is "timeout"; and the other way round.
    private func joined(_ words: [BugWords.Word]) -> [BugWords.Word] {
        var result: [BugWords.Word] = []
        for word in words {
            if let last = result.last, numbers[last.stem] == nil || numbers[word.stem] == nil,
                case let whole = BugWords.word(last.token + word.token), numbers[whole.stem] != nil
            {
                result[result.count - 1] = whole
            } else if numbers[word.stem] == nil, let parts = parts(of: word.token) {
                result += parts
            } else {
                result.append(word)
            }
        }
        return result
    }

    private func parts(of token: String) -> [BugWords.Word]? {
        let bytes = Array(token.utf8)
        guard bytes.count >= 6 else { return nil }
        for cut in 3...bytes.count - 3 {
            let parts = [bytes[..<cut], bytes[cut...]].map { BugWords.word(String(decoding: $0, as: UTF8.self)) }
            if parts.allSatisfy({ numbers[$0.stem] != nil }) { return parts }
        }
        return nil
    }
}
