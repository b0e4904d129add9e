import BehestWorkflow
import FoundationEssentials

/// Puts foreign text into Markdown and YAML so that it stays text.
enum Markdown {
    /// The text with every sign that Markdown would read put out of action.
    static func escaped(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if "\\`*_{}[]()<>#+-.!|~&$@:".unicodeScalars.contains(scalar), needsEscape(scalar) { result.append("\\") }
            result.append(scalar)
        }
        return String(result)
    }

    /// The text as a quotation, one line of it each.
    static func quotation(_ text: String) -> String {
        let lines = clean(text, keepsLines: true).split(omittingEmptySubsequences: false) { $0.isNewline }
        return lines.map { "> \(escaped(String($0)))" }.joined(separator: "\n")
    }

    /// The text on one line without control signs, with at most so many characters.
    static func line(_ text: String, limit: Int) -> String {
        let words = clean(text, keepsLines: false).split { $0.isWhitespace }.joined(separator: " ")
        return words.count <= limit ? words : "\(words.prefix(limit - 1))…"
    }

    /// The text as a double-quoted YAML value, which a JSON text is.
    static func quoted(_ text: String) -> String {
        JSONValue.string(clean(text, keepsLines: true)).json
    }

    /// The text of a double-quoted YAML value; the value itself where it is no JSON text.
    static func unquoted(_ value: String) -> String {
        guard value.utf8.contains(UInt8(ascii: "\\")) else { return String(value.dropFirst().dropLast()) }
        return (try? JSONDecoder().decode(String.self, from: Data(value.utf8))) ?? value
    }

    /// The text without the signs that files of text do not have; `keepsLines` leaves the line breaks.
    private static func clean(_ text: String, keepsLines: Bool) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control where scalar == "\n" && keepsLines: result.append(scalar)
            // Signs that turn the direction of writing make text look like what it is not.
            case .control, .lineSeparator, .paragraphSeparator, .surrogate, .format: result.append(" ")
            default: result.append(scalar)
            }
        }
        return String(result)
    }

    /// Points, dashes and colons mean something only at the beginning of a line or in addresses; prose keeps most.
    private static func needsEscape(_ scalar: Unicode.Scalar) -> Bool {
        !("+.!-$@:{}()".unicodeScalars.contains(scalar))
    }
}
