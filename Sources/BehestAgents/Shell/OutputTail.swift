/// What is kept of a program's output: its beginning and its end.
struct OutputTail: Sendable {
    /// How many bytes are kept of the beginning, and how many of the end.
    static let partSize = 65_536

    private var head: [UInt8] = []
    /// A ring, once it is full.
    private var tail: [UInt8] = []
    private var oldest = 0
    private var dropped = 0

    /// Takes the next bytes; the time this takes hangs on their number alone, not on what came before.
    mutating func append(_ bytes: RawSpan) {
        for offset in bytes.byteOffsets {
            append(unsafe bytes.unsafeLoad(fromUncheckedByteOffset: offset, as: UInt8.self))
        }
    }

    private mutating func append(_ byte: UInt8) {
        if head.count < Self.partSize {
            head.append(byte)
        } else if tail.count < Self.partSize {
            tail.append(byte)
        } else {
            tail[oldest] = byte
            oldest = oldest + 1 == Self.partSize ? 0 : oldest + 1
            dropped += 1
        }
    }

    /// The text, with what was left out said in its place; bytes that are not UTF-8 are repaired.
    var text: String {
        let end = tail[oldest...] + tail[..<oldest]
        guard dropped > 0 else { return String(decoding: head + end, as: UTF8.self) }
        return String(decoding: head, as: UTF8.self) + "\n[… \(dropped) bytes left out …]\n"
            + String(decoding: end, as: UTF8.self)
    }

    /// The last lines that are not empty.
    func lastLines(_ count: Int) -> String {
        let lines = text.split(omittingEmptySubsequences: true) { $0.isNewline }
        return lines.filter { !$0.allSatisfy(\.isWhitespace) }.suffix(count).joined(separator: "\n")
    }
}
