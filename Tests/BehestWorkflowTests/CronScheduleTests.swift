import Foundation
import Testing

@testable import BehestWorkflow

struct CronScheduleTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var schedule: String
        var after: String
        var next: [String]
        var zone: String
        var testDescription: String { "\(schedule) after \(after) in \(zone)" }

        init(_ schedule: String, after: String, in zone: String = "UTC", _ next: String...) {
            self.schedule = schedule
            self.after = after
            self.next = next
            self.zone = zone
        }
    }

    static let plain: [Case] = [
        Case("* * * * *", after: "2026-01-31T23:59:30Z", "2026-02-01T00:00:00Z", "2026-02-01T00:01:00Z"),
        Case("* * * * *", after: "2026-01-31T23:59:00Z", "2026-02-01T00:00:00Z"),
        Case("30 9 * * mon-fri", after: "2026-01-02T09:30:00Z", "2026-01-05T09:30:00Z", "2026-01-06T09:30:00Z"),
        Case("*/15 8-9 * * *", after: "2026-01-01T08:50:00Z", "2026-01-01T09:00:00Z", "2026-01-01T09:15:00Z"),
        Case("50/5 * * * *", after: "2026-01-01T00:51:00Z", "2026-01-01T00:55:00Z", "2026-01-01T01:50:00Z"),
        Case("0 0 1,15 * *", after: "2026-01-02T00:00:00Z", "2026-01-15T00:00:00Z", "2026-02-01T00:00:00Z"),
        Case("0 0 31 * *", after: "2026-01-31T00:00:00Z", "2026-03-31T00:00:00Z", "2026-05-31T00:00:00Z"),
        Case("0 12 29 2 *", after: "2026-01-01T00:00:00Z", "2028-02-29T12:00:00Z"),
        Case("0 12 29 2 *", after: "2096-03-01T00:00:00Z", "2104-02-29T12:00:00Z"),
        // One of the two days is enough; a star restricts nothing.
        Case("0 0 13 * fri", after: "2026-02-01T00:00:00Z", "2026-02-06T00:00:00Z", "2026-02-13T00:00:00Z"),
        Case("0 0 13 * 2", after: "2026-02-11T00:00:00Z", "2026-02-13T00:00:00Z", "2026-02-17T00:00:00Z"),
        Case("0 0 */2 * mon", after: "2026-02-01T00:00:00Z", "2026-02-09T00:00:00Z"),
        Case("0 0 * jan-MAR/2 7", after: "2026-01-26T00:00:00Z", "2026-03-01T00:00:00Z"),
        Case("0 0 * * fri-mon", after: "2026-01-05T00:00:00Z", "2026-01-09T00:00:00Z", "2026-01-10T00:00:00Z"),
        Case("@weekly", after: "2026-01-05T00:00:00Z", "2026-01-11T00:00:00Z"),
        Case("@Yearly", after: "2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z"),
        Case("  5\t4 * * *  ", after: "1969-12-31T12:00:00Z", "1970-01-01T04:05:00Z"),
    ]

    /// Clocks are put forward at 1:00 UTC of the 29th of March 2026 in Berlin, from 2:00 to 3:00, and back at 1:00 UTC of the
    /// 25th of October, from 3:00 to 2:00.
    static let changes: [Case] = [
        Case("0 9 * * *", after: "2026-03-28T09:00:00Z", in: "Europe/Berlin", "2026-03-29T07:00:00Z"),
        Case("0 9 * * *", after: "2026-10-24T09:00:00Z", in: "Europe/Berlin", "2026-10-25T08:00:00Z"),
        // 2:30 is not shown: it is done at 3:00, once.
        Case(
            "30 2 * * *",
            after: "2026-03-28T01:30:00Z",
            in: "Europe/Berlin",
            "2026-03-29T01:00:00Z",
            "2026-03-30T00:30:00Z"
        ),
        Case(
            "0,30 2,3 * * *",
            after: "2026-03-28T12:00:00Z",
            in: "Europe/Berlin",
            "2026-03-29T01:00:00Z",
            "2026-03-29T01:30:00Z"
        ),
        // 2:30 is shown twice: it is done the first time.
        Case(
            "30 2 * * *",
            after: "2026-10-24T12:00:00Z",
            in: "Europe/Berlin",
            "2026-10-25T00:30:00Z",
            "2026-10-26T01:30:00Z"
        ),
        // Every hour goes on through both.
        Case(
            "30 * * * *",
            after: "2026-10-24T23:40:00Z",
            in: "Europe/Berlin",
            "2026-10-25T00:30:00Z",
            "2026-10-25T01:30:00Z",
            "2026-10-25T02:30:00Z"
        ),
        Case(
            "30 * * * *",
            after: "2026-03-29T00:10:00Z",
            in: "Europe/Berlin",
            "2026-03-29T00:30:00Z",
            "2026-03-29T01:30:00Z"
        ),
        Case("0 0 * * *", after: "2026-11-01T12:00:00Z", in: "America/New_York", "2026-11-02T05:00:00Z"),
        Case(
            "30 1 * * *",
            after: "2026-11-01T00:00:00Z",
            in: "America/New_York",
            "2026-11-01T05:30:00Z",
            "2026-11-02T06:30:00Z"
        ),
        // By half an hour, on Lord Howe Island: 2:00 becomes 2:30.
        Case("15 2 * * *", after: "2026-10-03T00:00:00Z", in: "Australia/Lord_Howe", "2026-10-03T15:30:00Z"),
        // A day that begins at 1:00, as midnight is not shown.
        Case(
            "0 0 * * *",
            after: "2024-04-25T12:00:00Z",
            in: "Africa/Cairo",
            "2024-04-25T22:00:00Z",
            "2024-04-26T21:00:00Z"
        ),
        Case("*/30 * * * sun", after: "2026-03-28T22:50:00Z", in: "Europe/Berlin", "2026-03-28T23:00:00Z"),
    ]

    @Test(arguments: plain + changes)
    func findsTheNextMoments(_ example: Case) throws {
        let schedule = try CronSchedule(example.schedule)
        let zone = try #require(TimeZone(identifier: example.zone))
        var date = try Date(example.after, strategy: .iso8601)
        for expected in example.next {
            date = try #require(schedule.next(after: date, in: zone))
            #expect(date.formatted(.iso8601) == expected)
        }
    }

    @Test(arguments: [
        ("", 0..<0, "a schedule has five fields (minute, hour, day, month, day of the week), not 0"),
        ("* * * *", 0..<7, "a schedule has five fields (minute, hour, day, month, day of the week), not 4"),
        ("60 * * * *", 0..<2, "'60' is no minute: it is a number from 0 to 59"),
        ("0 1,24 * * *", 4..<6, "'24' is no hour: it is a number from 0 to 23"),
        ("0 0 0 * *", 4..<5, "'0' is no day of the month: it is a number from 1 to 31"),
        ("0 0 * foo *", 6..<9, "'foo' is no month: it is a number from 1 to 12"),
        ("0 0 * * 8", 8..<9, "'8' is no day of the week: it is a number from 0 to 7"),
        ("5-1 * * * *", 0..<3, "'5-1' ends before it begins"),
        ("*/0 * * * *", 0..<3, "'0' is not a step for the minute"),
        ("*/x * * * *", 0..<3, "'x' is not a step for the minute"),
        (", * * * *", 0..<0, "'' is no minute: it is a number from 0 to 59"),
        ("-1 * * * *", 0..<2, "'' is no minute: it is a number from 0 to 59"),
        ("0 0 31 feb,apr *", 0..<16, "no date has such a day"),
        ("0 0 ? * *", 4..<5, "'?' is no day of the month: it is a number from 1 to 31"),
        ("@reboot", 0..<7, "a schedule has five fields (minute, hour, day, month, day of the week), not 1"),
    ])
    func refusesMistakesInPlace(_ text: String, _ range: Range<Int>, _ message: String) {
        let mistake = #expect(throws: CronSchedule.Mistake.self) { try CronSchedule(text) }
        #expect(mistake?.range == range)
        #expect(mistake?.message == message)
    }

    /// Day by day, what is found is what a calendar finds.
    @Test func agreesWithTheCalendar() throws {
        let zone = try #require(TimeZone(identifier: "America/Sao_Paulo"))
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = zone
        let schedule = try CronSchedule("0 12 * * *")
        var date = try Date("2016-01-01T00:00:00Z", strategy: .iso8601)
        for _ in 0..<1500 {
            let next = try #require(schedule.next(after: date, in: zone))
            let expected = calendar.nextDate(
                after: date,
                matching: DateComponents(hour: 12, minute: 0),
                matchingPolicy: .nextTime
            )
            #expect(next == expected)
            date = next
        }
    }

    @Test func survivesAnyText() {
        let parts = ["*", "*", "/", "-", ",", "0", "7", "59", "mon", "feb", "x", "@", "é", "99999999999999999999"]
        var generator = SplitMix(state: 11)
        let sound = ["*", "*/2", "0", "5,7", "1-3", "7"]
        var count = 0
        for _ in 0..<20_000 {
            let fields = (0..<Int.random(in: 4...6, using: &generator)).map { _ in
                // Mostly sound fields, so that some schedules are.
                guard Int.random(in: 0...7, using: &generator) == 0 else {
                    return sound.randomElement(using: &generator) ?? ""
                }
                return (0..<Int.random(in: 1...3, using: &generator)).map { _ in
                    parts.randomElement(using: &generator) ?? ""
                }
                .joined()
            }
            guard let schedule = try? CronSchedule(fields.joined(separator: " ")) else { continue }
            count += 1
            #expect(schedule.next(after: Date(timeIntervalSince1970: 0), in: .gmt) != nil, "\(schedule.source)")
        }
        #expect(count > 1000)
    }
}
