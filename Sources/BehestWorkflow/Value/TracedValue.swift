/// A value that knows where it came from.
///
/// What may be done with a value depends on its origin: see ``ArgumentPolicy``. No value is ever evaluated a second
/// time, whatever text it holds.
public struct TracedValue: Sendable, Hashable, Codable {
    /// The value.
    public var value: JSONValue
    /// Where it came from.
    public var origin: Origin

    /// Makes a value of an origin.
    public init(_ value: JSONValue, from origin: Origin) {
        self.value = value
        self.origin = origin
    }
}
