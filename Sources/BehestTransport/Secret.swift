/// A text that is sent and never shown: no description, interpolation or dump of it, or of what holds it, tells the text.
public struct Secret: Sendable, Hashable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The text itself.
    let text: String

    /// Keeps a text, without the white space around it, such as the line's end that a file leaves.
    public init(_ text: String) {
        let scalars = text.unicodeScalars
        let isSpace: (Unicode.Scalar) -> Bool = { $0.properties.isWhitespace }
        let end = scalars.lastIndex { !isSpace($0) }.map(scalars.index(after:)) ?? scalars.startIndex
        self.text = String(String.UnicodeScalarView(scalars[..<end].drop(while: isSpace)))
    }

    /// What somebody else says, without the text in it: a server may repeat the key that it refuses.
    public func removed(from words: String) -> String {
        isEmpty ? words : words.replacing(text, with: description)
    }

    /// Whether there is no text.
    public var isEmpty: Bool { text.isEmpty }

    /// Lets something be computed of the text, such as a signature.
    package func use<Value>(_ use: (String) throws -> Value) rethrows -> Value { try use(text) }

    /// A placeholder.
    public var description: String { "(secret)" }

    /// A placeholder.
    public var debugDescription: String { description }

    /// A mirror without the text.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
