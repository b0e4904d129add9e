import Testing

@testable import BehestSpeech

struct TextCompressionTests {
    struct Case: Sendable {
        var text: String
        /// What Python's `len(t) / len(zlib.compress(t))` gives.
        var zlib: Double
    }

    static let cases = [
        Case(text: "Run the tests.", zlib: 0.64),
        Case(text: "File a bug saying the import button does nothing.", zlib: 0.91),
        Case(text: "Thank you for watching.", zlib: 0.74),
        Case(
            text:
                "What changed since yesterday in the parser, and who has reviewed the branch that was merged last week into the main line of the project?",
            zlib: 1.27
        ),
        Case(
            text:
                "It was the best of times, it was the worst of times, it was the age of wisdom, it was the age of foolishness, it was the epoch of belief, it was the epoch of incredulity.",
            zlib: 1.93
        ),
        Case(text: String(repeating: "I'm going to go to the store. ", count: 12), zlib: 9.23),
        Case(text: String(repeating: "la ", count: 40), zlib: 8.57),
        Case(text: String(repeating: "Thank you. ", count: 10), zlib: 5.00),
        Case(text: "no no no no no no", zlib: 1.31),
        Case(text: String(repeating: "谢谢观看", count: 10), zlib: 5.45),
    ]

    @Test(arguments: cases)
    func isNearZlib(_ each: Case) {
        let ratio = TextCompression.ratio(of: each.text)
        #expect(abs(ratio - each.zlib) < 0.25 * each.zlib, "\(ratio)")
        #expect((ratio > 2.4) == (each.zlib > 2.4), "\(ratio)")
    }

    @Test func nothingIsNothing() {
        #expect(TextCompression.ratio(of: "") == 0)
    }
}

struct RepetitionTests {
    struct Case: Sendable {
        var words: String
        var phrase: String?
        var times = 0
    }

    static let cases = [
        Case(words: ""), Case(words: "a"), Case(words: "run the tests"), Case(words: "a b a"),
        Case(words: "no no", phrase: "no", times: 2),
        Case(words: "well no no no then", phrase: "no", times: 3),
        Case(words: "go on go on go on now", phrase: "go on", times: 3),
        Case(words: "a a b a a b a a b", phrase: "a a b", times: 3),
        Case(words: "x x y z y z y z", phrase: "y z", times: 3),
    ]

    @Test(arguments: cases)
    func findsWhatIsSaidAgainAndAgain(_ each: Case) {
        let repetition = Repetition(in: each.words.split(separator: " ").map(String.init))
        #expect(repetition?.words.joined(separator: " ") == each.phrase)
        #expect(repetition?.times ?? 0 == each.times)
    }
}
