public import BehestGrammar
internal import Glibc

extension WallClock {
    /// The machine's clock, in the time zone that it is set to.
    ///
    /// Through the C library, since Foundation's calendars need the large part of it.
    public static var system: WallClock {
        let now = Glibc.time(nil)
        return WallClock(now: civilTime(of: now)) { seconds in civilTime(of: now + seconds) }
    }

    private static func civilTime(of seconds: time_t) -> CivilTime {
        var seconds = seconds
        var parts = unsafe tm()
        _ = unsafe localtime_r(&seconds, &parts)
        let date = unsafe CivilDate(
            year: Int(parts.tm_year) + 1900,
            month: Int(parts.tm_mon) + 1,
            day: Int(parts.tm_mday)
        )
        return unsafe CivilTime(date: date, minuteOfDay: Int(parts.tm_hour) * 60 + Int(parts.tm_min))
    }
}
