/// A text with which a sentence of a grammar may begin.
public struct SentencePrefix: Sendable {
    /// A place between two words.
    struct Place: Hashable, Comparable {
        /// The automaton's state; within a list the one after it.
        var state: Int32
        /// The list whose value is being said; -1 outside of lists.
        var list: Int32 = -1
        /// How far the value has been said.
        var trieNode: Int32 = 0

        static func < (first: Self, second: Self) -> Bool {
            (first.state, first.list, first.trieNode) < (second.state, second.list, second.trieNode)
        }
    }

    /// What the text ends with.
    private enum End {
        /// Nothing, or a space: a word may begin.
        case space
        /// A letter or a digit.
        case word
        /// A comma or a full stop: only a space may come.
        case mark
    }

    private let guide: SentenceGuide
    /// The places at which the text may stand, the last word left out while it may go on.
    private var places: [Place]
    /// The last word as far as it is written.
    private var word: [UInt8] = []
    /// Which words begin so.
    private var spellings: Range<Int>
    private var isNumber = false
    private var end = End.space

    /// A number with more digits is not said in one breath.
    private static let mostDigits = 7

    init(guide: SentenceGuide, places: [Place], spellings: Range<Int>) {
        self.guide = guide
        self.places = places
        self.spellings = spellings
    }

    /// The text with more written at its end; `nil` when no sentence begins so.
    public func appending(_ text: String) -> SentencePrefix? {
        var longer = self
        for scalar in text.unicodeScalars {
            guard longer.take(scalar) else { return nil }
        }
        return longer.end == .word && !longer.mayGoOn ? nil : longer
    }

    /// Whether the text is a sentence as it stands.
    public var isSentence: Bool {
        switch end {
        case .word: guide.mayEnd(at: placesAfterWord())
        case .mark: guide.mayEnd(at: places)
        case .space: false
        }
    }

    /// Whether free text may be going on at the end of the text.
    var isOpen: Bool { guide.takesAnyWord(at: end == .word ? placesAfterWord() : places) }

    private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.decimalDigit != nil {
            guard end == .space || isNumber, word.count < Self.mostDigits else { return false }
            isNumber = true
            return append(scalar.properties.lowercaseMapping)
        }
        if scalar.isWordPart, !isNumber {
            return append(scalar.isApostrophe ? "'" : scalar.properties.lowercaseMapping)
        }
        switch scalar {
        case " ":
            guard end != .space else { return false }
            end = .space
            return finishWord()
        case "-":
            guard end == .word else { return false }
            end = .space
            return finishWord()
        case ",", ".", "?", "!":
            guard end == .word else { return false }
            end = .mark
            return finishWord()
        default: return false
        }
    }

    private mutating func append(_ letters: String) -> Bool {
        guard end != .mark else { return false }
        end = .word
        word += letters.utf8
        if !isNumber { spellings = guide.spellings(beginningWith: word, in: spellings) }
        return true
    }

    private var mayGoOn: Bool {
        isNumber
            ? guide.goesOnWithNumber(from: places)
            : guide.goesOn(from: places, with: spellings)
    }

    /// Goes on to the places after the word; returns whether there are any.
    private mutating func finishWord() -> Bool {
        places = placesAfterWord()
        word = []
        isNumber = false
        spellings = guide.allSpellings
        return !places.isEmpty
    }

    private func placesAfterWord() -> [Place] {
        guard !word.isEmpty else { return places }
        return guide.grammar.tokenizer.words(of: String(decoding: word, as: UTF8.self)).reduce(places) {
            guide.places(after: $1, from: $0)
        }
    }
}
