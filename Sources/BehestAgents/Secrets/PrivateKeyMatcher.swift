/// Finds what stands between `-----BEGIN … PRIVATE KEY-----` and `-----END`, byte by byte.
struct PrivateKeyMatcher: Sendable {
    private enum State: Sendable {
        /// Before a key.
        case outside
        /// In the line that begins it, with what it says.
        case heading([UInt8])
        /// At the line's end, or in the key, so many bytes of it.
        case inside(Int)
    }

    private static let beginning = Array("-----BEGIN ".utf8)
    private static let ending = Array("-----END ".utf8)
    /// What begins a key.
    static let prefixes = [beginning]

    /// The longest that a heading and a key can be; what is longer is no key.
    private static let longestHeading = 48
    private static let longestKey = 16_384

    private var state = State.outside
    /// How many bytes of the beginning, or of the ending, were seen last.
    private var progress = 0
    /// Bytes of a key's last lines that may belong to its ending.
    private(set) var open = 0

    /// Whether nothing of a key was seen.
    var isAtRest: Bool {
        if case .outside = state { return progress == 0 }
        return false
    }

    /// Takes a byte, and returns how many of the last bytes are part of a key.
    mutating func step(_ byte: UInt8) -> Int {
        switch state {
        case .outside:
            advance(byte, Self.beginning)
            if progress == Self.beginning.count { (state, progress) = (.heading([]), 0) }
            return 0
        case .heading(let words):
            read(words + [byte])
            return 0
        case .inside(let count):
            return readKey(byte, count)
        }
    }

    private mutating func read(_ words: [UInt8]) {
        state = .heading(words)
        if words.count > Self.longestHeading || words.last == UInt8(ascii: "\n") { state = .outside }
        guard words.suffix(5).elementsEqual("-----".utf8) else { return }
        let isPrivate = String(decoding: words, as: UTF8.self).contains("PRIVATE KEY")
        (state, progress, open) = (isPrivate ? .inside(0) : .outside, 0, 0)
    }

    private mutating func readKey(_ byte: UInt8, _ count: Int) -> Int {
        state = .inside(count + 1)
        advance(byte, Self.ending)
        if progress == Self.ending.count || count >= Self.longestKey {
            (state, progress, open) = (.outside, 0, 0)
            return 0
        }
        let isBreak = byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
        if isBreak || progress > 0 {
            // The break behind the heading is not the key's.
            if count > 0 || !isBreak { open += 1 }
            return 0
        }
        defer { open = 0 }
        return open + 1
    }

    private mutating func advance(_ byte: UInt8, _ phrase: [UInt8]) {
        if phrase[progress] == byte {
            progress += 1
        } else if byte == UInt8(ascii: "-") {
            // Five dashes may be the last of more.
            progress = progress == 5 ? 5 : 1
        } else {
            progress = 0
        }
    }
}
