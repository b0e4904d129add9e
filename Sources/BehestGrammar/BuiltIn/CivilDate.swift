/// A day of the Gregorian calendar.
public struct CivilDate: Sendable, Hashable, Comparable {
    /// The year.
    public var year: Int
    /// The month, from 1.
    public var month: Int
    /// The day of the month, from 1.
    public var day: Int

    /// Makes a day; it need not exist.
    public init(year: Int, month: Int, day: Int) {
        self.year = year
        self.month = month
        self.day = day
    }

    /// Makes the day that is so many days after 1 January 1970.
    ///
    /// After Howard Hinnant's `civil_from_days`: years are counted from March on, so that the leap day is the last one.
    package init(dayNumber: Int) {
        let shifted = dayNumber + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    /// How many days it is after 1 January 1970.
    package var dayNumber: Int {
        let shiftedYear = month <= 2 ? year - 1 : year
        let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
        let yearOfEra = shiftedYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    /// The day of the week: Monday is 1, Sunday 7.
    package var weekday: Int { ((dayNumber + 3) % 7 + 7) % 7 + 1 }

    /// Whether the calendar has such a day.
    package var exists: Bool {
        (1...12).contains(month) && (1...31).contains(day) && CivilDate(dayNumber: dayNumber) == self
    }

    package func adding(days: Int) -> CivilDate { CivilDate(dayNumber: dayNumber + days) }

    /// The same day of another month, or the last one that it has.
    package func adding(months: Int) -> CivilDate {
        let count = year * 12 + month - 1 + months
        var date = CivilDate(year: count / 12, month: count % 12 + 1, day: day)
        while !date.exists, date.day > 28 { date.day -= 1 }
        return date
    }

    /// Whether the first day comes before the second one.
    public static func < (lhs: CivilDate, rhs: CivilDate) -> Bool {
        (lhs.year, lhs.month, lhs.day) < (rhs.year, rhs.month, rhs.day)
    }
}

extension CivilDate: CustomStringConvertible {
    /// The day by ISO 8601, such as `2026-11-27`.
    public var description: String { "\(year)-\(month.twoDigits)-\(day.twoDigits)" }
}

/// A minute of a day, as the clock on the wall shows it.
public struct CivilTime: Sendable, Hashable, Comparable {
    /// The day.
    public var date: CivilDate
    /// How many minutes after midnight.
    public var minuteOfDay: Int

    /// Makes a time.
    public init(date: CivilDate, minuteOfDay: Int) {
        self.date = date
        self.minuteOfDay = minuteOfDay
    }

    /// Makes a time from minutes that may lie beyond the day.
    init(date: CivilDate, minutes: Int) {
        let days = minutes >= 0 ? minutes / 1440 : (minutes - 1439) / 1440
        self.init(date: date.adding(days: days), minuteOfDay: minutes - days * 1440)
    }

    /// Whether the first time comes before the second one.
    public static func < (lhs: CivilTime, rhs: CivilTime) -> Bool {
        (lhs.date, lhs.minuteOfDay) < (rhs.date, rhs.minuteOfDay)
    }
}

extension CivilTime: CustomStringConvertible {
    /// The time by ISO 8601, such as `2026-11-27T12:00`.
    public var description: String { "\(date)T\(Self.clock(minuteOfDay))" }

    static func clock(_ minutes: Int) -> String { "\((minutes / 60).twoDigits):\((minutes % 60).twoDigits)" }
}

extension Int {
    fileprivate var twoDigits: String { (0..<10).contains(self) ? "0\(self)" : String(self) }
}
