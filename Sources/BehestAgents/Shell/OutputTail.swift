/// What is kept of a program's output: its beginning and its end.
struct OutputTail: Sendable {
    /// How many bytes are kept of the beginning, and how many of the end.
    static let partSize = 65_536

    private var head: [UInt8] = []
    /// The last bytes after the head: at most two parts, of which the last one is kept.
    private var tail: [UInt8] = []
    private var dropped = 0

    /// Takes the next bytes; the time this takes hangs on their number alone, not on what came before.
    mutating func append(_ bytes: [UInt8]) {
        let room = Self.partSize - head.count
        if room > 0 { head.append(contentsOf: bytes.prefix(room)) }
        let rest = bytes.dropFirst(room)
        let skipped = max(0, rest.count - Self.partSize)
        tail.append(contentsOf: rest.dropFirst(skipped))
        dropped += skipped
        guard tail.count > 2 * Self.partSize else { return }
        trim()
    }

    private mutating func trim() {
        let excess = max(0, tail.count - Self.partSize)
        tail.removeFirst(excess)
        dropped += excess
    }

    /// The text, with what was left out said in its place; bytes that are not UTF-8 are repaired.
    var text: String {
        var kept = self
        kept.trim()
        guard kept.dropped > 0 else { return String(decoding: kept.head + kept.tail, as: UTF8.self) }
        return String(decoding: kept.head, as: UTF8.self) + "\n[… \(kept.dropped) bytes left out …]\n"
            + String(decoding: kept.tail, as: UTF8.self)
    }

    /// The last lines that are not empty.
    func lastLines(_ count: Int) -> String {
        let lines = text.split(omittingEmptySubsequences: true) { $0.isNewline }
        return lines.filter { !$0.allSatisfy(\.isWhitespace) }.suffix(count).joined(separator: "\n")
    }
}
