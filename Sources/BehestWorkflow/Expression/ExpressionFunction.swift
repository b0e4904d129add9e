/// The functions of expressions; they are GitHub's.
package enum ExpressionFunction: String, Sendable, Hashable, CaseIterable {
    case contains
    case startsWith
    case endsWith
    case format
    case join
    case toJSON

    /// The function of a name, whose case does not count.
    init?(spelled name: String) {
        let spelled = name.lowercased()
        guard let function = Self.allCases.first(where: { $0.rawValue.lowercased() == spelled }) else { return nil }
        self = function
    }

    /// How many arguments it takes.
    var argumentCount: ClosedRange<Int> {
        switch self {
        case .contains, .startsWith, .endsWith: 2...2
        case .format: 1...50
        case .join: 1...2
        case .toJSON: 1...1
        }
    }

    /// How many arguments it takes, for a diagnostic.
    var argumentsInWords: String {
        switch self {
        case .contains, .startsWith, .endsWith: "two values"
        case .format: "a text and the values for its places"
        case .join: "a list and, if wanted, what stands between its values"
        case .toJSON: "one value"
        }
    }

    /// Computes the function.
    func callAsFunction(_ arguments: [JSONValue]) throws(ExpressionError) -> JSONValue {
        let first = arguments[0]
        switch self {
        case .contains:
            if let elements = first.elements {
                return .boolean(elements.contains { $0.looselyEquals(arguments[1]) })
            }
            let needle = Array(arguments[1].asText.lowercased().utf8)
            return .boolean(needle.isEmpty || Array(first.asText.lowercased().utf8).hasPart(needle))
        case .startsWith:
            return .boolean(first.asText.lowercased().hasPrefix(arguments[1].asText.lowercased()))
        case .endsWith:
            return .boolean(first.asText.lowercased().hasSuffix(arguments[1].asText.lowercased()))
        case .format:
            return .string(try Self.format(first.asText, arguments.dropFirst().map(\.asText)))
        case .join:
            let separator = arguments.count > 1 ? arguments[1].asText : ","
            return .string((first.elements ?? [first]).map(\.asText).joined(separator: separator))
        case .toJSON:
            return .string(first.json)
        }
    }

    private static func format(_ pattern: String, _ values: [String]) throws(ExpressionError) -> String {
        var result = ""
        var rest = pattern[...]
        while let brace = rest.firstIndex(where: { $0 == "{" || $0 == "}" }) {
            result += rest[..<brace]
            let after = rest[rest.index(after: brace)...]
            if after.first == rest[brace] {
                result.append(rest[brace])
                rest = after.dropFirst()
                continue
            }
            guard rest[brace] == "{", let close = after.firstIndex(of: "}"), let index = Int(after[..<close]),
                values.indices.contains(index)
            else {
                throw ExpressionError(
                    .wrongArguments,
                    "'format' has no value for a place of its text",
                    at: 0..<0,
                    hint: "number the places from {0}; write '{{' and '}}' for braces"
                )
            }
            result += values[index]
            rest = after[after.index(after: close)...]
            guard result.utf8.count <= ExpressionLimit.valueSize else {
                throw ExpressionError(.tooLarge, "the value is too large", at: 0..<0)
            }
        }
        return result + rest
    }
}

extension [UInt8] {
    fileprivate func hasPart(_ part: [UInt8]) -> Bool {
        guard count >= part.count else { return false }
        return (0...count - part.count).contains { start in
            self[start] == part[0] && self[start..<start + part.count].elementsEqual(part)
        }
    }
}
