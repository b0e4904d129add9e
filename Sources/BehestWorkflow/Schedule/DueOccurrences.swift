public import FoundationEssentials

/// Which times of a schedule are to be done now: a pure value.
///
/// ```swift
/// let due = DueOccurrences(of: schedule, after: lastTime, at: now)
/// ```
///
/// What comes after `through` has never been dealt with. As ``through`` only grows, a clock that is put back brings no time a second time.
public struct DueOccurrences: Sendable, Hashable {
    /// How many times are caught up with at most; the newest of them.
    public static let most = 100
    /// So late is still on time, in seconds: whoever looks does so every few seconds.
    static let delay = 60.0

    /// The times that are to be done, oldest first.
    public private(set) var times: [Date] = []
    /// The last time that has been dealt with then, be it done or left out.
    public let through: Date

    /// Looks what is due; `nil` when no time has come since.
    ///
    /// - Parameters:
    ///   - schedule: The schedule.
    ///   - through: The last time that was dealt with.
    ///   - now: The moment.
    public init?(of schedule: Schedule, after through: Date, at now: Date) {
        let limit = schedule.catchUp == .all ? Self.most : 1
        let times = Self.last(limit, of: schedule, after: through, until: now)
        guard let last = times.last else { return nil }
        self.through = last
        switch schedule.catchUp {
        case .none: self.times = now.timeIntervalSince(last) <= Self.delay ? [last] : []
        case .one, .all:
            let age = schedule.within.map { max($0.inSeconds, Self.delay) } ?? .infinity
            self.times = times.filter { now.timeIntervalSince($0) <= age }
        }
    }

    /// The last times of a schedule within a stretch, oldest first.
    private static func last(_ count: Int, of schedule: Schedule, after start: Date, until end: Date) -> [Date] {
        // Looking back further and further, since years may lie between.
        var length = 60.0
        while true {
            let from = max(start, end.addingTimeInterval(-length))
            var times: [Date] = []
            var time = schedule.next(after: from)
            while let next = time, next <= end {
                times.append(next)
                time = schedule.next(after: next)
            }
            if times.count >= count || from == start { return times.suffix(count) }
            length *= 2
        }
    }
}
