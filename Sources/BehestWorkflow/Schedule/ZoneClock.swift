import Foundation

/// What the clocks of a time zone show, in seconds as if it were since 1970 there, and when they show it.
struct ZoneClock {
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

extension Int {
    /// How often another number goes into this one, rounded down also below zero.
    func quotient(_ divisor: Int) -> Int { (self - remainder(divisor)) / divisor }

    /// What is left then; never below zero.
    func remainder(_ divisor: Int) -> Int {
        let rest = self % divisor
        return rest < 0 ? rest + divisor : rest
    }
}
