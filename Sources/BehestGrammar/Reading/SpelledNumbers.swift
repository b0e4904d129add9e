internal import Synchronization

/// The numbers of a range as words of a language, in which those that a text begins with are found.
struct SpelledNumbers: Sendable {
    private struct Key: Hashable {
        var range: NumberRange
        var language: String
    }

    private static let known = Mutex<[Key: SpelledNumbers]>([:])

    private let trie: WordTrie
    private let numbers: [Double]

    /// The numbers of a range, which are spelled when they are first asked for.
    static func of(_ range: NumberRange, language: String) -> SpelledNumbers {
        var range = range
        range.multiplier = nil
        let key = Key(range: range, language: language)
        if let known = known.withLock({ $0[key] }) { return known }
        let spelled = SpelledNumbers(range, language: language)
        known.withLock { $0[key] = spelled }
        return spelled
    }

    private init(_ range: NumberRange, language: String) {
        var sequences: [(words: [Int32], value: Int32)] = []
        var numbers: [Double] = []
        if let speller = RuleBasedSpeller(language: language) {
            for number in range.numbers {
                for text in speller.texts(of: number) {
                    let scalars = text.unicodeScalars.map { Int32(bitPattern: ScalarClass.folded($0.value)) }
                    sequences.append((scalars, Int32(numbers.count)))
                    let parted = scalars.map { $0 == 0x2D || $0 == 0x5F ? 0x20 : $0 }
                    if parted != scalars { sequences.append((parted, Int32(numbers.count))) }
                }
                numbers.append(number)
            }
        }
        trie = WordTrie(sequences)
        self.numbers = numbers
    }

    /// One number that was found.
    struct Found {
        var end: Int
        var number: Double
        fileprivate var node: Int32
    }

    /// The numbers whose words begin at a place, shortest first.
    func find(in text: [UInt32], at start: Int) -> [Found] {
        var found: [Found] = []
        var node: Int32 = 0
        var end = start
        while end < text.count, let next = trie.target(from: node, word: Int32(bitPattern: text[end])) {
            node = next
            end += 1
            for value in trie.values(at: node) {
                found.append(Found(end: end, number: numbers[Int(value)], node: node))
            }
        }
        return found
    }

    /// The numbers whose words stand anywhere from a place on, each spelling where it stands first.
    func findAll(in text: [UInt32], from start: Int) -> [(start: Int, found: Found)] {
        var seen: Set<Int32> = []
        var all: [(start: Int, found: Found)] = []
        for place in start..<max(start, text.count) {
            let here = find(in: text, at: place).filter { !seen.contains($0.node) }
            seen.formUnion(here.map(\.node))
            all += here.map { (place, $0) }
        }
        return all
    }
}
