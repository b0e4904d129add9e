/// A text as it is given to a speaker: one paragraph, not too long, and without what a speaker could take for more than words.
public struct SpeakableText: Sendable, Hashable {
    /// The most characters that are spoken: about a minute.
    public static let longest = 800

    /// The text.
    public let text: String

    /// Prepares a text.
    ///
    /// - Parameter text: any text; when it is too long, it is spoken to the end of a sentence, or else of a word.
    public init(_ text: String) {
        var plain = ""
        for character in text {
            let isSpace = character.isWhitespace || character.isNewline
            let isControl = character.unicodeScalars.contains { $0.properties.generalCategory == .control }
            if isSpace || isControl {
                if !plain.isEmpty, plain.last != " " { plain.append(" ") }
            } else if character == "[" || character == "<" || character == ">" {
                // Two brackets begin phonemes for espeak-ng, and angle brackets its marks: neither is ever a word.
                continue
            } else {
                plain.append(character)
            }
        }
        if plain.last == " " { plain.removeLast() }
        self.text = Self.shortened(plain)
    }

    /// Whether there is anything to be spoken.
    public var isEmpty: Bool { !text.contains { $0.isLetter || $0.isNumber } }

    private static func shortened(_ text: String) -> String {
        guard text.count > longest else { return text }
        let part = text.prefix(longest)
        if let end = part.lastIndex(where: { ".!?".contains($0) }),
            part.distance(from: part.startIndex, to: end) > longest / 2
        {
            return String(part[...end])
        }
        return String(part.lastIndex(of: " ").map { part[..<$0] } ?? part) + " …"
    }
}
