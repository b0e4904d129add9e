import Testing

@testable import BehestAgents

struct OutputTailTests {
    private static let part = OutputTail.partSize

    /// The text of bytes that arrive in pieces of a size.
    private static func tail(of bytes: [UInt8], pieces: Int) -> OutputTail {
        var tail = OutputTail()
        for start in stride(from: 0, to: bytes.count, by: pieces) {
            let piece = Array(bytes[start..<min(start + pieces, bytes.count)])
            tail.append(piece)
        }
        return tail
    }

    @Test(
        arguments: [0, 1, part - 1, part, part + 1, 2 * part, 2 * part + 1, 3 * part, 5 * part + 3],
        [7, 4096, 200_000]
    )
    func keepsBeginningAndEnd(_ count: Int, _ pieces: Int) {
        let bytes = (0..<count).map { UInt8(97 + $0 % 26) }
        let text = Self.tail(of: bytes, pieces: pieces).text
        guard count > 2 * Self.part else {
            #expect(text == String(decoding: bytes, as: UTF8.self))
            return
        }
        let head = String(decoding: bytes.prefix(Self.part), as: UTF8.self)
        let end = String(decoding: bytes.suffix(Self.part), as: UTF8.self)
        #expect(text == "\(head)\n[… \(count - 2 * Self.part) bytes left out …]\n\(end)")
    }

    @Test func namesTheLastLines() {
        let tail = Self.tail(of: Array("one\n\n two\r\n  \nthree\n".utf8), pieces: 3)
        #expect(tail.lastLines(2) == " two\nthree")
    }
}
