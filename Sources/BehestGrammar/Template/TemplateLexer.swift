/// Cuts a template's text into tokens.
struct TemplateLexer {
    /// The pairs of signs that enclose a piece.
    enum Bracket: Sendable, Hashable {
        case round
        case square

        var opening: String { self == .round ? "(" : "[" }
        var closing: String { self == .round ? ")" : "]" }
    }

    /// One token.
    struct Token: Sendable, Hashable {
        enum Kind: Sendable, Hashable {
            case text(String)
            case open(Bracket)
            case close(Bracket)
            case bar
            case semicolon
            /// What stands between `{` and `}`.
            case list(String)
            /// What stands between `<` and `>`.
            case rule(String)
            /// A sign that stands where it means nothing, such as a lone `}`.
            case stray(String)
            /// A `{` or `<` without its end.
            case unclosed(String)
        }

        var kind: Kind
        var bytes: Range<Int>
    }

    private let bytes: [UInt8]
    private var position = 0

    init(_ text: String) {
        bytes = Array(text.utf8)
    }

    /// The next token, or `nil` at the end.
    mutating func next() -> Token? {
        guard position < bytes.count else { return nil }
        let start = position
        position += 1
        switch bytes[start] {
        case UInt8(ascii: "("): return token(.open(.round), from: start)
        case UInt8(ascii: ")"): return token(.close(.round), from: start)
        case UInt8(ascii: "["): return token(.open(.square), from: start)
        case UInt8(ascii: "]"): return token(.close(.square), from: start)
        case UInt8(ascii: "|"): return token(.bar, from: start)
        case UInt8(ascii: ";"): return token(.semicolon, from: start)
        case UInt8(ascii: "{"): return reference(from: start, until: UInt8(ascii: "}"))
        case UInt8(ascii: "<"): return reference(from: start, until: UInt8(ascii: ">"))
        case UInt8(ascii: "}"): return token(.stray("}"), from: start)
        case UInt8(ascii: ">"): return token(.stray(">"), from: start)
        default:
            position = start
            return text(from: start)
        }
    }

    private mutating func text(from start: Int) -> Token {
        var content: [UInt8] = []
        while position < bytes.count, !Self.isSyntax(bytes[position]) {
            // An escape stands for the sign after it; at the very end it is a backslash.
            if bytes[position] == UInt8(ascii: "\\"), position + 1 < bytes.count { position += 1 }
            content.append(bytes[position])
            position += 1
        }
        return token(.text(String(decoding: content, as: UTF8.self)), from: start)
    }

    private mutating func reference(from start: Int, until end: UInt8) -> Token {
        while position < bytes.count, bytes[position] != end, !Self.isSyntax(bytes[position]) { position += 1 }
        let opening = String(decoding: [bytes[start]], as: UTF8.self)
        guard position < bytes.count, bytes[position] == end else {
            // What follows is read as if the sign were not there, so that its own mistakes are found too.
            position = start + 1
            return token(.unclosed(opening), from: start)
        }
        let content = String(decoding: bytes[(start + 1)..<position], as: UTF8.self)
        position += 1
        return token(opening == "{" ? .list(content) : .rule(content), from: start)
    }

    private func token(_ kind: Token.Kind, from start: Int) -> Token {
        Token(kind: kind, bytes: start..<position)
    }

    private static func isSyntax(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "{"),
            UInt8(ascii: "}"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "|"), UInt8(ascii: ";"):
            true
        default: false
        }
    }
}
