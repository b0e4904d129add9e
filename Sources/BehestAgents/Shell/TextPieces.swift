/// Makes text of bytes that come in pieces: a character that is cut in two is given out whole.
struct TextPieces: Sendable {
    /// The beginning of a character.
    private var rest: [UInt8] = []

    /// Takes the next bytes, and returns the text up to the last whole character; what is no UTF-8 is repaired.
    mutating func take(_ bytes: [UInt8]) -> String {
        let all = rest.isEmpty ? bytes : rest + bytes
        let open = Self.open(all)
        rest = Array(all.suffix(open))
        return String(decoding: all.dropLast(open), as: UTF8.self)
    }

    /// Returns what is left of a character that was never finished.
    mutating func finish() -> String {
        defer { rest = [] }
        return String(decoding: rest, as: UTF8.self)
    }

    /// How many of the last bytes begin a character that is not at its end.
    private static func open(_ bytes: [UInt8]) -> Int {
        for count in 1...3 where count <= bytes.count {
            let byte = bytes[bytes.count - count]
            if byte & 0xC0 == 0x80 { continue }
            let length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 1
            return length > count && byte < 0xF8 ? count : 0
        }
        return 0
    }
}
