import Testing

@testable import BehestSpeech

struct TokenizerTests {
    @Test func readsShortAndLongPieces() throws {
        let long = [UInt8](repeating: 97, count: 300)
        // 300 is written as 44 + 128, and 2 × 128.
        let bytes: [UInt8] = [1, 98, 0, 2, 99, 100, 172, 2] + long
        let pieces = try #require(Tokenizer.parse(bytes))
        #expect(pieces == [[98], [], [99, 100], long])
    }

    @Test(
        arguments: [
            [],
            [1, 98, 0],  // too few tokens
            [1, 98, 0, 2, 99],  // ends within a piece
            [1, 98, 0, 0, 200],  // ends within a length
        ] as [[UInt8]]
    )
    func refusesWhatIsNoVocabulary(_ bytes: [UInt8]) {
        #expect(Tokenizer.parse(bytes) == nil)
    }

    @Test func joinsPiecesToWords() {
        let mark: [UInt8] = Array("\u{2581}".utf8)
        let tokenizer = Tokenizer(pieces: [
            [], [], [], mark + Array("file".utf8), mark + Array("a".utf8), mark + Array("bu".utf8), Array("g".utf8),
            Array(".".utf8), [0xC3], [0xA9],
        ])
        let words = tokenizer.words([3, 4, 5, 6, 7, 2])
        #expect(words.map(\.text) == ["file", "a", "bug."])
        #expect(words.map(\.tokens) == [0..<1, 1..<2, 2..<5])
        // One letter in two byte tokens.
        #expect(tokenizer.words([5, 8, 9]).map(\.text) == ["bué"])
        #expect(tokenizer.words([2]).isEmpty)
        #expect(tokenizer.words([]).isEmpty)
    }

    @Test func joinsTheLowestPairFirst() {
        // "abc": 'bc' has the lower number, so 'ab' is never made.
        let mark: [UInt8] = Array("\u{2581}".utf8)
        var pieces = [[UInt8]](repeating: [], count: 3) + (0...255).map { [UInt8($0)] }
        pieces += [mark, Array("a".utf8), Array("b".utf8), Array("c".utf8), Array("bc".utf8), Array("ab".utf8)]
        pieces += [mark + Array("a".utf8)]
        let tokenizer = Tokenizer(pieces: pieces)
        #expect(tokenizer.tokens(of: "abc") == [265, 263])
        #expect(tokenizer.tokens(of: "b a") == [259, 261, 265])
        // What the vocabulary does not have comes as its bytes.
        #expect(tokenizer.tokens(of: "é") == [259, 3 + 0xC3, 3 + 0xA9])
        #expect(tokenizer.tokens(of: "").isEmpty)
    }
}
