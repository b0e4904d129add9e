/// How long a step may take to give its first sign of life, and the next ones; any output of a program is one.
public struct SignsOfLife: Sendable, Hashable, Codable {
    /// How long until the first, in minutes; `nil` for as long as between the next ones.
    public var startMinutes: Double?
    /// How long from one to the next, in minutes; `nil` for any time.
    public var silenceMinutes: Double?

    /// How long until the first.
    var start: Duration? { startMinutes.map { .seconds($0 * 60) } }

    /// How long from one to the next.
    var silence: Duration? { silenceMinutes.map { .seconds($0 * 60) } }
}
