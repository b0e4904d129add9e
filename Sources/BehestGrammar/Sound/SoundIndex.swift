/// A grammar with its words as sounds, to find the sentences that a transcript sounds like.
///
/// ```swift
/// let index = await SoundIndex(grammar: grammar, pronouncer: pronouncer)
/// for reading in await index.readings(of: "the ploy to staging", by: pronouncer) {
///     print(reading.wording, reading.cost)
/// }
/// ```
public struct SoundIndex: Sendable {
    /// The grammar.
    public let grammar: Grammar

    /// How far the search looks.
    public var limits = SoundLimits()

    /// The different sounds of the grammar's words.
    let phones: [Phone]
    /// Where the pronunciations of each word begin.
    let wordStarts: [Int32]
    /// Where the sounds of each pronunciation begin.
    let soundStarts: [Int32]
    /// The sounds, by their places among the ``phones``.
    let sounds: [UInt16]
    /// The price of leaving each sound out.
    let deletions: [Float]
    /// For each list a number for what each value means.
    let meanings: [[UInt64]]
    /// For each word whether a value is a part of it.
    private let isNaming: [Bool]

    /// The words of a grammar whose pronunciations an index needs.
    public static func words(of grammar: Grammar) -> [String] {
        grammar.words.words
    }

    /// Makes an index.
    ///
    /// - Parameters:
    ///   - grammar: The grammar.
    ///   - pronunciations: How its words are said; a word that is missing is said as it is spelled.
    public init(grammar: Grammar, pronunciations: [String: [Pronunciation]]) {
        var phones: [Phone] = []
        var numbers: [Phone: UInt16] = [:]
        var wordStarts: [Int32] = [0]
        var soundStarts: [Int32] = [0]
        var sounds: [UInt16] = []
        var deletions: [Float] = []
        let spelling = SpellingPronouncer()
        for word in grammar.words.words {
            let known = (pronunciations[word] ?? []).filter { !$0.isEmpty }
            for said in known.isEmpty ? spelling.pronunciations(of: word, language: grammar.language) : known {
                for (place, phone) in said.enumerated() {
                    if numbers[phone] == nil {
                        numbers[phone] = UInt16(truncatingIfNeeded: phones.count)
                        phones.append(phone)
                    }
                    sounds.append(numbers[phone] ?? 0)
                    deletions.append(said.deletionCost(at: place))
                }
                soundStarts.append(Int32(sounds.count))
            }
            wordStarts.append(Int32(soundStarts.count - 1))
        }
        self.grammar = grammar
        self.phones = phones
        self.wordStarts = wordStarts
        self.soundStarts = soundStarts
        self.sounds = sounds
        self.deletions = deletions
        meanings = grammar.lists.map { list in
            var known: [SlotValue: UInt64] = [:]
            return list.values.map { value in
                let number = known[value.out] ?? UInt64(known.count + 1)
                known[value.out] = number
                return number
            }
        }
        var isNaming = [Bool](repeating: false, count: grammar.words.words.count)
        for state in 0..<Int32(grammar.graph.stateCount) {
            for number in grammar.graph.arcs(from: state) {
                let arc = grammar.graph.arc(number)
                if case .word(let word) = arc.kind, arc.note >= 0 { isNaming[Int(word)] = true }
            }
        }
        self.isNaming = isNaming
    }

    /// Makes an index with a pronouncer.
    public init(grammar: Grammar, pronouncer: some Pronouncer) async {
        let words = Self.words(of: grammar)
        let known = await pronouncer.pronunciations(of: words, language: grammar.language)
        self.init(grammar: grammar, pronunciations: Dictionary(zip(words, known)) { first, _ in first })
    }

    /// Whether a value is a part of a word, as in "kitchen's".
    func namesValue(_ word: Int32) -> Bool {
        isNaming[Int(word)]
    }

    /// How many sounds the usual pronunciation of a word has.
    func phoneCount(ofWord word: Int32) -> Int {
        let first = Int(wordStarts[Int(word)])
        guard first < Int(wordStarts[Int(word) + 1]) else { return 0 }
        return Int(soundStarts[first + 1] - soundStarts[first])
    }
}
