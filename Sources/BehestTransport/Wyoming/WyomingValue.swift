/// A value in an event's data, as JSON knows it.
public enum WyomingValue: Sendable, Hashable {
    /// Nothing.
    case null
    /// True or false.
    case boolean(Bool)
    /// A whole number.
    case integer(Int)
    /// A number with a fraction, or one that is too large to be whole.
    case number(Double)
    /// Text.
    case text(String)
    /// Values in order.
    case list([WyomingValue])
    /// Values by name.
    case mapping([String: WyomingValue])
}

extension WyomingValue {
    /// The text; `nil` for anything else.
    public var text: String? {
        guard case .text(let text) = self else { return nil }
        return text
    }

    /// The whole number, also where it is written with a point; `nil` for anything else.
    public var integer: Int? {
        switch self {
        case .integer(let integer): integer
        case .number(let number): Int(exactly: number)
        default: nil
        }
    }

    /// Whether it is true; `nil` where it is neither true nor false.
    public var boolean: Bool? {
        guard case .boolean(let boolean) = self else { return nil }
        return boolean
    }

    /// The values of a list; `nil` for anything else.
    public var elements: [WyomingValue]? {
        guard case .list(let elements) = self else { return nil }
        return elements
    }

    /// The values of a mapping; `nil` for anything else.
    public var members: [String: WyomingValue]? {
        guard case .mapping(let members) = self else { return nil }
        return members
    }
}

extension WyomingValue: Decodable {
    /// Reads any JSON value.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let text = try? container.decode(String.self) {
            self = .text(text)
        } else if let integer = try? container.decode(Int.self) {
            self = .integer(integer)
        } else if container.decodeNil() {
            self = .null
        } else if let boolean = try? container.decode(Bool.self) {
            self = .boolean(boolean)
        } else if let number = try? container.decode(Double.self) {
            self = .number(number)
        } else if let elements = try? container.decode([WyomingValue].self) {
            self = .list(elements)
        } else {
            self = .mapping(try container.decode([String: WyomingValue].self))
        }
    }
}

extension WyomingValue {
    /// Writes the value as JSON on one line; numbers that are none are written as nothing.
    func write(to json: inout String) {
        switch self {
        case .null: json += "null"
        case .boolean(let boolean): json += boolean ? "true" : "false"
        case .integer(let integer): json += "\(integer)"
        case .number(let number): json += number.isFinite ? "\(number)" : "null"
        case .text(let text): Self.write(text, to: &json)
        case .list(let elements):
            json += "["
            for (index, element) in elements.enumerated() {
                if index > 0 { json += ", " }
                element.write(to: &json)
            }
            json += "]"
        case .mapping(let members):
            json += "{"
            for (index, member) in members.sorted(by: { $0.key < $1.key }).enumerated() {
                if index > 0 { json += ", " }
                Self.write(member.key, to: &json)
                json += ": "
                member.value.write(to: &json)
            }
            json += "}"
        }
    }

    private static func write(_ text: String, to json: inout String) {
        json += "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": json += "\\\""
            case "\\": json += "\\\\"
            case _ where scalar.value < 0x20:
                let digits = String(scalar.value, radix: 16)
                json += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: json.unicodeScalars.append(scalar)
            }
        }
        json += "\""
    }
}

extension WyomingValue: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByNilLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    /// Makes text.
    public init(stringLiteral value: String) { self = .text(value) }

    /// Makes true or false.
    public init(booleanLiteral value: Bool) { self = .boolean(value) }

    /// Makes a whole number.
    public init(integerLiteral value: Int) { self = .integer(value) }

    /// Makes nothing.
    public init(nilLiteral: ()) { self = .null }

    /// Makes a list.
    public init(arrayLiteral elements: WyomingValue...) { self = .list(elements) }

    /// Makes a mapping; of a name that is there twice, the last value counts.
    public init(dictionaryLiteral elements: (String, WyomingValue)...) {
        self = .mapping(Dictionary(elements) { _, last in last })
    }
}
