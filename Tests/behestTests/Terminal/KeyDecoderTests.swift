import Testing

@testable import behest

/// Which bytes are keys: `⎋` is the escape key, `.` a pause in which nothing comes.
struct KeyDecoderTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        /// Bytes, with a pause between each two of these.
        var sent: [String]
        var keys: String
    }

    @Test(arguments: [
        Case(testDescription: "characters", sent: ["yn?s q"], keys: "yn?s q"),
        Case(testDescription: "enter, however it is sent", sent: ["\r\n"], keys: "\n\n"),
        Case(testDescription: "the escape key alone", sent: ["\u{1B}", "n"], keys: "⎋n"),
        Case(testDescription: "the escape key twice", sent: ["\u{1B}\u{1B}", "\u{1B}"], keys: "⎋⎋⎋"),
        Case(testDescription: "arrows", sent: ["\u{1B}[A\u{1B}[B\u{1B}OC\u{1B}OD"], keys: ""),
        Case(testDescription: "arrows with other keys", sent: ["\u{1B}[1;5A\u{1B}[1;2D"], keys: ""),
        Case(
            testDescription: "page up, delete, function keys",
            sent: ["\u{1B}[5~\u{1B}[3~\u{1B}[15~\u{1B}OP\u{1B}[[A"],
            keys: ""
        ),
        Case(testDescription: "a key after an arrow", sent: ["\u{1B}[Ay"], keys: "y"),
        Case(testDescription: "an arrow after the escape key", sent: ["\u{1B}\u{1B}[An"], keys: "⎋n"),
        Case(testDescription: "Alt with a key", sent: ["\u{1B}y"], keys: ""),
        Case(testDescription: "an answer of the terminal", sent: ["\u{1B}[?62;22cy"], keys: "y"),
        Case(
            testDescription: "a title that holds keys",
            sent: ["\u{1B}]0;yny\u{7}n\u{1B}]11;rgb:y/n\u{1B}\\s"],
            keys: "ns"
        ),
        Case(testDescription: "a sequence that never ends", sent: ["\u{1B}[1", "y"], keys: "y"),
        Case(testDescription: "what is pasted", sent: ["\u{1B}[200~yes\r\ny\u{1B}[201~n"], keys: "n"),
        Case(testDescription: "what is pasted slowly", sent: ["\u{1B}[200~y", "y", "\u{1B}[20", "1~n"], keys: "n"),
        Case(testDescription: "letters that are not ASCII", sent: ["ýñ漢🎉y"], keys: "y"),
    ])
    func tellsKeysApart(_ example: Case) {
        // The same, whether bytes come one by one or together.
        for size in [1, 2, 256] {
            var decoder = KeyDecoder()
            var keys: [KeyDecoder.Key] = []
            for part in example.sent {
                var bytes = Array(part.utf8)[...]
                while !bytes.isEmpty {
                    keys += decoder.take(bytes.prefix(size))
                    bytes = bytes.dropFirst(size)
                }
                keys += decoder.takePause()
            }
            #expect(keys.map(Self.letter).joined() == example.keys)
        }
    }

    @Test func waitsOnlyAfterAnEscape() {
        var decoder = KeyDecoder()
        _ = decoder.take("y".utf8)
        #expect(!decoder.isPending)
        _ = decoder.take("\u{1B}".utf8)
        #expect(decoder.isPending)
        _ = decoder.take("[A".utf8)
        #expect(!decoder.isPending)
    }

    @Test func keysMeanWhatTheyAreExplainedAs() {
        let meanings: [(String, ListenKey?)] = [
            ("\n", .confirm), ("y", .confirm), ("Y", .confirm), ("n", .cancel), ("s", .stopAll), (" ", .talk),
            ("m", .mute),
            ("r", .again), ("?", .help), ("q", .end), ("\u{4}", .end), ("a", nil), ("\t", nil),
        ]
        for (character, key) in meanings { #expect(ListenKey(.character(Character(character))) == key) }
        #expect(ListenKey(.escape) == .cancel)
    }

    private static func letter(_ key: KeyDecoder.Key) -> String {
        switch key {
        case .escape: "⎋"
        case .character(let character): String(character)
        }
    }
}
