import Foundation
import Testing

@testable import BehestWorkflow

struct DueOccurrencesTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var cron = "30 * * * *"
        var zone = "UTC"
        var catchUp = Schedule.CatchUp.one
        var within: Duration?
        var after: String
        var now: String
        /// What is done.
        var times: [String]
        /// The last time that was dealt with then; `nil` when nothing was due.
        var through: String?
    }

    static let cases = [
        Case(testDescription: "nothing yet", after: "2026-01-01T09:30:00Z", now: "2026-01-01T10:29:59Z", times: []),
        Case(
            testDescription: "on time",
            after: "2026-01-01T09:30:00Z",
            now: "2026-01-01T10:30:00Z",
            times: ["2026-01-01T10:30:00Z"],
            through: "2026-01-01T10:30:00Z"
        ),
        Case(
            testDescription: "the last of many",
            after: "2020-01-01T09:30:00Z",
            now: "2026-01-01T10:31:00Z",
            times: ["2026-01-01T10:30:00Z"],
            through: "2026-01-01T10:30:00Z"
        ),
        Case(
            testDescription: "years between",
            cron: "0 12 29 2 *",
            after: "2024-02-29T12:00:00Z",
            now: "2030-01-01T00:00:00Z",
            times: ["2028-02-29T12:00:00Z"],
            through: "2028-02-29T12:00:00Z"
        ),
        Case(
            testDescription: "each of them",
            catchUp: .all,
            after: "2026-01-01T09:30:00Z",
            now: "2026-01-01T12:00:00Z",
            times: ["2026-01-01T10:30:00Z", "2026-01-01T11:30:00Z"],
            through: "2026-01-01T11:30:00Z"
        ),
        Case(
            testDescription: "each that is not too old",
            catchUp: .all,
            within: .seconds(3600),
            after: "2026-01-01T09:30:00Z",
            now: "2026-01-01T12:00:00Z",
            times: ["2026-01-01T11:30:00Z"],
            through: "2026-01-01T11:30:00Z"
        ),
        Case(
            testDescription: "the last one, which is too old",
            within: .seconds(60),
            after: "2026-01-01T09:30:00Z",
            now: "2026-01-01T10:31:01Z",
            times: [],
            through: "2026-01-01T10:30:00Z"
        ),
        Case(
            testDescription: "none of those that were missed",
            catchUp: .none,
            after: "2026-01-01T09:30:00Z",
            now: "2026-01-01T10:31:01Z",
            times: [],
            through: "2026-01-01T10:30:00Z"
        ),
        Case(
            testDescription: "a little late is on time",
            catchUp: .none,
            after: "2026-01-01T09:30:00Z",
            now: "2026-01-01T10:30:59Z",
            times: ["2026-01-01T10:30:00Z"],
            through: "2026-01-01T10:30:00Z"
        ),
        // Clocks are put forward at 1:00 UTC of the 29th of March, and back at 1:00 UTC of the 25th of October.
        Case(
            testDescription: "the hour that there is not",
            cron: "30 2 * * *",
            zone: "Europe/Berlin",
            catchUp: .all,
            after: "2026-03-28T01:30:00Z",
            now: "2026-03-30T02:00:00Z",
            times: ["2026-03-29T01:00:00Z", "2026-03-30T00:30:00Z"],
            through: "2026-03-30T00:30:00Z"
        ),
        Case(
            testDescription: "the hour that comes twice, the second time",
            cron: "30 2 * * *",
            zone: "Europe/Berlin",
            catchUp: .all,
            after: "2026-10-25T00:30:00Z",
            now: "2026-10-25T01:45:00Z",
            times: []
        ),
        Case(
            testDescription: "every hour through the double hour",
            cron: "30 * * * *",
            zone: "Europe/Berlin",
            catchUp: .all,
            after: "2026-10-24T23:30:00Z",
            now: "2026-10-25T02:00:00Z",
            times: ["2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z"],
            through: "2026-10-25T01:30:00Z"
        ),
    ]

    @Test(arguments: cases)
    func findsWhatIsDue(_ example: Case) throws {
        var schedule = Schedule(try CronSchedule(example.cron), zone: TimeZone(identifier: example.zone))
        schedule.catchUp = example.catchUp
        schedule.within = example.within
        let due = DueOccurrences(of: schedule, after: try example.after.asDate, at: try example.now.asDate)
        #expect(due?.times.map { $0.formatted(.iso8601) } ?? [] == example.times)
        #expect(due?.through.formatted(.iso8601) == example.through)
    }

    @Test func catchesUpWithABoundedNumber() throws {
        var schedule = Schedule(try CronSchedule("* * * * *"), zone: TimeZone(identifier: "UTC"))
        schedule.catchUp = .all
        let now = try "2026-01-01T10:30:30Z".asDate
        let due = try #require(DueOccurrences(of: schedule, after: try "2016-01-01T00:00:00Z".asDate, at: now))
        #expect(due.times.count == DueOccurrences.most)
        #expect(due.times.last?.formatted(.iso8601) == "2026-01-01T10:30:00Z")
        #expect(due.times == due.times.sorted() && Set(due.times).count == due.times.count)
    }
}

extension String {
    fileprivate var asDate: Date { get throws { try Date(self, strategy: .iso8601) } }
}
