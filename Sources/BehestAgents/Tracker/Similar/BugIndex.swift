import Glibc

/// The words of many bugs, to find one that is like a new one.
///
/// It is made from the files and kept in memory only: what is in the files is the truth. A bug's words are found once; which
/// bugs there are can change without the others being read anew.
struct BugIndex: Sendable {
    /// The words of a bug, as the index that found them counts them.
    struct Entry: Sendable {
        fileprivate var words: [Occurrence] = []
        /// What it does, a bit each.
        fileprivate var symptoms: (inTitle: UInt16, inAll: UInt16) = (0, 0)
    }

    /// That a word stands in a bug, with its weight there.
    fileprivate struct Occurrence {
        var word: Int32
        var inTitle: Float
        var inAll: Float
    }

    /// A bug that is like another.
    struct Likeness: Sendable, Hashable {
        /// The place of the bug among those that are held.
        var index: Int
        /// How like it is, from 0 to 1.
        var score: Double
    }

    /// From this likeness on a bug is offered.
    ///
    /// Chosen on `Tests/BehestAgentsTests/Fixtures/similar-bugs.txt`.
    static let threshold = 0.53

    /// The weight of what is said besides the title.
    private static let bodyWeight = 0.5
    /// What a word counts that is only nearly the same: dictated words are.
    private static let nearCredit = 0.8
    /// What remains of the likeness when what the bugs do is not the same.
    private static let otherSymptom = 0.7

    /// That a word stands in a bug, with its weight there.
    private struct Posting {
        var bug: Int32
        var inTitle: Float
        var inAll: Float
    }

    private var numbers: [String: Int] = [:]
    private var stems: [[UInt8]] = []
    /// The bugs in which each word stands.
    private var postings: [[Posting]] = []
    /// The symptoms of each bug, a bit each.
    private var symptoms: [(inTitle: UInt16, inAll: UInt16)] = []
    /// What the words of each bug weigh together.
    private var lengths: [(title: Double, all: Double)] = []
    /// Words as they were written, with what they count as, so that each is looked at once.
    private var known: [String: KnownWord?] = [:]
    /// For each word the last bug that was read in which it stands, and its place among that bug's words.
    private var lastSeen: [(bug: Int, place: Int)] = []
    /// How many bugs were read.
    private var readCount = 0

    private struct KnownWord {
        var number: Int
        var weight: Float
        var symptom: UInt16
    }

    /// Finds the words of a bug.
    mutating func read(title: String, body: String) -> Entry {
        readCount += 1
        var entry = Entry()
        for (text, isTitle) in [(title, true), (body, false)] {
            for token in BugWords.tokens(of: text) {
                guard let word = word(token) else { continue }
                if lastSeen[word.number].bug != readCount {
                    lastSeen[word.number] = (readCount, entry.words.count)
                    entry.words.append(Occurrence(word: Int32(word.number), inTitle: 0, inAll: 0))
                }
                let place = lastSeen[word.number].place
                let weight = word.weight * (isTitle ? 1 : Float(Self.bodyWeight))
                if isTitle { entry.words[place].inTitle = max(entry.words[place].inTitle, weight) }
                entry.words[place].inAll = max(entry.words[place].inAll, weight)
                if isTitle { entry.symptoms.inTitle |= word.symptom }
                entry.symptoms.inAll |= word.symptom
            }
        }
        return entry
    }

    /// Holds bugs in the place of those that it held.
    ///
    /// - Parameter entries: the bugs, read by this index.
    mutating func hold(_ entries: [Entry]) {
        symptoms = entries.map(\.symptoms)
        for word in postings.indices { postings[word].removeAll(keepingCapacity: true) }
        for (bug, entry) in entries.enumerated() {
            for word in entry.words {
                postings[Int(word.word)].append(
                    Posting(bug: Int32(bug), inTitle: word.inTitle, inAll: word.inAll)
                )
            }
        }
        var squares = [(title: Double, all: Double)](repeating: (0, 0), count: entries.count)
        for postings in postings {
            let rarity = Self.rarity(count: postings.count, of: entries.count)
            for posting in postings {
                let (title, all) = (Double(posting.inTitle) * rarity, Double(posting.inAll) * rarity)
                squares[Int(posting.bug)].title += title * title
                squares[Int(posting.bug)].all += all * all
            }
        }
        lengths = squares.map { ($0.title.squareRoot(), $0.all.squareRoot()) }
    }

    private mutating func word(_ token: String) -> KnownWord? {
        if let word = known[token] { return word }
        let word = BugWords.word(token).map { word in
            KnownWord(number: number(of: word.stem), weight: Float(word.weight), symptom: word.symptom)
        }
        known[token] = .some(word)
        return word
    }

    private mutating func number(of stem: String) -> Int {
        if let number = numbers[stem] { return number }
        numbers[stem] = stems.count
        stems.append(Array(stem.utf8))
        postings.append([])
        lastSeen.append((0, 0))
        return stems.count - 1
    }

    /// The number of a word that stands in a bug that is held.
    private func held(_ stem: String) -> Int? { numbers[stem].flatMap { postings[$0].isEmpty ? nil : $0 } }

    /// The bug that is most like what was said, if one is like enough.
    func mostLike(title: String, body: String) -> Likeness? {
        ranking(title: title, body: body).first { $0.score >= Self.threshold }
    }

    /// The bugs that have a word in common with what was said, the most like first.
    func ranking(title: String, body: String) -> [Likeness] {
        let inTitle = query(BugWords.words(of: title))
        let stems = Set(inTitle.map(\.stem))
        let besides = query(BugWords.words(of: body)).filter { !stems.contains($0.stem) }
            .map { $0.scaled(by: Self.bodyWeight) }
        var scores = [Double](repeating: 0, count: symptoms.count)
        compare(inTitle, with: { $0.inTitle }, \.title, \.inTitle, &scores)
        compare(inTitle, with: { $0.inAll }, \.all, \.inAll, &scores)
        if !besides.isEmpty { compare(inTitle + besides, with: { $0.inAll }, \.all, \.inAll, &scores) }
        return scores.enumerated().filter { $0.element > 0 }.map { Likeness(index: $0.offset, score: $0.element) }
            .sorted { ($0.score, $1.index) > ($1.score, $0.index) }
    }

    /// Puts the likeness of each bug into the scores, where it is more than what is there.
    private func compare(
        _ query: [Term],
        with weight: (Posting) -> Float,
        _ length: KeyPath<(title: Double, all: Double), Double>,
        _ signs: KeyPath<(inTitle: UInt16, inAll: UInt16), UInt16>,
        _ scores: inout [Double]
    ) {
        var common = [Double](repeating: 0, count: scores.count)
        var squares = 0.0
        for term in query {
            squares += term.weight * term.weight
            var best: [Int32: Double] = [:]
            for (word, credit) in term.matches {
                let rarity = Self.rarity(count: postings[word].count, of: symptoms.count)
                for posting in postings[word] {
                    let value = Double(weight(posting)) * rarity * credit
                    if term.matches.count == 1 {
                        common[Int(posting.bug)] += term.weight * value
                    } else {
                        best[posting.bug] = max(best[posting.bug] ?? 0, value)
                    }
                }
            }
            for (bug, value) in best { common[Int(bug)] += term.weight * value }
        }
        let said = query.reduce(UInt16(0)) { $0 | $1.symptom }
        for bug in common.indices where common[bug] > 0 {
            var score = common[bug] / (squares.squareRoot() * lengths[bug][keyPath: length])
            let own = symptoms[bug][keyPath: signs]
            // It slows down, it does not hang: then it is rather another bug of the same thing.
            if said != 0, own != 0, said & own == 0 { score *= Self.otherSymptom }
            scores[bug] = max(scores[bug], score)
        }
    }

    /// A word that was said, and the words of the bugs that it can be.
    private struct Term {
        var stem: String
        var weight: Double
        /// The symptom that it is, as a bit; none as a rule.
        var symptom: UInt16
        var matches: [(word: Int, credit: Double)]

        func scaled(by factor: Double) -> Term {
            Term(stem: stem, weight: weight * factor, symptom: symptom, matches: matches)
        }
    }

    private static func rarity(count: Int, of total: Int) -> Double {
        guard total > 1 else { return 1 }
        let share = log(Double(total + 1) / Double(count + 1)) / log(Double(total + 1))
        return 0.4 + 0.6 * min(1, share * 1.5)
    }

    private func query(_ words: [BugWords.Word]) -> [Term] {
        var terms: [Term] = []
        var seen: Set<String> = []
        for word in joined(words) where seen.insert(word.stem).inserted {
            let exact = held(word.stem)
            var matches = exact.map { [(word: $0, credit: 1.0)] } ?? []
            if word.weight == 1 {
                let stem = Array(word.stem.utf8)
                for (number, other) in stems.enumerated()
                where number != exact && !postings[number].isEmpty && NearWords.areNear(stem, other) {
                    matches.append((word: number, credit: Self.nearCredit))
                }
            }
            let rarity = Self.rarity(count: exact.map { postings[$0].count } ?? 0, of: symptoms.count)
            let weight = word.weight * rarity
            terms.append(Term(stem: word.stem, weight: weight, symptom: word.symptom, matches: matches))
        }
        return terms
    }

    /// The words with those put together that the bugs write as one: "time out" is "timeout"; and the other way round.
    private func joined(_ words: [BugWords.Word]) -> [BugWords.Word] {
        var result: [BugWords.Word] = []
        for word in words {
            if let last = result.last, held(last.stem) == nil || held(word.stem) == nil,
                let whole = BugWords.word(last.token + word.token), held(whole.stem) != nil
            {
                result[result.count - 1] = whole
            } else if held(word.stem) == nil, let parts = parts(of: word.token) {
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
            let parts = [bytes[..<cut], bytes[cut...]].compactMap {
                BugWords.word(String(decoding: $0, as: UTF8.self))
            }
            if parts.count == 2, parts.allSatisfy({ held($0.stem) != nil }) { return parts }
        }
        return nil
    }
}
