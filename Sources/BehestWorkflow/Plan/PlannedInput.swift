/// A value of a plan: known already, or still to be computed from what steps return.
public enum PlannedInput: Sendable, Hashable {
    /// A value, and where it came from.
    case known(TracedValue)
    /// What the pack says the value is made of.
    case deferred(InputTemplate)

    /// The value, if it is known.
    public var known: TracedValue? {
        guard case .known(let value) = self else { return nil }
        return value
    }
}

extension PlannedInput: Codable {
    private enum Key: String, CodingKey {
        case template
    }

    /// Reads a value with its origin, or a template.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        if let template = try container.decodeIfPresent(InputTemplate.self, forKey: .template) {
            self = .deferred(template)
        } else {
            self = .known(try TracedValue(from: decoder))
        }
    }

    /// Writes `{"origin": …, "value": …}` or `{"template": …}`.
    public func encode(to encoder: any Encoder) throws {
        switch self {
        case .known(let value):
            try value.encode(to: encoder)
        case .deferred(let template):
            var container = encoder.container(keyedBy: Key.self)
            try container.encode(template, forKey: .template)
        }
    }
}
