/// Puts foreign text into a forge's Markdown so that it calls nobody, refers to nothing and starts nothing.
///
/// Forges look for `@names`, `#numbers` and addresses in the text after Markdown has been read, so that a backslash before them does not
/// help; a sign between that has no width does.
enum ForgeText {
    /// Joins words without being seen.
    private static let joiner: Unicode.Scalar = "\u{2060}"

    /// The text as a quotation.
    static func quotation(_ text: String) -> String { neutral(Markdown.quotation(text)) }

    /// The text on one line of Markdown.
    static func line(_ text: String, limit: Int) -> String {
        neutral(Markdown.escaped(Markdown.line(text, limit: limit)))
    }

    /// The text as a title, which is no Markdown but is looked through all the same.
    static func title(_ text: String) -> String {
        String(String.UnicodeScalarView(neutral(text).unicodeScalars.prefix(mostInTitle)))
    }

    /// Titles that are longer are refused by the forges.
    private static let mostInTitle = 250

    /// The text with a sign of no width wherever it could be taken for a reference, a call or an address.
    static func neutral(_ text: String) -> String {
        let scalars = Array(text.unicodeScalars)
        var result = String.UnicodeScalarView()
        for (index, scalar) in scalars.enumerated() {
            result.append(scalar)
            let before = index > 0 ? scalars[index - 1] : " "
            guard index + 1 < scalars.count else { continue }
            if isReference(scalar, before: before, next: scalars[index + 1]) { result.append(joiner) }
        }
        return String(result)
    }

    private static func isReference(_ scalar: Unicode.Scalar, before: Unicode.Scalar, next: Unicode.Scalar) -> Bool {
        switch scalar {
        case "@", "#", "!", "~", "&", "%", "$", "^": isWord(next) || next == "\"" || next == "`" || next == "{"
        // 'GH-12' and the like, and 'https://' and 'www.'.
        case "-": isLetter(before) && isDigit(next)
        case ":": next == "/" || next == "\\"
        case "w", "W": next == "."
        // Quick actions stand at the beginning of a line.
        case "\n": next == "/"
        default: false
        }
    }

    private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
        isLetter(scalar) || isDigit(scalar) || scalar == "_"
    }

    private static func isLetter(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.isAlphabetic }

    private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }
}
