/// What the clock on the wall shows, and what it will show.
public struct WallClock: Sendable {
    /// The time now.
    public var now: CivilTime

    /// The time that the clock shows so many seconds from now; where clocks are changed between, that is not what adding
    /// gives.
    public var after: @Sendable (_ seconds: Int) -> CivilTime

    /// Makes a clock.
    public init(now: CivilTime, after: @escaping @Sendable (_ seconds: Int) -> CivilTime) {
        self.now = now
        self.after = after
    }

    /// Makes a clock that is never changed.
    ///
    /// - Parameters:
    ///   - now: the time now.
    ///   - second: the second of the minute.
    public init(now: CivilTime, second: Int = 0) {
        self.init(now: now) { seconds in
            CivilTime(date: now.date, minutes: now.minuteOfDay + (second + seconds) / 60)
        }
    }
}
