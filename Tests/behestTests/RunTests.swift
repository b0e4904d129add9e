import FoundationEssentials
import Subprocess
import Testing
import TestSupport

/// `behest run`, from the command line to the files.
@Suite(.timeLimit(.minutes(10)))
struct RunTests {
    @Test func filesTheBugThatWasSpoken() async throws {
        let program = try Program()
        let result = try await program.run("run", Repository.sample("file-a-bug").path)
        #expect(result.exitCode == 0, "\(result.errors)")
        #expect(result.output.contains("heard       File a bug saying the import button does nothing."))
        #expect(result.output.contains("summary = the import button does nothing"))
        #expect(result.output.contains("done        bugs/0001-the-import-button-does-nothing.md"))
        let file = program.workspace.appending(path: "bugs/0001-the-import-button-does-nothing.md")
        #expect(try String(contentsOf: file, encoding: .utf8).contains("the import button does nothing"))
    }

    @Test func writesALineOfJSONForEachCommand() async throws {
        let program = try Program()
        let result = try await program.run("run", "--json", "--model", "tiny", Repository.sample("three-commands").path)
        let lines = try result.json()
        #expect(lines.map(\.intent) == ["GitStatus", "FileBug", "NeverMind"])
        #expect(lines.map(\.decision) == ["act", "act", "act"])
        #expect(lines[1].slots?["summary"]?.contains("clock") == true)
        #expect(lines[1].state == "succeeded")
        #expect(lines.allSatisfy { ($0.timings?["transcribe"] ?? 0) > 0 && ($0.timings?["record"] ?? 0) > 0 })
        // The workspace is no git repository, so the first one fails.
        #expect(lines[0].state == "failed")
        #expect(result.exitCode == 1)
    }

    @Test func refusalsHaveTheirOwnExitCode() async throws {
        let program = try Program()
        let result = try await program.run("run", "--json", Repository.sample("near-miss").path)
        let line = try #require(try result.json().first)
        #expect(line.intent == nil)
        #expect(line.decision == "refuse")
        #expect(line.reason == "I heard 'I found a bug in my salad yesterday.', and nothing I can do is called that.")
        #expect(result.exitCode == 2)
    }

    @Test func dryRunShowsThePlanAndDoesNothing() async throws {
        let program = try Program()
        let result = try await program.run("run", "--dry-run", Repository.sample("file-a-bug").path)
        #expect(result.exitCode == 0)
        #expect(result.output.contains("would do    tracker/create"))
        #expect(try FileManager.default.contentsOfDirectory(atPath: program.workspace.path).isEmpty)
        #expect(!FileManager.default.fileExists(atPath: program.state.path))
    }

    @Test func confirmationIsAskedForOrGivenBeforehand() async throws {
        let program = try Program()
        let makefile = program.workspace.appending(path: "Makefile")
        try Data("test:\n\t@echo all is well\n".utf8).write(to: makefile)
        let sample = Repository.sample("run-the-tests").path

        let asked = try await program.run("run", sample)
        #expect(asked.exitCode == 2)
        #expect(asked.output.contains("asks        Run the tests. Shall I?"))

        let confirmed = try await program.run("run", "--yes", sample)
        #expect(confirmed.exitCode == 0)
        #expect(confirmed.output.contains("│ all is well"))
        #expect(confirmed.output.contains("says        The tests passed."))
    }

    @Test func badFilesAreNamedAndTheOthersDone() async throws {
        let program = try Program()
        let text = program.file("notes.wav")
        try Data("no sound".utf8).write(to: text)
        let empty = program.file("empty.wav")
        try Data().write(to: empty)
        let noise = program.file("nan.wav")
        var samples = SoundFixture.noise(seconds: 1, level: 0.1)
        samples[8_000] = .nan
        try SoundFixture(.wavFloat).write(samples, to: noise)

        let result = try await program.run(
            "run",
            "--json",
            text.path,
            "/nowhere/a.wav",
            empty.path,
            noise.path,
            Repository.sample("never-mind").path
        )
        #expect(result.exitCode == 1)
        let lines = try result.json()
        #expect(lines.map { $0.error == nil } == [false, false, false, false, true])
        #expect(lines.last?.intent == "NeverMind")
        #expect(result.errors.contains("behest: There is no file '/nowhere/a.wav'."))
        #expect(result.errors.contains("behest: '\(empty.path)' is empty."))
        #expect(result.errors.contains("behest: '\(text.path)' is not a recording that can be read"))
        #expect(result.errors.contains("holds a sample that is no number, at 0.50 seconds"))
    }

    @Test func halfACommandIsHeardButNotActedOn() async throws {
        let program = try Program()
        let whole = try Data(contentsOf: Repository.sample("file-a-bug"))
        let half = program.file("half.flac")
        try whole.prefix(whole.count * 3 / 4).write(to: half)
        let result = try await program.run("run", "--json", half.path)
        #expect(result.exitCode == 1)
        let lines = try result.json()
        #expect(lines.first?.decision == "refuse")
        #expect(lines.first?.reason == "The recording breaks off in the middle of a command.")
        #expect(lines.last?.error?.contains("breaks off after") == true)
        #expect(!FileManager.default.fileExists(atPath: program.workspace.appending(path: "bugs").path))
    }

    @Test func findsRecordingsInFoldersWithinFolders() async throws {
        let program = try Program()
        let inner = program.file("recordings/day one")
        try FileManager.default.createDirectory(at: inner, withIntermediateDirectories: true)
        try FileManager.default.copyItem(at: Repository.sample("never-mind"), to: inner.appending(path: "a b.flac"))
        let loop = inner.appending(path: "loop")
        try FileManager.default.createSymbolicLink(at: loop, withDestinationURL: program.file("recordings"))
        let result = try await program.run("run", "--json", "--model", "tiny", program.file("recordings").path)
        #expect(try result.json().map(\.file) == [inner.appending(path: "a b.flac").path])
        #expect(result.exitCode == 0)
    }

    @Test func folderWithoutRecordingsIsAFailure() async throws {
        let program = try Program()
        let result = try await program.run("run", program.workspace.path)
        #expect(result.exitCode == 1)
        #expect(result.errors == "behest: There is no recording in the folder '\(program.workspace.path)'.\n")
    }

    @Test func journalThatCannotBeWrittenStopsEverything() async throws {
        let program = try Program()
        try FileManager.default.createDirectory(at: program.state, withIntermediateDirectories: true)
        try Data("in the way".utf8).write(to: program.state.appending(path: "behest"))
        let result = try await program.run("run", Repository.sample("file-a-bug").path)
        #expect(result.exitCode == 1)
        #expect(result.errors.contains("journal"))
        #expect(result.output.isEmpty)
        #expect(try FileManager.default.contentsOfDirectory(atPath: program.workspace.path).isEmpty)
    }

    @Test func missingModelNamesTheCommandThatFetchesIt() async throws {
        let program = try Program()
        program.environment["XDG_DATA_HOME"] = program.file("data").path
        let result = try await program.run("run", Repository.sample("file-a-bug").path)
        #expect(result.exitCode == 1)
        #expect(result.errors.contains("Run scripts/setup"))
        #expect(result.errors.split(separator: "\n").count == 1)
    }

    @Test(arguments: [
        ["run"], ["run", "a.wav", "--model", "huge"], ["run", "a.wav", "--dry-run", "--stop-after", "intent"], ["fly"],
    ])
    func misuseHasItsOwnExitCode(_ arguments: [String]) async throws {
        let result = try await Program().run(arguments)
        #expect(result.exitCode == 64)
        #expect(!result.errors.isEmpty)
    }
}
