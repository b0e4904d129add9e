import FoundationEssentials
import TestSupport
import Testing

/// Teams of agents, from the words of the command line to what is shown of them, as the documentation has them.
@Suite(.timeLimit(.minutes(5)))
struct TeamCommandTests {
    /// The blocks of code in the documentation of teams, of one language.
    private static func blocks() throws -> [String] {
        let file = Repository.root.appending(path: "docs/teams.md")
        let text = String(decoding: try Data(contentsOf: file), as: UTF8.self)
        return text.split(separator: "```", omittingEmptySubsequences: false).enumerated()
            .filter { $0.offset % 2 == 1 && $0.element.hasPrefix("yaml\n") }
            .map { String($0.element.dropFirst(5)) }
    }

    private static func program() throws -> (Program, options: [String]) {
        let program = try Program()
        let blocks = try blocks()
        let agents = try Program.path()
        let configuration = try #require(blocks.first).replacing("[behest,", with: "['\(agents)',")
        try Data(configuration.utf8).write(to: program.file("config.yaml"))
        try Data(try #require(blocks.dropFirst().first).utf8).write(to: program.file("team.yaml"))
        let options = ["--config", program.file("config.yaml").path, "--grammars", program.file("team.yaml").path]
        return (program, options + ["--yes"])
    }

    @Test func anotherOneTakesWhatOneGaveUp() async throws {
        let (program, options) = try Self.program()
        let result = try await program.run(["say", "--json"] + options + ["write the manual"])
        #expect(result.exitCode == 0, "\(result.errors)")
        let run = try #require(try result.json().first?.run)
        let shown = try await program.run(["tasks", "show", run])
        #expect(shown.output.contains("turn 1  work: frail  lost"), "\(shown.output)")
        #expect(shown.output.contains("turn 2  work: writer  succeeded"))
        #expect(shown.output.contains("'frail' has given it up."))
        #expect(shown.output.contains("I wrote it."))
        let json = try await program.run(["tasks", "show", "--json", run])
        #expect(json.output.contains("\"place\":\"work\"") && json.output.contains("\"agent\":\"frail\""))
        let verified = try await program.run(["journal", "verify"])
        #expect(verified.exitCode == 0, "\(verified.output)")
    }

    @Test func oneDoesItAfterTheOther() async throws {
        let (program, options) = try Self.program()
        let result = try await program.run(["say"] + options + ["plan the manual"])
        #expect(result.exitCode == 0, "\(result.errors)")
        #expect(result.output.contains("planner, then writer"))
    }

    @Test func oneJudges() async throws {
        let (program, options) = try Self.program()
        let result = try await program.run(["say"] + options + ["compare the manuals"])
        #expect(result.exitCode == 0, "\(result.errors)")
        // The one that died was replaced at its place.
        #expect(result.output.contains("'referee' judged number 2 of"), "\(result.output)")
        #expect(result.output.contains("It is clearer."))
    }

    @Test func aPlanTellsWhoWouldBeAsked() async throws {
        let (program, options) = try Self.program()
        let result = try await program.run(["say", "--dry-run"] + options + ["compare the manuals"])
        #expect(result.output.contains("would ask frail, writer, referee, if fit for work and not busy then"))
        let doctor = try await program.run(["doctor", "--config", program.file("config.yaml").path])
        #expect(doctor.output.contains("planner, frail, writer, second, referee"), "\(doctor.output)")
    }

    @Test func whatNobodyIsForIsRefusedBeforeAnythingIsDone() async throws {
        let (program, options) = try Self.program()
        try Data("agents: {a: {run: [true], skills: [cook]}}".utf8).write(to: program.file("config.yaml"))
        let result = try await program.run(["say"] + options + ["write the manual"])
        #expect(result.exitCode != 0)
        let words = "cannot be given to the team: Nobody of the team is for it. Nobody can be asked. 'a' was not asked"
        #expect((result.output + result.errors).contains(words), "\(result.output) \(result.errors)")
    }
}
