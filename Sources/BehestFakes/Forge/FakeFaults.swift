/// What a fake forge does wrong, on purpose.
public struct FakeFaults: Sendable, Hashable, Codable {
    /// So many changes are made, and then the connection is dropped in the place of an answer.
    public var loseAnswers = 0
    /// So many changes are made, and then nothing is answered for as long as somebody waits.
    public var hang = 0
    /// So many answers begin, and break off in the middle.
    public var halfAnswers = 0
    /// So many answers are no JSON.
    public var garbage = 0
    /// So many requests are refused as too many.
    public var limited = 0
    /// How long whoever is refused so is asked to wait, in seconds.
    public var retryAfter = 1
    /// The status of failures, such as 500; 0 for none.
    public var failure = 0
    /// Which requests fail: each one, every second one, and so on.
    public var every = 1
    /// How long each answer takes, in seconds.
    public var delay = 0.0
    /// The most requests that are answered in a minute; 0 for no limit.
    public var perMinute = 0

    /// No faults.
    public init() {}

    /// Reads some; what is not named does not happen.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        func read<Value: Decodable>(_ key: CodingKeys, _ fallback: Value) throws -> Value {
            try values.decodeIfPresent(Value.self, forKey: key) ?? fallback
        }
        loseAnswers = try read(.loseAnswers, 0)
        hang = try read(.hang, 0)
        halfAnswers = try read(.halfAnswers, 0)
        garbage = try read(.garbage, 0)
        limited = try read(.limited, 0)
        retryAfter = try read(.retryAfter, 1)
        failure = try read(.failure, 0)
        every = max(1, try read(.every, 1))
        delay = try read(.delay, 0)
        perMinute = try read(.perMinute, 0)
    }
}
