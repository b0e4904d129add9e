extension InputTemplate: Codable {
    private enum Key: String, CodingKey {
        case constant, text, list, mapping
    }

    /// Reads an object with one of the keys `constant`, `text`, `list` and `mapping`.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        if container.contains(.constant) {
            self = .constant(try container.decode(JSONValue.self, forKey: .constant))
        } else if container.contains(.text) {
            self = .text(try container.decode(TextTemplate.self, forKey: .text))
        } else if container.contains(.list) {
            self = .list(try container.decode([InputTemplate].self, forKey: .list))
        } else {
            self = .mapping(try container.decode([String: InputTemplate].self, forKey: .mapping))
        }
    }

    /// Writes an object with one of the keys `constant`, `text`, `list` and `mapping`.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        switch self {
        case .constant(let value): try container.encode(value, forKey: .constant)
        case .text(let template): try container.encode(template, forKey: .text)
        case .list(let elements): try container.encode(elements, forKey: .list)
        case .mapping(let members): try container.encode(members, forKey: .mapping)
        }
    }
}
