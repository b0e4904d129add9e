import Foundation
import Synchronization
import TestSupport
import Testing

@testable import BehestWorkflow

/// What begins at its times, with the real journal and a clock that is set by hand.
@Suite(.timeLimit(.minutes(10)))
struct SchedulerTests {
    /// A machine with a clock, whose processes come and go.
    struct Machine: ~Copyable {
        let directory: TemporaryDirectory
        let journalPath: String
        let moment: Clock
        let agent = ScriptedAgent()

        init(at time: String) throws {
            let date = try Date(time, strategy: .iso8601)
            directory = try TemporaryDirectory()
            journalPath = directory.url.appending(path: "journal.sqlite").path
            moment = Clock(date)
        }

        /// A process that has just begun.
        func process() throws -> Process { try Process(journalPath: journalPath, moment: moment, agent: agent) }
    }

    final class Clock: Sendable {
        private let date: Mutex<Date>

        init(_ date: Date) { self.date = Mutex(date) }

        var now: Date { date.withLock { $0 } }

        func set(_ time: String) throws {
            let date = try Date(time, strategy: .iso8601)
            self.date.withLock { $0 = date }
        }
    }

    struct Process {
        let journal: SQLiteJournal
        let dispatcher: Dispatcher
        var scheduler: Scheduler

        init(journalPath: String, moment: Clock, agent: ScriptedAgent) throws {
            journal = try SQLiteJournal(path: journalPath) { moment.now }
            dispatcher = Dispatcher(journal: journal, agents: AgentRegistry([agent]), now: { moment.now })
            scheduler = Scheduler(dispatcher)
        }

        /// The times of what began.
        mutating func look(_ planner: Planner) async throws -> [String] {
            var times: [String] = []
            for case .began(let run, _) in try await scheduler.look(planner, in: "/tmp") {
                times.append(try await journal.beginning(of: run.id)?.occurrence ?? "never")
            }
            return times
        }
    }

    static func planner(_ schedules: String..., confirm: String = "never") throws -> Planner {
        let entries = schedules.map { "    - {\($0), timezone: Europe/Berlin}" }.joined(separator: "\n")
        let body =
            "confirm: \(confirm)\non:\n  schedule:\n\(entries)\nsteps: [{uses: script, with: {x: '${{ slots.x }}'}}]"
        return Planner([try WorkflowSample.definition(body)])
    }

    @Test func whatIsNewBeginsNothingForThePast() async throws {
        let machine = try Machine(at: "2026-01-01T10:30:00Z")
        let hourly = try Self.planner("cron: '30 * * * *'")
        var process = try machine.process()
        #expect(try await process.look(hourly) == [])
        try machine.moment.set("2026-01-01T11:29:59Z")
        #expect(try await process.look(hourly) == [])
        try machine.moment.set("2026-01-01T11:30:00Z")
        #expect(try await process.look(hourly) == ["2026-01-01T11:30:00Z"])
        #expect(try await process.look(hourly) == [])
        // Other slots are another schedule.
        try machine.moment.set("2026-01-01T13:00:00Z")
        let other = try Self.planner("cron: '30 * * * *', slots: {x: a}")
        #expect(try await process.look(other) == [])
        // And so is the first, when it comes back.
        try machine.moment.set("2026-01-01T15:00:00Z")
        #expect(try await process.look(hourly) == [])
        var next = try machine.process()
        #expect(try await next.look(other) == [])
        try machine.moment.set("2026-01-01T17:00:00Z")
        var last = try machine.process()
        #expect(try await last.look(hourly) == [])
    }

    @Test func aClockThatJumpsBeginsNothingTwice() async throws {
        let machine = try Machine(at: "2026-01-01T10:00:00Z")
        let hourly = try Self.planner("cron: '30 * * * *'")
        var process = try machine.process()
        _ = try await process.look(hourly)
        try machine.moment.set("2026-01-01T10:45:00Z")
        #expect(try await process.look(hourly) == ["2026-01-01T10:30:00Z"])
        // An hour back: 10:30 comes once more.
        for time in ["2026-01-01T09:45:00Z", "2026-01-01T10:30:00Z", "2026-01-01T11:29:00Z"] {
            try machine.moment.set(time)
            #expect(try await process.look(hourly) == [], "\(time)")
            var other = try machine.process()
            #expect(try await other.look(hourly) == [], "\(time)")
        }
        // An hour ahead, and back again.
        try machine.moment.set("2026-01-01T12:29:00Z")
        #expect(try await process.look(hourly) == ["2026-01-01T11:30:00Z"])
        for time in ["2026-01-01T11:29:00Z", "2026-01-01T11:30:00Z", "2026-01-01T12:29:59Z"] {
            try machine.moment.set(time)
            #expect(try await process.look(hourly) == [], "\(time)")
        }
        try machine.moment.set("2026-01-01T12:30:00Z")
        #expect(try await process.look(hourly) == ["2026-01-01T12:30:00Z"])
    }

    @Test func aClockThatWasFarAheadIsNotWaitedFor() async throws {
        let machine = try Machine(at: "2026-01-01T00:00:00Z")
        let daily = try Self.planner("cron: '0 12 * * *'")
        var process = try machine.process()
        _ = try await process.look(daily)
        try machine.moment.set("2030-01-01T00:00:00Z")
        #expect(try await process.look(daily) == ["2029-12-31T11:00:00Z"])
        try machine.moment.set("2026-01-02T00:00:00Z")
        let schedule = try #require(daily.schedules.first)
        #expect(try await process.scheduler.look(daily, in: "/tmp") == [.putBack(schedule)])
        try machine.moment.set("2026-01-02T11:00:00Z")
        #expect(try await process.look(daily) == ["2026-01-02T11:00:00Z"])
        // What has had its run has none again, though the clock has been set back.
        try machine.moment.set("2029-12-30T12:00:00Z")
        #expect(try await process.look(daily) == ["2029-12-30T11:00:00Z"])
        try machine.moment.set("2029-12-31T12:00:00Z")
        #expect(try await process.look(daily) == [])
    }

    /// Clocks are put forward at 1:00 UTC of the 29th of March, and back at 1:00 UTC of the 25th of October.
    @Test(arguments: [
        ("2026-03-28T12:00:00Z", 48, ["2026-03-29T01:00:00Z", "2026-03-30T00:30:00Z"]),
        ("2026-10-24T12:00:00Z", 48, ["2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z"]),
    ])
    func theChangeOfTheHourNeitherSkipsNorDoubles(_ start: String, _ hours: Int, _ expected: [String]) async throws {
        let machine = try Machine(at: start)
        let nightly = try Self.planner("cron: '30 2 * * *'")
        var process = try machine.process()
        _ = try await process.look(nightly)
        var times: [String] = []
        for quarter in 1...hours * 4 {
            let moment = try Date(start, strategy: .iso8601).addingTimeInterval(Double(quarter) * 900)
            try machine.moment.set(moment.formatted(.iso8601))
            times += try await process.look(nightly)
        }
        #expect(times == expected)
    }

    @Test func whatWasMissedIsCaughtUpWithAsDeclared() async throws {
        let machine = try Machine(at: "2026-01-01T10:00:00Z")
        let planner = try Self.planner(
            "cron: '30 * * * *', slots: {x: one}",
            "cron: '30 * * * *', slots: {x: all}, catch-up: all, within-minutes: 120",
            "cron: '30 * * * *', slots: {x: none}, catch-up: none"
        )
        var process = try machine.process()
        _ = try await process.look(planner)
        // Nobody is there for a while.
        try machine.moment.set("2026-01-01T14:00:00Z")
        var next = try machine.process()
        let began = try await next.scheduler.look(planner, in: "/tmp").compactMap { event -> String? in
            guard case .began(let run, _) = event else { return nil }
            return run.plan.slots["x"]?.text
        }
        #expect(began == ["one", "all", "all"])
    }

    @Test func aProcessThatEndsInTheMiddleLeavesARunThatIsDoneOnce() async throws {
        let machine = try Machine(at: "2026-01-01T10:00:00Z")
        let hourly = try Self.planner("cron: '30 * * * *', slots: {x: a}")
        var first = try machine.process()
        _ = try await first.look(hourly)
        try machine.moment.set("2026-01-01T10:30:00Z")
        #expect(try await first.look(hourly).count == 1)
        // It has recorded the run, and is gone before anything was done.
        var second = try machine.process()
        #expect(try await second.look(hourly) == [])
        var ended: [RunOutcome] = []
        try await second.dispatcher.attend(until: .idle) { ended.append($0) }
        #expect(ended.map(\.run.state) == [.succeeded])
        #expect(machine.agent.assignments.map { $0.inputs["x"]?.value } == [.string("a")])
        let run = try #require(ended.first?.run)
        #expect(run.plan.slotOrigin == .pack)
        #expect(run.plan.steps.first?.inputs["x"]?.known?.origin == .pack)
        #expect(try await second.journal.audit().findings == [])
    }

    @Test func ofProcessesThatLookAtOnceOneBeginsIt() async throws {
        let machine = try Machine(at: "2026-01-01T10:00:30Z")
        let planner = try Self.planner("cron: '* * * * *'", "cron: '*/2 * * * *'")
        var processes: [Process] = []
        for _ in 0..<4 {
            var process = try machine.process()
            #expect(try await process.look(planner) == [])
            processes.append(process)
        }
        var began: [String] = []
        for minute in 1...6 {
            try machine.moment.set("2026-01-01T10:0\(minute):30Z")
            let found = try await withThrowingTaskGroup(of: (Int, Process, [String]).self) { group in
                for (index, process) in processes.enumerated() {
                    group.addTask {
                        var process = process
                        let times = try await process.look(planner)
                        return (index, process, times)
                    }
                }
                var found: [String] = []
                for try await (index, process, times) in group {
                    processes[index] = process
                    found += times
                }
                return found
            }
            began += found
        }
        #expect(began.count == 6 + 3)
        #expect(Set(began).count == 6)
        #expect(try await processes[0].journal.runs(limit: 99).count == 9)
    }

    @Test func whatMustBeAgreedToWaits() async throws {
        let machine = try Machine(at: "2026-01-01T10:00:00Z")
        let planner = try Self.planner("cron: '30 * * * *'", confirm: "always")
        var process = try machine.process()
        _ = try await process.look(planner)
        try machine.moment.set("2026-01-01T10:30:00Z")
        #expect(try await process.look(planner).count == 1)
        #expect(try await process.journal.runs(limit: 9).map(\.state) == [.held])
    }

    @Test func aPlanThatIsRefusedIsToldOnce() async throws {
        let machine = try Machine(at: "2026-01-01T10:00:00Z")
        let body = """
            on: {schedule: [{cron: '30 * * * *', slots: {x: '['}}]}
            steps: [{uses: script, with: {x: '${{ fromJSON(slots.x) }}'}}]
            """
        let planner = Planner([try WorkflowSample.definition(body)])
        var process = try machine.process()
        _ = try await process.look(planner)
        try machine.moment.set("2026-01-01T10:30:00Z")
        let events = try await process.scheduler.look(planner, in: "/tmp")
        guard case .refused? = events.first, events.count == 1 else {
            Issue.record("\(events)")
            return
        }
        #expect(try await process.scheduler.look(planner, in: "/tmp") == [])
    }
}
