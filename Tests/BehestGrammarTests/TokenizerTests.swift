import BehestGrammar
import Testing

struct TokenizerTests {
    @Test(arguments: [
        ("Run the tests.", "run the tests"),
        ("  What’s up?  ", "what's up"),
        ("I'd say 'hello' to the dogs'", "i'd say hello to the dogs"),
        ("well-known, follow–up/now", "well known follow up now"),
        ("ÉCLAIR Größe Ωmega", "éclair größe ωmega"),
        ("42", "forty two"),
        ("20-ounce", "twenty ounce"),
        ("1st 2nd 3rd 12th 20th 101st", "first second third twelfth twentieth one hundred first"),
        (
            "2,000 and 1,234,567",
            "two thousand and one million two hundred thirty four thousand five hundred sixty seven"
        ),
        ("1, 2,3 and 10,00", "one two three and ten zero zero"),
        ("3.5 version 1.2.3", "three point five version one point two point three"),
        ("50% & 20°", "fifty percent and twenty degrees"),
        ("http2 5s", "http two five s"),
        ("007", "zero zero seven"),
        ("-5 and a-5", "minus five and a five"),
        ("at 5 p.m. in the U.S. today", "at five pm in the us today"),
        ("README.md", "readme md"),
        ("12345678901234567", "one two three four five six seven eight nine zero one two three four five six seven"),
        ("", ""),
        ("?! …", ""),
    ])
    func spellsTexts(text: String, words: String) {
        #expect(WordTokenizer(language: "en").words(of: text).joined(separator: " ") == words)
    }

    @Test func knowsWhereEachWordStands() {
        let tokens = WordTokenizer(language: "en").tokenize("É “42” O'Neil's!", isPiece: false).tokens
        #expect(tokens.map(\.word) == ["é", "forty", "two", "o'neil's"])
        #expect(tokens.map(\.bytes) == [0..<2, 6..<8, 6..<8, 12..<20])
    }

    @Test func keepsDigitsWithoutASpeller() {
        #expect(WordTokenizer(language: "xx").words(of: "Au 42, 50%") == ["au", "42", "50"])
    }

    @Test(arguments: [
        (" the", true, false), ("the ", false, true), ("'s", false, false), ("%", true, true), ("-", true, true),
    ])
    func knowsWhetherPiecesHaveGaps(piece: String, begins: Bool, ends: Bool) {
        let spoken = WordTokenizer(language: "en").tokenize(piece, isPiece: true)
        #expect(spoken.beginsWithGap == begins)
        #expect(spoken.endsWithGap == ends)
    }

    @Test(arguments: [
        (0, ["zero"]), (11, ["eleven"]), (40, ["forty"]), (99, ["ninety nine"]), (100, ["one hundred"]),
        (105, ["one hundred five", "one hundred and five"]), (2000, ["two thousand"]),
        (1005, ["one thousand five", "one thousand and five"]), (-3, ["minus three"]),
        (
            999_999,
            [
                "nine hundred ninety nine thousand nine hundred ninety nine",
                "nine hundred and ninety nine thousand nine hundred and ninety nine",
            ]
        ),
        (1_000_000, ["one million"]),
    ])
    func spellsNumbers(number: Int, spellings: [String]) {
        #expect(EnglishNumberSpeller().spellings(of: number).map { $0.joined(separator: " ") } == spellings)
    }

    @Test(arguments: [Int.max, Int.min, 1_000_000_000_000_000])
    func spellsTheGreatestNumbers(number: Int) {
        #expect(!EnglishNumberSpeller().spellings(of: number).isEmpty)
    }
}
