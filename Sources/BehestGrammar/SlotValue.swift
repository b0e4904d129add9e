/// The value of a slot: text, or whatever else the grammar gives it.
public enum SlotValue: Sendable, Hashable {
    /// Text.
    case text(String)
    /// A whole number.
    case integer(Int)
    /// A number with a fraction, or one that was written in digits where fractions are allowed.
    case number(Double)
    /// Yes or no.
    case boolean(Bool)
    /// Several values.
    case list([SlotValue])
    /// A value that is said to be none.
    case null
}

extension SlotValue {
    /// Whether it counts as yes: neither none, nor zero, nor empty.
    var isTrue: Bool {
        switch self {
        case .text(let text): !text.isEmpty
        case .integer(let integer): integer != 0
        case .number(let number): number != 0
        case .boolean(let boolean): boolean
        case .list(let values): !values.isEmpty
        case .null: false
        }
    }
}

extension SlotValue: CustomStringConvertible {
    /// The value as a person writes it.
    public var description: String {
        switch self {
        case .text(let text): text
        case .integer(let integer): String(integer)
        case .number(let number): String(number)
        case .boolean(let boolean): String(boolean)
        case .list(let values): values.map(\.description).joined(separator: ", ")
        case .null: ""
        }
    }
}

extension SlotValue: Codable {
    /// Reads any JSON value but an object.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let boolean = try? container.decode(Bool.self) {
            self = .boolean(boolean)
        } else if let integer = try? container.decode(Int.self) {
            self = .integer(integer)
        } else if let number = try? container.decode(Double.self) {
            self = .number(number)
        } else if let values = try? container.decode([SlotValue].self) {
            self = .list(values)
        } else {
            self = .text(try container.decode(String.self))
        }
    }

    /// Writes the JSON value.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .text(let text): try container.encode(text)
        case .integer(let integer): try container.encode(integer)
        case .number(let number): try container.encode(number)
        case .boolean(let boolean): try container.encode(boolean)
        case .list(let values): try container.encode(values)
        case .null: try container.encodeNil()
        }
    }
}
