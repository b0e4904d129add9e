/// A time as HTTP's headers tell it, such as `Fri, 27 Nov 2026 19:21:13 GMT`.
public struct HTTPDate: Sendable, Hashable {
    /// The seconds since the beginning of 1970, UTC.
    public let seconds: Int

    /// Reads the one form that servers may send today (RFC 9110, section 5.6.7); `nil` when it is another.
    public init?(_ text: String) {
        let parts = text.split(whereSeparator: { $0 == " " || $0 == "," || $0 == ":" })
        guard parts.count == 8, parts[7] == "GMT",
            let month = Self.months.firstIndex(of: String(parts[2])),
            let day = Int(parts[1]), (1...31).contains(day),
            let year = Int(parts[3]), (1970...9999).contains(year),
            let hour = Int(parts[4]), (0...23).contains(hour),
            let minute = Int(parts[5]), (0...59).contains(minute),
            let second = Int(parts[6]), (0...60).contains(second)
        else { return nil }
        let days = Self.days(year: year, month: month + 1, day: day)
        seconds = ((days * 24 + hour) * 60 + minute) * 60 + second
    }

    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// The days since the beginning of 1970, counted in years that begin in March, so that leap days come last.
    private static func days(year: Int, month: Int, day: Int) -> Int {
        let year = month <= 2 ? year - 1 : year
        let monthFromMarch = (month + 9) % 12
        return year * 365 + year / 4 - year / 100 + year / 400 + (monthFromMarch * 153 + 2) / 5 + day - 1 - 719_468
    }
}
