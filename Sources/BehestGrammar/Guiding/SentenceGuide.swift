/// Tells which letters may come next in a text that is to become a sentence of a grammar.
///
/// It is what a recogniser is guided by that writes its text piece by piece, and does not know the grammar's words:
///
/// ```swift
/// let guide = SentenceGuide(grammar: grammar)
/// let prefix = guide.beginning.appending("Deploy the we")
/// prefix?.appending("b to staging")?.isSentence  // true
/// prefix?.appending("ather")  // nil: no sentence begins so
/// ```
///
/// Case, commas, hyphens and full stops are passed over, and numbers may be written as digits, as ``Grammar/matches(of:in:context:)``
/// reads them. Whether the context allows a sentence is not asked.
public final class SentenceGuide: Sendable {
    /// The grammar.
    public let grammar: Grammar

    /// The grammar's words in the order of their letters, by their numbers.
    private let alphabetical: [Int32]
    /// Their letters, in the same order, in UTF-8.
    private let letters: [[UInt8]]
    /// The place of each word in that order.
    private let ranks: [Int32]
    /// The words that a number may be said with, by their numbers.
    private let numberWords: Set<Int32>

    /// Makes a guide of a grammar.
    public init(grammar: Grammar) {
        self.grammar = grammar
        let words = grammar.words.words.map { Array($0.utf8) }
        alphabetical = words.indices.map(Int32.init).sorted { first, second in
            words[Int(first)].lexicographicallyPrecedes(words[Int(second)])
        }
        letters = alphabetical.map { words[Int($0)] }
        var ranks = [Int32](repeating: 0, count: words.count)
        for (rank, word) in alphabetical.enumerated() { ranks[Int(word)] = Int32(rank) }
        self.ranks = ranks
        let numbers = [Array(0...100), [1_000, 1_000_000]].joined()
        let said = numbers.flatMap { grammar.tokenizer.words(of: String($0)) }
        numberWords = Set(said.compactMap { grammar.words.id(of: $0) })
    }

    /// The text of which nothing is written yet.
    public var beginning: SentencePrefix {
        let places = grammar.automaton.roots.map { SentencePrefix.Place(state: $0) }
        return SentencePrefix(guide: self, places: places, spellings: allSpellings)
    }

    /// How a text ends that someone is still saying.
    public enum Ending: Sendable, Hashable {
        /// It is no beginning of a sentence.
        case astray
        /// More must follow.
        case unfinished
        /// It is a sentence whose last words are free text, which may go on.
        case open
        /// It is a sentence.
        case complete
    }

    /// How a text ends, by its words.
    ///
    /// - Parameter text: the words so far; signs at the end do not count.
    /// - Returns: how it ends.
    public func ending(of text: String) -> Ending {
        let words = text.reversed().drop { !$0.isLetter && !$0.isNumber }.reversed()
        guard !words.isEmpty, let prefix = beginning.appending(String(words)) else { return .astray }
        guard prefix.isSentence else { return .unfinished }
        return prefix.isOpen ? .open : .complete
    }

    /// The ranks of all words.
    var allSpellings: Range<Int> { 0..<alphabetical.count }

    /// The ranks of the words that begin with some letters.
    ///
    /// - Parameters:
    ///   - beginning: the letters in UTF-8.
    ///   - range: the ranks of those that begin with all but the last few of them.
    /// - Returns: the ranks of those that do; empty when there are none.
    func spellings(beginningWith beginning: [UInt8], in range: Range<Int>) -> Range<Int> {
        func first(where isAfter: (ArraySlice<UInt8>) -> Bool) -> Int {
            var (low, high) = (range.lowerBound, range.upperBound)
            while low < high {
                let middle = (low + high) / 2
                if isAfter(letters[middle].prefix(beginning.count)) { high = middle } else { low = middle + 1 }
            }
            return low
        }
        let start = first { !$0.lexicographicallyPrecedes(beginning) }
        let end = first { beginning.lexicographicallyPrecedes($0) }
        return start..<max(start, end)
    }

    /// Whether a word with one of these spellings may come next at one of some places.
    func goesOn(from places: [SentencePrefix.Place], with spellings: Range<Int>) -> Bool {
        places.contains { place in
            takesAnyWord(place)
                || hasArc(place, among: spellings.count, contains: { spellings.contains(Int(self.ranks[Int($0)])) }) {
                    spellings.lazy.map { self.alphabetical[$0] }.contains(where: $0)
                }
        }
    }

    /// Whether a number may come next at one of some places.
    func goesOnWithNumber(from places: [SentencePrefix.Place]) -> Bool {
        places.contains { place in
            takesAnyWord(place)
                || hasArc(place, among: numberWords.count, contains: numberWords.contains) {
                    numberWords.contains(where: $0)
                }
        }
    }

    /// The places after a word.
    func places(after word: String, from places: [SentencePrefix.Place]) -> [SentencePrefix.Place] {
        let automaton = grammar.automaton
        let number = grammar.words.id(of: word)
        var found: Set<SentencePrefix.Place> = []
        for place in places {
            guard place.list < 0 else {
                if let number { enter(place.list, at: place.trieNode, word: number, then: place.state, &found) }
                continue
            }
            for index in automaton.openArcs(from: place.state) {
                let arc = automaton.arc(index)
                switch arc.kind {
                case .wildcard: found.insert(SentencePrefix.Place(state: arc.target))
                case .list(let list):
                    if let number { enter(Int32(list), at: 0, word: number, then: arc.target, &found) }
                case .word: break
                }
            }
            guard let number else { continue }
            for index in automaton.arcs(from: place.state, word: number) {
                found.insert(SentencePrefix.Place(state: automaton.targets[index]))
            }
        }
        return found.sorted()
    }

    /// Whether free text may stand at one of some places.
    func takesAnyWord(at places: [SentencePrefix.Place]) -> Bool { places.contains(where: takesAnyWord) }

    /// Whether a sentence may end at one of some places.
    func mayEnd(at places: [SentencePrefix.Place]) -> Bool {
        places.contains { $0.list < 0 && !grammar.automaton.sentences(endingIn: $0.state).isEmpty }
    }

    /// Says a word of a list's value, after which the value may go on or end.
    private func enter(
        _ list: Int32,
        at node: Int32,
        word: Int32,
        then state: Int32,
        _ found: inout Set<SentencePrefix.Place>
    ) {
        let trie = grammar.lists[Int(list)].trie
        guard let next = trie.target(from: node, word: word) else { return }
        if !trie.arcRange(from: next).isEmpty {
            found.insert(SentencePrefix.Place(state: state, list: list, trieNode: next))
        }
        if !trie.valueRange(at: next).isEmpty { found.insert(SentencePrefix.Place(state: state)) }
    }

    private func takesAnyWord(_ place: SentencePrefix.Place) -> Bool {
        guard place.list < 0 else { return false }
        return grammar.automaton.openArcs(from: place.state).contains {
            grammar.automaton.labels[$0] == Automaton.wildcardLabel
        }
    }

    /// Whether a place has an arc for one of some words: goes through its arcs, or through the words where they are fewer.
    private func hasArc(
        _ place: SentencePrefix.Place,
        among count: Int,
        contains: (Int32) -> Bool,
        any: ((Int32) -> Bool) -> Bool
    ) -> Bool {
        func isIn(_ trie: WordTrie, _ node: Int32) -> Bool {
            let arcs = trie.arcs(from: node)
            return count < arcs.count
                ? any { trie.target(from: node, word: $0) != nil } : arcs.contains { contains($0.word) }
        }
        guard place.list < 0 else { return isIn(grammar.lists[Int(place.list)].trie, place.trieNode) }
        let automaton = grammar.automaton
        let words = automaton.wordArcs(from: place.state)
        let hasWord =
            count < words.count
            ? any { !automaton.arcs(from: place.state, word: $0).isEmpty }
            : words.contains { contains(automaton.labels[$0]) }
        return hasWord
            || automaton.openArcs(from: place.state).contains { index in
                guard case .list(let list) = automaton.arc(index).kind else { return false }
                return isIn(grammar.lists[list].trie, 0)
            }
    }
}
