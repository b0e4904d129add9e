internal import BehestGrammar
public import Foundation

/// When something is done again and again, as in `cron`: minute, hour, day of the month, month, day of the week.
///
/// ```swift
/// let schedule = try CronSchedule("30 9 * * mon-fri")
/// let next = schedule.next(after: date, in: zone)
/// ```
///
/// A day matches if it matches the day of the month and that of the week; where both are given, one of them is enough.
/// Where clocks are put forward, what falls into the hour that there is not is done at its end; where they are put back,
/// what falls into the hour that comes twice is done the first time only. What is done every minute or every hour goes
/// on through both.
public struct CronSchedule: Sendable, Hashable {
    /// What is wrong with a schedule, and where, in UTF-8 bytes of its text.
    public struct Mistake: Error, Sendable, Hashable {
        /// What is wrong, in one sentence without a full stop.
        public var message: String
        /// Where.
        public var range: Range<Int>

        init(_ message: String, at range: Range<Int> = 0..<0) {
            self.message = message
            self.range = range
        }
    }

    /// The text as it was written.
    public let source: String

    private let minute: CronField
    private let hour: CronField
    private let day: CronField
    private let month: CronField
    private let weekday: CronField

    /// Reads a schedule of five fields, or one of `@hourly`, `@daily`, `@weekly`, `@monthly` and `@yearly`.
    ///
    /// - Throws: ``Mistake``, also for one that no date can match, such as the 30th of February.
    public init(_ source: String) throws(Mistake) {
        self.source = source
        let text = Self.macros[source.lowercased()] ?? source
        var fields: [CronField] = []
        let words = text.split { $0 == " " || $0 == "\t" }
        guard words.count == CronField.Kind.allCases.count else {
            throw Mistake(
                "a schedule has five fields (minute, hour, day, month, day of the week), not \(words.count)",
                at: 0..<source.utf8.count
            )
        }
        for (word, kind) in zip(words, CronField.Kind.allCases) {
            let offset = text.utf8.distance(from: text.startIndex, to: word.startIndex)
            do throws(Mistake) {
                fields.append(try CronField(word, kind))
            } catch {
                throw Mistake(
                    error.message,
                    at: offset + error.range.lowerBound..<offset + error.range.upperBound
                )
            }
        }
        (minute, hour, day, month, weekday) = (fields[0], fields[1], fields[2], fields[3], fields[4])
        let longest = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        let isEver = (1...12).contains { number in
            month.contains(number) && (1...longest[number - 1]).contains(where: day.contains)
        }
        guard isEver || !weekday.isStar else { throw Mistake("no date has such a day", at: 0..<source.utf8.count) }
    }

    private static let macros = [
        "@hourly": "0 * * * *", "@daily": "0 0 * * *", "@midnight": "0 0 * * *", "@weekly": "0 0 * * 0",
        "@monthly": "0 0 1 * *", "@yearly": "0 0 1 1 *", "@annually": "0 0 1 1 *",
    ]

    /// The first moment after another one that matches.
    ///
    /// - Parameters:
    ///   - date: The moment; it does not count itself.
    ///   - zone: Where the hours count.
    /// - Returns: The moment; `nil` only where no date of the next decades matches.
    public func next(after date: Date, in zone: TimeZone) -> Date? {
        let clock = ZoneClock(zone: zone)
        let moment = Int(date.timeIntervalSince1970.rounded(.down))
        // What has its turn in every hour goes by the time that passes, the rest by what the clock shows.
        let next = hour.isStar ? nextPassing(moment, clock) : nextShown(moment, clock)
        return next.map { Date(timeIntervalSince1970: Double($0)) }
    }

    /// As far as is looked: a 29th of February on a given day of the week can be 40 years away.
    private static let days = 366 * 41

    private func nextPassing(_ moment: Int, _ clock: ZoneClock) -> Int? {
        var next = moment - moment.remainder(60) + 60
        let end = next + Self.days * ZoneClock.day
        while next < end {
            let shown = clock.shown(at: next)
            if !matches(day: shown.quotient(ZoneClock.day)) {
                // Not to the very end of the day, which a change of the clocks may bring nearer.
                let rest = ZoneClock.day - shown.remainder(ZoneClock.day)
                next += rest > 4 * ZoneClock.hour ? rest - 4 * ZoneClock.hour : 60
            } else if minute.contains(shown.remainder(ZoneClock.hour) / 60),
                hour.contains(shown.remainder(ZoneClock.day) / ZoneClock.hour)
            {
                return next
            } else {
                next += 60
            }
        }
        return nil
    }

    private func nextShown(_ moment: Int, _ clock: ZoneClock) -> Int? {
        let today = clock.shown(at: moment).quotient(ZoneClock.day)
        for day in today - 1...today + Self.days where matches(day: day) {
            for hour in 0...23 where self.hour.contains(hour) {
                for minute in 0...59 where self.minute.contains(minute) {
                    let next = clock.moment(showing: day * ZoneClock.day + hour * ZoneClock.hour + minute * 60)
                    if next > moment { return next }
                }
            }
        }
        return nil
    }

    private func matches(day number: Int) -> Bool {
        let date = CivilDate(dayNumber: number)
        // cron counts from Sunday, which is 0.
        guard month.contains(date.month) else { return false }
        let (isDay, isWeekday) = (day.contains(date.day), weekday.contains(date.weekday % 7))
        return day.isStar || weekday.isStar ? isDay && isWeekday : isDay || isWeekday
    }
}
