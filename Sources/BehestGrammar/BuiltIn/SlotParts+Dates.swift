extension SlotParts {
    /// The value of a date, seen from today; `nil` if the calendar has no such day.
    func date(today: CivilDate) -> CivilDate? {
        if let weekday = integer("weekday") { return day(ofWeek: weekday, today: today) }
        if let day = integer("day") { return date(day: day, today: today) }
        guard ["days", "weeks", "months", "years"].contains(where: { values[$0] != nil }) else { return nil }
        // No one means a part of a day where a day is asked for.
        guard ["days", "weeks", "months", "years"].allSatisfy({ values["\($0)_tenths"] == nil }) else { return nil }
        let sign = word("which") == "ago" ? -1 : 1
        let months = (integer("years") ?? 0) * 12 + (integer("months") ?? 0)
        let days = (integer("weeks") ?? 0) * 7 + (integer("days") ?? 0)
        return today.adding(months: sign * months).adding(days: sign * days)
    }

    /// A day of the week: the next one of its name; with "this" it may be today, "next" is in the week after this one.
    private func day(ofWeek weekday: Int, today: CivilDate) -> CivilDate {
        let ahead = (weekday - today.weekday + 7) % 7
        switch word("which") {
        case "this": return today.adding(days: ahead)
        case "next": return today.adding(days: 7 - today.weekday + weekday)
        case "last": return today.adding(days: ahead - 7)
        default: return today.adding(days: ahead == 0 ? 7 : ahead)
        }
    }

    /// A day of a month: where no month or year is said, the next one from today on.
    private func date(day: Int, today: CivilDate) -> CivilDate? {
        let century = integer("century").map { $0 * 100 + (integer("year_of_century") ?? 0) }
        if let month = integer("month") {
            if let year = integer("year") ?? century {
                let date = CivilDate(year: year, month: month, day: day)
                return date.exists ? date : nil
            }
            // A leap day comes after eight years at the latest.
            let dates = (today.year...today.year + 8).lazy.map { CivilDate(year: $0, month: month, day: day) }
            return dates.first { $0.exists && $0 >= today }
        }
        let first = CivilDate(year: today.year, month: today.month, day: 1)
        let dates = (0...12).lazy.map { months in
            let month = first.adding(months: months)
            return CivilDate(year: month.year, month: month.month, day: day)
        }
        return dates.first { $0.exists && $0 >= today }
    }

    /// The value of a time of day, in minutes after midnight; beyond the day where "tonight" goes on into the next.
    ///
    /// An hour without a part of the day is taken for one by day: seven to twelve in the morning, one to six in the
    /// afternoon.
    var minutes: Int? {
        if let minutes = integer("minutes_of_day") { return minutes }
        let minute = (integer("minute") ?? 0) - (integer("minutes_before") ?? 0)
        if let hour = integer("long_hour") { return hour * 60 + minute }
        guard let hour = integer("hour") else { return nil }
        // A quarter to twelve in the morning is before noon, not before midnight.
        let isBefore = minute < 0 && hour == 12
        switch half {
        case "morning": return (isBefore ? 12 : hour % 12) * 60 + minute
        case "afternoon": return ((isBefore ? 12 : hour % 12) + 12) * 60 + minute
        case "night": return (hour == 12 ? 24 : hour < 6 ? hour + 24 : hour + 12) * 60 + minute
        default: return (hour < 7 ? hour + 12 : hour) * 60 + minute
        }
    }

    private var half: String? { word("half") ?? (values["tonight"] == nil ? nil : "night") }

    /// Whether the hour may be one of two.
    private var isTwelveHour: Bool { integer("hour") != nil && half == nil }

    /// The value of a time of a day: the day, the time or both; a time alone is the next one.
    func dateAndTime(_ clock: WallClock) -> String? {
        if values["now"] != nil { return clock.now.description }
        if let seconds = clockSeconds { return clock.after(Int(seconds)).description }
        let today = clock.now.date
        let date = values["tonight"] == nil ? self.date(today: today) : today
        // A date was named that does not exist.
        if date == nil, ["day", "weekday", "days"].contains(where: { values[$0] != nil }) { return nil }
        guard let minutes else { return date?.description }
        let time = CivilTime(date: date ?? today, minutes: minutes)
        guard date == nil || (date == today && isTwelveHour) else { return time.description }
        var times = [time]
        if isTwelveHour {
            // Twelve hours before or after the hour by day.
            times.append(CivilTime(date: today, minutes: minutes >= 720 ? minutes - 720 : minutes + 720))
        }
        if let next = times.filter({ $0 > clock.now }).min() { return next.description }
        return date == nil ? CivilTime(date: today, minutes: minutes + 1440).description : time.description
    }
}
