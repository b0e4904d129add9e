import FoundationEssentials
import TestSupport
import Testing

/// What is recorded now and done later, and what can be done about runs at the command line.
@Suite(.timeLimit(.minutes(5)))
struct DeferralTests {
    private static let pack = """
        language: en
        intents:
          Mark: {data: [{sentences: [mark it]}]}
          Break: {data: [{sentences: [break it]}]}
          Raze: {data: [{sentences: [raze it]}]}
        workflows:
          Mark: {confirm: always, steps: [{id: a, run: [touch, marked], undo: {run: [rm, marked]}}]}
          Raze: {risk: high, steps: [{run: [touch, razed]}]}
          Break:
            confirm: never
            steps:
              - {id: a, run: [touch, first]}
              - {id: b, run: [test, -e, mended]}
        """

    private static func program() throws -> Program {
        let program = try Program()
        try Data(pack.utf8).write(to: program.file("pack.yaml"))
        return program
    }

    private static func say(_ program: Program, _ arguments: String...) async throws -> Program.Result {
        try await program.run(["say", "--json", "--grammars", program.file("pack.yaml").path] + arguments)
    }

    private static func exists(_ name: String, _ program: Program) -> Bool {
        FileManager.default.fileExists(atPath: program.workspace.appending(path: name).path)
    }

    @Test func whatIsLeftToAWorkerIsDoneByIt() async throws {
        let program = try Self.program()
        let said = try await Self.say(program, "--later", "--yes", "break it")
        #expect(said.exitCode == 0, "\(said.errors)")
        let run = try #require(try said.json().last?.run)
        #expect(!Self.exists("first", program))
        // Another command does its own and lets it be.
        _ = try await program.run("say", "file a bug saying it lets others be")
        #expect(!Self.exists("first", program))
        let worked = try await program.run("worker", "--until-idle", "--json")
        #expect(try worked.json().map(\.run) == [run])
        #expect(try worked.json().map(\.state) == ["failed"])
        #expect(Self.exists("first", program))

        // Mended, it is taken up where it failed.
        try Data().write(to: program.workspace.appending(path: "mended"))
        try FileManager.default.removeItem(at: program.workspace.appending(path: "first"))
        let retried = try await program.run("tasks", "retry", "--json", run)
        #expect(retried.exitCode == 0, "\(retried.errors)")
        #expect(!Self.exists("first", program), "what was done is not done again")
    }

    @Test func whatIsHeldIsDoneByItsPlanAndTakenBack() async throws {
        let program = try Self.program()
        let said = try await Self.say(program, "--hold", "mark it")
        #expect(said.exitCode == 0, "\(said.errors)")
        let run = try #require(try said.json().last?.run)
        #expect(try await program.run("worker", "--until-idle").output == "")
        let shown = try await program.run("tasks", "approve", run)
        #expect(shown.exitCode == 0 && !Self.exists("marked", program))
        let hash = try #require(shown.output.split(separator: " ").last?.split(separator: "\n").first.map(String.init))
        let wrong = try await program.run("tasks", "approve", run, "--plan", String(hash.reversed()))
        #expect(wrong.exitCode == 1 && !Self.exists("marked", program))
        #expect(wrong.errors.contains("is not the one that you were shown"), "\(wrong.errors)")
        let approved = try await program.run("tasks", "approve", run, "--plan", hash)
        #expect(approved.exitCode == 0, "\(approved.errors)")
        #expect(Self.exists("marked", program))
        let undone = try await program.run("tasks", "undo", run)
        #expect(undone.exitCode == 0, "\(undone.errors)")
        #expect(!Self.exists("marked", program))
    }

    @Test func whatCanDoHarmIsDoneByItsPlanAlone() async throws {
        let program = try Self.program()
        for way in [["--yes"], ["--yes", "--later"]] {
            let said = try await program.run(
                ["say", "--json", "--grammars", program.file("pack.yaml").path] + way + ["raze it"]
            )
            #expect(try said.json().last?.decision == "ask", "\(said.output)")
        }
        let run = try #require(try await Self.say(program, "--hold", "raze it").json().last?.run)
        #expect(try await program.run("worker", "--until-idle").output == "")
        let shown = try await program.run("tasks", "approve", run)
        let hash = try #require(shown.output.split(separator: " ").last?.split(separator: "\n").first.map(String.init))
        #expect(!Self.exists("razed", program))
        let approved = try await program.run("tasks", "approve", run, "--plan", hash)
        #expect(approved.exitCode == 0, "\(approved.errors)")
        #expect(Self.exists("razed", program))
    }

    @Test func whatWasRecordedIsGivenUp() async throws {
        let program = try Self.program()
        for way in ["--later", "--hold"] {
            let run = try #require(try await Self.say(program, way, "--yes", "break it").json().last?.run)
            let cancelled = try await program.run("tasks", "cancel", "--json", run)
            #expect(try cancelled.json().map(\.state) == ["cancelled"], "\(cancelled.errors)")
            let again = try await program.run("tasks", "cancel", run)
            #expect(again.exitCode == 1 && again.errors.contains("has come to its end already"))
        }
        #expect(!Self.exists("first", program))
    }

    @Test func thingsThatContradictEachOtherAreRefused() async throws {
        let program = try Self.program()
        for arguments in [["--later", "--hold"], ["--later", "--dry-run"], ["--hold", "--stop-after", "intent"]] {
            let result = try await program.run(["say"] + arguments + ["mark it"])
            #expect(result.exitCode == 64 && result.errors.contains("contradict each other"), "\(result.errors)")
        }
    }
}
