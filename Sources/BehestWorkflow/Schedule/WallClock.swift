import Foundation

/// What the clocks of a time zone show, in seconds as if it were since 1970 there, and when they show it.
struct WallClock {
    static let hour = 3600
    static let day = 86_400

    let zone: TimeZone

    /// What is shown at a moment.
    func shown(at moment: Int) -> Int { moment + offset(at: moment) }

    /// When something is shown: the first time, where it is shown twice; the end of the gap, where it is never shown.
    func moment(showing shown: Int) -> Int {
        // No clock is put forward and back within two days.
        let offsets = [offset(at: shown - Self.day), offset(at: shown + Self.day)]
        let moments = offsets.map { shown - $0 }.sorted()
        if let moment = moments.first(where: { self.shown(at: $0) == shown }) { return moment }
        let before = Date(timeIntervalSince1970: Double(moments[0] - Self.hour * 12))
        let change = zone.nextDaylightSavingTimeTransition(after: before)
        return change.map { Int($0.timeIntervalSince1970.rounded()) } ?? moments[0]
    }

    private func offset(at moment: Int) -> Int {
        zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(moment)))
    }
}

/// A date of the Gregorian calendar.
struct CivilDate {
    var year: Int
    var month: Int
    var day: Int
    /// From Sunday, which is 0.
    var weekday: Int

    /// The date that is so many days after the 1st of January 1970.
    ///
    /// After Howard Hinnant, "chrono-compatible low-level date algorithms": years begin in March, so that the day that some
    /// have and some have not is the last.
    init(day number: Int) {
        let shifted = number + 719_468
        let era = shifted.quotient(146_097)
        let dayOfEra = shifted.remainder(146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        weekday = (number + 4).remainder(7)
    }
}

extension Int {
    /// How often another number goes into this one, rounded down also below zero.
    func quotient(_ divisor: Int) -> Int { (self - remainder(divisor)) / divisor }

    /// What is left then; never below zero.
    func remainder(_ divisor: Int) -> Int {
        let rest = self % divisor
        return rest < 0 ? rest + divisor : rest
    }
}
