/// Where a value came from; a value made of several has all their origins.
public struct Origin: OptionSet, Sendable, Hashable {
    /// One bit per origin.
    public let rawValue: UInt8

    /// Makes a set of origins from its bits.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// The grammar pack, which its user wrote and can read.
    public static let pack = Origin(rawValue: 1)
    /// The workspace and the machine: a path, files' names, Behest's settings.
    public static let workspace = Origin(rawValue: 2)
    /// What was said.
    public static let speech = Origin(rawValue: 4)
    /// What an agent returned.
    public static let agent = Origin(rawValue: 8)
    /// What somebody sent to a webhook.
    public static let message = Origin(rawValue: 16)

    /// Whether the value is mere data: made, at least in part, of what was said or sent or of what an agent returned.
    public var isData: Bool { !isDisjoint(with: [.speech, .agent, .message]) }

    private static let all: [(name: String, origin: Origin)] = [
        ("pack", .pack), ("workspace", .workspace), ("speech", .speech), ("agent", .agent),
        ("message", .message),
    ]

    /// The names of the origins, in a fixed order.
    public var names: [String] { Self.all.filter { contains($0.origin) }.map(\.name) }
}

extension Origin: Codable {
    /// Reads a list of names; one that is not known counts as an agent's, which is trusted least.
    public init(from decoder: any Decoder) throws {
        let names = try decoder.singleValueContainer().decode([String].self)
        self = names.reduce(into: []) { origin, name in
            origin.formUnion(Self.all.first { $0.name == name }?.origin ?? .agent)
        }
    }

    /// Writes the names of the origins.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(names)
    }
}
