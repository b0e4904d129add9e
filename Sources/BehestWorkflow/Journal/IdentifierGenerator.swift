/// Makes identifiers of utterances and runs.
public protocol IdentifierGenerator: Sendable {
    /// An identifier that was never given before.
    func next() -> String
}

/// Makes identifiers that a person can type: ten letters and digits at random, of which the first few tell two apart.
///
/// They do not sort by time, because identifiers that do begin alike; the journal keeps the time beside them. The
/// letters are Crockford's: none can be taken for a digit.
public struct RandomIdentifierGenerator: IdentifierGenerator {
    private static let letters = Array("0123456789abcdefghjkmnpqrstvwxyz")

    /// Makes a generator.
    public init() {}

    /// Ten letters and digits: 50 bits at random.
    public func next() -> String {
        String((0..<10).compactMap { _ in Self.letters.randomElement() })
    }
}
