import BehestWorkflow
import Foundation
import Subprocess
import TestSupport
import Testing

/// What begins by itself, with the built program.
@Suite(.timeLimit(.minutes(5)))
struct ScheduleCommandTests {
    /// Half an hour away, so that no time comes while the test runs.
    private static let cron = "\((Int(Date().timeIntervalSince1970) / 60 + 30) % 60) * * * *"

    private static let pack = """
        language: en
        intents:
          Mark: {data: [{sentences: [mark it]}]}
        workflows:
          Mark:
            on: {schedule: [{cron: "\(cron)", timezone: UTC, catch-up: all, within-minutes: 240}]}
            steps: [{run: [mkdir, marked]}]
        """

    private static func program() throws -> Program {
        let program = try Program()
        try Data(pack.utf8).write(to: program.file("pack.yaml"))
        return program
    }

    /// Takes the schedule back to a time two hours before, as if nobody had been at work since.
    private static func beAway(_ program: Program) async throws {
        let journal = try SQLiteJournal(path: program.state.appending(path: "behest/journal.sqlite").path)
        let schedule = WorkflowSchedule(
            intent: "Mark",
            Schedule(try CronSchedule(cron), zone: TimeZone(identifier: "UTC"))
        )
        let known = try await journal.keep([schedule], removing: [], at: Date(), replacing: false)
        let last = try #require(known[schedule.id])
        let before = last.addingTimeInterval(-7200)
        #expect(try await journal.fire(schedule, from: last, through: before, []) == [])
    }

    @Test func workersAtOnceBeginEachTimeOnce() async throws {
        let program = try Self.program()
        let arguments = ["worker", "--until-idle", "--json", "--grammars", program.file("pack.yaml").path]
        let first = try await program.run(arguments)
        #expect(first.exitCode == 0 && first.output == "", "\(first.errors)")
        try await Self.beAway(program)
        async let one = program.run(arguments)
        async let two = program.run(arguments)
        async let three = program.run(arguments)
        let results = try await [one, two, three]
        let lines = try results.flatMap { try $0.json() }
        // The second `mkdir` fails: both times had their run, and none had two.
        #expect(lines.count == 2, "\(results)")
        #expect(Set(lines.compactMap(\.state)) == ["succeeded", "failed"])
        #expect(
            results.map(\.errors).joined().components(separatedBy: "Mark, by its schedule (\(Self.cron)).").count == 3
        )

        let listed = try await program.run("tasks", "schedules", "--json", "--grammars", program.file("pack.yaml").path)
        #expect(listed.exitCode == 0, "\(listed.errors)")
        #expect(listed.output.contains("\"catch-up\":\"all\",\"cron\":\"\(Self.cron)\",\"last\":"), "\(listed.output)")
        #expect(listed.output.contains(#""timezone":"GMT","workflow":"Mark"}"#))
        let run = try #require(try listed.json().first?.run)
        let shown = try await program.run("tasks", "show", run)
        #expect(shown.output.contains("begun by    schedule, "), "\(shown.output)")
    }

    @Test func aServiceBeginsWhatWasMissed() async throws {
        let program = try Self.program()
        let grammars = program.file("pack.yaml").path
        _ = try await program.run("worker", "--until-idle", "--grammars", grammars)
        try await Self.beAway(program)
        _ = try await program.serve("--no-microphone", "--grammars", grammars, until: .terminate) { _ in
            while !FileManager.default.fileExists(atPath: program.workspace.appending(path: "marked").path) {
                await Task.yield()
            }
        }
        let listed = try await program.run("tasks", "list", "--json")
        #expect(try listed.json().count == 2, "\(listed.output)")
    }

    @Test func saysThatThereIsNone() async throws {
        let program = try Program()
        let listed = try await program.run("tasks", "schedules")
        #expect(listed.exitCode == 0 && listed.output == "")
        #expect(listed.errors.hasPrefix("No workflow of the packs has a schedule."))
    }
}
