/// A value as JSON knows it: what expressions compute, steps are given and agents return.
public enum JSONValue: Sendable, Hashable {
    /// Nothing.
    case null
    /// True or false.
    case boolean(Bool)
    /// A number; there is no other kind than the double-precision one.
    case number(Double)
    /// Text.
    case string(String)
    /// Values in order.
    case list([JSONValue])
    /// Values by name.
    case mapping([String: JSONValue])
}

extension JSONValue {
    /// The text of a string; `nil` for anything else.
    public var text: String? {
        guard case .string(let text) = self else { return nil }
        return text
    }

    /// The values of a list; `nil` for anything else.
    public var elements: [JSONValue]? {
        guard case .list(let elements) = self else { return nil }
        return elements
    }

    /// What a person calls this kind of value.
    public var kindName: String {
        switch self {
        case .null: "nothing"
        case .boolean: "true or false"
        case .number: "a number"
        case .string: "text"
        case .list: "a list"
        case .mapping: "a mapping"
        }
    }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral, ExpressibleByNilLiteral,
    ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral, ExpressibleByArrayLiteral,
    ExpressibleByDictionaryLiteral
{
    /// Makes text.
    public init(stringLiteral value: String) { self = .string(value) }

    /// Makes true or false.
    public init(booleanLiteral value: Bool) { self = .boolean(value) }

    /// Makes nothing.
    public init(nilLiteral: ()) { self = .null }

    /// Makes a number.
    public init(integerLiteral value: Int) { self = .number(Double(value)) }

    /// Makes a number.
    public init(floatLiteral value: Double) { self = .number(value) }

    /// Makes a list.
    public init(arrayLiteral elements: JSONValue...) { self = .list(elements) }

    /// Makes a mapping; of two equal names the last one counts.
    public init(dictionaryLiteral elements: (String, JSONValue)...) {
        self = .mapping(Dictionary(elements) { $1 })
    }
}
