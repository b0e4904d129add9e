import FoundationEssentials

extension JSONValue: Codable {
    /// Reads any JSON value.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let boolean = try? container.decode(Bool.self) {
            self = .boolean(boolean)
        } else if let number = try? container.decode(Double.self) {
            self = .number(number)
        } else if let text = try? container.decode(String.self) {
            self = .string(text)
        } else if let elements = try? container.decode([JSONValue].self) {
            self = .list(elements)
        } else {
            self = .mapping(try container.decode([String: JSONValue].self))
        }
    }

    /// Writes the value as JSON; whole numbers are written without a fraction, and what JSON has no number for as null.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .boolean(let boolean): try container.encode(boolean)
        case .number(let number):
            if let integer = Int(exactly: number) {
                try container.encode(integer)
            } else if number.isFinite {
                try container.encode(number)
            } else {
                try container.encodeNil()
            }
        case .string(let text): try container.encode(text)
        case .list(let elements): try container.encode(elements)
        case .mapping(let members): try container.encode(members)
        }
    }

    /// The value on one line of JSON, its names in order.
    package var json: String {
        (try? CanonicalJSON.text(of: self)) ?? "null"
    }
}

/// JSON that is the same, byte for byte, for the same value.
package enum CanonicalJSON {
    /// Writes a value with its names in order.
    package static func text(of value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    /// Reads a value.
    package static func value<Value: Decodable>(_ type: Value.Type, from text: String) throws -> Value {
        try JSONDecoder().decode(type, from: Data(text.utf8))
    }
}
