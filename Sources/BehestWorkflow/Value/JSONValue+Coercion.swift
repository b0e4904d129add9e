import Foundation

/// The conversions of GitHub Actions' expressions, which ours follow.
extension JSONValue {
    /// Whether the value counts as true: everything does but null, false, 0, not-a-number and empty text.
    package var isTruthy: Bool {
        switch self {
        case .null: false
        case .boolean(let boolean): boolean
        case .number(let number): number != 0 && !number.isNaN
        case .string(let text): !text.isEmpty
        case .list, .mapping: true
        }
    }

    /// The value as a number; not-a-number where there is none.
    package var asNumber: Double {
        switch self {
        case .null: 0
        case .boolean(let boolean): boolean ? 1 : 0
        case .number(let number): number
        case .string(let text): Self.number(from: text)
        case .list, .mapping: .nan
        }
    }

    /// The value as it stands inside text.
    package var asText: String {
        switch self {
        case .null: ""
        case .boolean(let boolean): boolean ? "true" : "false"
        case .number(let number): Self.text(of: number)
        case .string(let text): text
        case .list, .mapping: json
        }
    }

    /// Whether two values are equal when kinds are converted and case does not count.
    package func looselyEquals(_ other: JSONValue) -> Bool {
        switch (self, other) {
        case (.null, .null): true
        case (.boolean(let left), .boolean(let right)): left == right
        case (.number(let left), .number(let right)): left == right
        case (.string(let left), .string(let right)): FoldedText(left) == FoldedText(right)
        case (.list, .list), (.mapping, .mapping): self == other
        default: asNumber == other.asNumber
        }
    }

    /// Whether one of some values equals this one loosely; it is converted but once, however many there are.
    package func isLooselyAmong(_ values: [JSONValue]) -> Bool {
        let (folded, number) = (text.map(FoldedText.init), asNumber)
        return values.contains { value in
            switch (value, self) {
            case (.string(let text), .string): FoldedText(text) == folded
            case (.null, .null), (.boolean, .boolean), (.list, .list), (.mapping, .mapping): looselyEquals(value)
            default: value.asNumber == number
            }
        }
    }

    /// Whether this value stands before another one; kinds are converted and case does not count.
    package func isLess(than other: JSONValue) -> Bool {
        switch (self, other) {
        case (.string(let left), .string(let right)): FoldedText(left) < FoldedText(right)
        case (.null, .null), (.list, .list), (.mapping, .mapping): false
        default: asNumber < other.asNumber
        }
    }

    private static func number(from text: String) -> Double {
        let scalars = text.unicodeScalars
        let trimmed = scalars.drop { $0.properties.isWhitespace }.reversed().drop { $0.properties.isWhitespace }
        var digits = String.UnicodeScalarView()
        digits.append(contentsOf: trimmed.reversed())
        let word = String(digits)
        if word.isEmpty { return 0 }
        for (prefix, radix) in [("0x", 16), ("0o", 8)] where word.hasPrefix(prefix) {
            let digits = word.dropFirst(prefix.utf8.count)
            guard digits.utf8.allSatisfy({ Character(UnicodeScalar($0)).isHexDigit }) else { return .nan }
            return Int32(digits, radix: radix).map(Double.init) ?? .nan
        }
        if let infinity = ["Infinity": Double.infinity, "-Infinity": -.infinity][word] { return infinity }
        guard word.unicodeScalars.allSatisfy({ "0123456789+-.eE".unicodeScalars.contains($0) }) else { return .nan }
        return Double(word) ?? .nan
    }

    /// With 15 significant digits, as .NET writes numbers.
    private static func text(of number: Double) -> String {
        if let integer = Int(exactly: number), abs(number) < 1e15 { return String(integer) }
        if number.isNaN { return "NaN" }
        if number.isInfinite { return number < 0 ? "-Infinity" : "Infinity" }
        return String(format: "%.15G", number)
    }
}
