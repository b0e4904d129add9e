/// The functions of expressions; they are GitHub's.
package enum ExpressionFunction: String, Sendable, Hashable, CaseIterable {
    case contains
    case startsWith
    case endsWith
    case format
    case join
    case toJSON
    case fromJSON

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
        case .toJSON, .fromJSON: 1...1
        }
    }

    /// How many arguments it takes, for a diagnostic.
    var argumentsInWords: String {
        switch self {
        case .contains, .startsWith, .endsWith: "two values"
        case .format: "a text and the values for its places"
        case .join: "a list and, if wanted, what stands between its values"
        case .toJSON, .fromJSON: "one value"
        }
    }

    /// Computes the function.
    func callAsFunction(_ arguments: [JSONValue]) throws(ExpressionError) -> JSONValue {
        let first = arguments[0]
        switch self {
        case .contains:
            switch first {
            case .list(let elements): return .boolean(arguments[1].isLooselyAmong(elements))
            case .mapping: return false
            default: return .boolean(FoldedText(first.asText).contains(FoldedText(arguments[1].asText)))
            }
        case .startsWith:
            return .boolean(FoldedText(first.asText).starts(with: FoldedText(arguments[1].asText)))
        case .endsWith:
            return .boolean(FoldedText(first.asText).ends(with: FoldedText(arguments[1].asText)))
        case .format:
            return .string(try Self.format(first.asText, arguments.dropFirst().map(\.asText)))
        case .join:
            let separator = arguments.count > 1 ? arguments[1].asText : ","
            return .string(try Self.join(first.elements ?? [first], separator))
        case .toJSON:
            return .string(first.json)
        case .fromJSON:
            return try Self.value(ofJSON: first.asText)
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
                throw .valueTooLarge
            }
        }
        return result + rest
    }
    private static func join(_ values: [JSONValue], _ separator: String) throws(ExpressionError) -> String {
        var result = ""
        for (index, value) in values.enumerated() {
            if index > 0 { result += separator }
            result += value.asText
            guard result.utf8.count <= ExpressionLimit.valueSize else { throw .valueTooLarge }
        }
        return result
    }

    private static func value(ofJSON text: String) throws(ExpressionError) -> JSONValue {
        guard text.utf8.count <= ExpressionLimit.valueSize else { throw .valueTooLarge }
        guard let value = try? CanonicalJSON.value(JSONValue.self, from: text) else {
            throw ExpressionError(
                .wrongArguments,
                "'fromJSON' was given what is not JSON",
                at: 0..<0,
                hint: "text in JSON has quotes around it"
            )
        }
        return value
    }
}
