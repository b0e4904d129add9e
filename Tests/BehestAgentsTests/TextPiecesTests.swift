import Testing

@testable import BehestAgents

struct TextPiecesTests {
    @Test(arguments: 1...7)
    func charactersComeWhole(_ size: Int) {
        let text = "aé€😀\u{FEFF}z"
        let bytes = Array(text.utf8)
        var pieces = TextPieces()
        var output = ""
        for start in stride(from: 0, to: bytes.count, by: size) {
            let piece = pieces.take(Array(bytes[start..<min(start + size, bytes.count)]))
            #expect(!piece.contains("\u{FFFD}"))
            output += piece
        }
        #expect(output + pieces.finish() == text)
    }

    @Test func whatIsNoTextIsRepaired() {
        var pieces = TextPieces()
        #expect(pieces.take([0x61, 0xFF, 0x62]) == "a\u{FFFD}b")
        #expect(pieces.take([0x80, 0x80, 0x80, 0x80]) == "\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}")
        #expect(pieces.take([0xE2, 0x82]) == "")
        #expect(pieces.finish() == "\u{FFFD}")
        #expect(pieces.finish() == "")
    }
}
