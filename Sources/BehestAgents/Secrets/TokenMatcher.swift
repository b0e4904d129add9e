/// Finds tokens that say by their beginning what they are, byte by byte.
struct TokenMatcher: Sendable {
    /// A kind of token: how it begins, what it goes on with, and for how long at least.
    private struct Kind: Sendable {
        var prefix: [UInt8]
        var signs: [UInt8]
        var hasSmallLetters = true
        var least: Int

        func has(_ byte: UInt8) -> Bool {
            (48...57).contains(byte) || (65...90).contains(byte) || hasSmallLetters && (97...122).contains(byte)
                || signs.contains(byte)
        }
    }

    private enum State: Sendable {
        case idle
        /// So many bytes of the beginning of one or more kinds.
        case prefix([UInt8])
        /// Behind the beginning of a kind, with so many bytes of its own.
        case body(Int, count: Int)
    }

    private static let kinds: [Kind] =
        ["ghp_", "gho_", "ghu_", "ghs_", "ghr_"].map { Kind(prefix: Array($0.utf8), signs: [], least: 20) }
        + ["xoxa-", "xoxb-", "xoxp-", "xoxr-", "xoxs-"].map {
            Kind(prefix: Array($0.utf8), signs: Array("-".utf8), least: 10)
        }
        + ["AKIA", "ASIA"].map { Kind(prefix: Array($0.utf8), signs: [], hasSmallLetters: false, least: 16) }
        + [
            Kind(prefix: Array("github_pat_".utf8), signs: Array("_".utf8), least: 20),
            Kind(prefix: Array("glpat-".utf8), signs: Array("_-".utf8), least: 16),
            Kind(prefix: Array("sk-".utf8), signs: Array("_-".utf8), least: 16),
        ]

    /// How all kinds begin.
    static let prefixes = kinds.map(\.prefix)

    private var state = State.idle
    /// Whether the last byte was part of a word, in which no token begins.
    private var isInWord = false

    /// Whether nothing of a token was seen.
    var isAtRest: Bool {
        if case .idle = state { return true }
        return false
    }

    /// How many of the last bytes may become a token.
    var open: Int {
        switch state {
        case .idle: 0
        case .prefix(let bytes): bytes.count
        case .body(let kind, let count): count < Self.kinds[kind].least ? Self.kinds[kind].prefix.count + count : 0
        }
    }

    /// Passes over bytes of which none begins a token, up to one.
    mutating func skip(to byte: UInt8) { isInWord = Self.isOfWord(byte) }

    /// Takes a byte, and returns how many of the last bytes are part of a token.
    mutating func step(_ byte: UInt8) -> Int {
        defer { isInWord = Self.isOfWord(byte) }
        switch state {
        case .idle: break
        case .prefix(let bytes):
            state = Self.state(after: bytes + [byte])
            if !isAtRest { return 0 }
        case .body(let kind, let count):
            if Self.kinds[kind].has(byte) {
                state = .body(kind, count: count + 1)
                let least = Self.kinds[kind].least
                return count + 1 == least ? Self.kinds[kind].prefix.count + least : count + 1 > least ? 1 : 0
            }
            state = .idle
        }
        if !isInWord { state = Self.state(after: [byte]) }
        return 0
    }

    private static func state(after bytes: [UInt8]) -> State {
        if let kind = kinds.firstIndex(where: { $0.prefix == bytes }) { return .body(kind, count: 0) }
        return kinds.contains { $0.prefix.starts(with: bytes) } ? .prefix(bytes) : .idle
    }

    private static func isOfWord(_ byte: UInt8) -> Bool {
        (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte) || byte == UInt8(ascii: "_")
    }
}
