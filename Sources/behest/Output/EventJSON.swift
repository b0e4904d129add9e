/// Something that happens while `behest` listens, as a line of JSON: its name as `event`, beside what there is to tell of it.
struct EventJSON<Body: Encodable>: Encodable {
    private enum CodingKeys: String, CodingKey {
        case event
    }

    /// What has happened.
    var event: String
    /// What there is to tell of it, under names of its own.
    var body: Body

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(event, forKey: .event)
        try body.encode(to: encoder)
    }
}
