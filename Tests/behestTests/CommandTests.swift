import FoundationEssentials
import Subprocess
import Testing
import TestSupport

/// The commands beside `behest run`.
@Suite(.timeLimit(.minutes(10)))
struct CommandTests {
    @Test func sayDoesWhatIsTyped() async throws {
        let program = try Program()
        let result = try await program.run("say", "file a critical bug", "saying the disk is full")
        #expect(result.exitCode == 0, "\(result.errors)")
        #expect(result.output.contains("severity = critical"))
        #expect(result.output.contains("says        Filed bug 1: the disk is full."))
    }

    @Test func sayRefusesWhatIsNoCommand() async throws {
        let program = try Program()
        let result = try await program.run("say", "make me a sandwich")
        #expect(result.exitCode == 2)
        #expect(
            result.output.contains("refused     I heard 'make me a sandwich', and nothing I can do is called that.")
        )
    }

    @Test func whatWasSaidCannotSteerTheTerminal() async throws {
        let program = try Program()
        let result = try await program.run("say", "file a bug saying it is \u{1B}[31mred\u{1B}[2J and \u{202E}reversed")
        #expect(result.exitCode == 0)
        #expect(!result.output.unicodeScalars.contains { $0.value == 0x1B || $0.value == 0x202E })
        #expect(result.output.contains("red"))
    }

    @Test func tasksShowWhatWasDone() async throws {
        let program = try Program()
        #expect(try await program.run("tasks", "list").errors.hasPrefix("Nothing has been done yet."))
        let line = try #require(try await program.run("say", "--json", "file a bug saying it works").json().first)
        let run = try #require(line.run)

        let list = try await program.run("tasks", "list")
        #expect(list.output.contains(run))
        #expect(list.output.contains("file a bug saying it works"))

        let shown = try await program.run("tasks", "show", String(run.prefix(4)))
        #expect(shown.exitCode == 0)
        #expect(shown.output.contains("slot        summary = it works"))
        #expect(shown.output.contains("bugs/0001-it-works.md"))

        let unknown = try await program.run("tasks", "show", "zzzz")
        #expect(unknown.exitCode == 1)
        #expect(unknown.errors == "behest: There is no run 'zzzz'. See 'behest tasks list'.\n")
    }

    @Test func grammarCheckPointsAtTheMistake() async throws {
        let program = try Program()
        let pack = program.file("bad.yaml")
        let text = """
            language: en
            intents:
              Greet:
                data:
                  - sentences:
                      - "hello (you|world"
                      - "bye {nmae}"
            lists:
              name: {values: [ann, bob]}
            """
        try Data(text.utf8).write(to: pack)
        let result = try await program.run("grammar", "check", pack.path)
        #expect(result.exitCode == 1)
        #expect(result.errors.contains("bad.yaml:6:20: error: '(' has no ')'"))
        #expect(result.errors.contains("bad.yaml:7:"))
        #expect(result.errors.contains("did you mean 'name'?"))
    }

    @Test func grammarCheckCountsWhatIsSound() async throws {
        let result = try await Program().run("grammar", "check")
        #expect(result.exitCode == 0, "\(result.errors)")
        #expect(result.output.hasPrefix("All 3 packs are sound: 10 intents, "))
    }

    @Test func brokenGrammarStopsARunBeforeIt() async throws {
        let program = try Program()
        let pack = program.file("bad.yaml")
        try Data("intents: {A: {data: [{sentences: [\"(a\"]}]}}".utf8).write(to: pack)
        let result = try await program.run("say", "--grammars", pack.path, "a")
        #expect(result.exitCode == 1)
        #expect(result.errors.contains("bad.yaml:1:"))
        #expect(!FileManager.default.fileExists(atPath: program.state.path))
    }

    @Test func doctorFindsEverythingInOrder() async throws {
        let result = try await Program().run("doctor")
        #expect(result.exitCode == 0, "\(result.output)")
        #expect(result.output.split(separator: "\n").allSatisfy { $0.hasPrefix("ok ") })
        #expect(result.output.contains("libsndfile"))
    }

    @Test func doctorNamesWhatIsBroken() async throws {
        let program = try Program()
        program.environment["XDG_DATA_HOME"] = program.file("data").path
        let result = try await program.run("doctor")
        #expect(result.exitCode == 1)
        #expect(result.output.contains("broken   ONNX Runtime"))
        #expect(result.output.contains("Run scripts/setup to install it."))
    }

    @Test func helpStatesTheExitCodes() async throws {
        let result = try await Program().run("--help")
        #expect(result.exitCode == 0)
        #expect(result.output.contains("0 all done; 1 something failed; 2 something was refused"))
    }
}
