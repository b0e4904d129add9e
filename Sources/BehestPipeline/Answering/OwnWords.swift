internal import BehestGrammar

/// Finds the words of a spoken text in what was heard while it was spoken.
///
/// Words are compared by their sound: a recogniser writes what it hears as it likes. What is aligned with no word of the text
/// was said by somebody else.
struct OwnWords {
    /// What was heard, told apart.
    struct Outcome: Sendable, Hashable {
        /// What part of the heard sounds belongs to the text, 0 to 1.
        var share: Double
        /// The words beside it, in runs that were heard together.
        var others: [String]
        /// Whether the last word is beside it.
        var endsWithOther: Bool
        /// How many words were heard.
        var count: Int
    }

    /// A word with its sounds.
    private struct Word {
        var text: String
        var phones: [Phone]
    }

    /// The most words on each side that are looked at.
    private static let most = 150
    /// Up to which distance for each sound words count as the same.
    private static let likeness: Float = 0.34
    /// What a heard word costs that belongs to nothing, for each sound.
    private static let stranger: Float = 0.5
    /// What a spoken word costs that was not heard, for each sound.
    private static let unheard: Float = 0.06

    private let tokenizer: WordTokenizer
    private let language: String
    private let said: [Word]

    /// Takes the text that was spoken.
    init(_ text: String, language: String) {
        tokenizer = WordTokenizer(language: language)
        self.language = language
        said = Self.words(of: text, tokenizer, language)
    }

    private static func words(of text: String, _ tokenizer: WordTokenizer, _ language: String) -> [Word] {
        let pronouncer = SpellingPronouncer()
        return tokenizer.words(of: text).prefix(most).map { word in
            Word(text: word, phones: pronouncer.pronunciations(of: word, language: language).first ?? [])
        }
    }

    /// Tells what was heard apart.
    func compare(_ words: String) -> Outcome {
        let heard = Self.words(of: words, tokenizer, language)
        let isOwn = align(heard)
        let total = heard.reduce(0) { $0 + max(1, $1.phones.count) }
        let own = zip(heard, isOwn).reduce(0) { $0 + ($1.1 ? max(1, $1.0.phones.count) : 0) }
        var others: [[String]] = []
        var isOpen = false
        for (word, isOwn) in zip(heard, isOwn) {
            if !isOwn {
                if isOpen { others[others.count - 1].append(word.text) } else { others.append([word.text]) }
            }
            isOpen = !isOwn
        }
        return Outcome(
            share: total > 0 ? Double(own) / Double(total) : 0,
            others: others.map { $0.joined(separator: " ") },
            endsWithOther: isOwn.last == false,
            count: heard.count
        )
    }

    // MARK: - Aligning

    /// How a place of the alignment is best reached.
    private enum Step {
        case start
        /// A heard word that belongs to nothing.
        case stranger
        /// A spoken word that was not heard.
        case unheard
        /// So many heard words are so many spoken ones: a recogniser joins and parts words.
        case same(heard: Int, said: Int)
    }

    /// Which of the heard words belong to the text; the text may begin and end anywhere.
    private func align(_ heard: [Word]) -> [Bool] {
        let (rows, columns) = (heard.count + 1, said.count + 1)
        var costs = [Float](repeating: .infinity, count: rows * columns)
        var steps = [Step](repeating: .start, count: rows * columns)
        for column in 0..<columns { costs[column] = 0 }
        for row in 0..<rows {
            for column in 0..<columns {
                let place = row * columns + column
                func offer(_ cost: Float, _ step: Step) {
                    guard cost < costs[place] else { return }
                    (costs[place], steps[place]) = (cost, step)
                }
                if row > 0 {
                    let length = Float(max(1, heard[row - 1].phones.count))
                    offer(costs[place - columns] + Self.stranger * length, .stranger)
                }
                if row > 0, column > 0 {
                    let length = Float(max(1, said[column - 1].phones.count))
                    offer(costs[place - 1] + Self.unheard * length, .unheard)
                }
                for (heardCount, saidCount) in [(1, 1), (1, 2), (2, 1), (2, 2), (1, 3), (3, 1)] {
                    guard row >= heardCount, column >= saidCount else { continue }
                    let cost = Self.distance(
                        heard[row - heardCount..<row].flatMap(\.phones),
                        said[column - saidCount..<column].flatMap(\.phones)
                    )
                    guard let cost else { continue }
                    offer(
                        costs[place - heardCount * columns - saidCount] + cost,
                        .same(heard: heardCount, said: saidCount)
                    )
                }
            }
        }
        return trace(steps, costs, rows: rows, columns: columns)
    }

    private func trace(_ steps: [Step], _ costs: [Float], rows: Int, columns: Int) -> [Bool] {
        var isOwn = [Bool](repeating: false, count: rows - 1)
        var row = rows - 1
        var column = (0..<columns).min { costs[row * columns + $0] < costs[row * columns + $1] } ?? 0
        while row > 0 {
            switch steps[row * columns + column] {
            case .start: return isOwn
            case .stranger: row -= 1
            case .unheard: column -= 1
            case .same(let heardCount, let saidCount):
                for index in row - heardCount..<row { isOwn[index] = true }
                (row, column) = (row - heardCount, column - saidCount)
            }
        }
        return isOwn
    }

    /// How unlike two stretches of sound are; `nil` when nobody would take one for the other.
    private static func distance(_ one: [Phone], _ other: [Phone]) -> Float? {
        let length = Float(max(one.count, other.count))
        guard length > 0, Float(abs(one.count - other.count)) <= max(1, length * 0.6) else { return nil }
        var row: [Float] = [0]
        for phone in other { row.append((row.last ?? 0) + phone.deletionCost) }
        for phone in one {
            var next = [row[0] + phone.insertionCost]
            for (index, said) in other.enumerated() {
                next.append(
                    min(
                        row[index] + phone.distance(to: said),
                        row[index + 1] + phone.insertionCost,
                        next[index] + said.deletionCost
                    )
                )
            }
            row = next
        }
        guard let cost = row.last, cost <= likeness * length else { return nil }
        return cost
    }
}
