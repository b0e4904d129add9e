import BehestAudio
import FoundationEssentials
import Subprocess
import Testing
import TestSupport

/// `behest listen`, with recordings that are played as if they were spoken.
@Suite(.timeLimit(.minutes(10)))
struct ListenTests {
    @Test func commandsAreDoneInTheOrderInWhichTheyAreSaid() async throws {
        let program = try Program()
        // What comes last must not hang on how soon what came before is done, as a "never mind" does.
        let recording = program.file("three.wav")
        try SoundFixture().write(try speech("git-status", "file-a-bug", "what-can-i-say"), to: recording)
        let result = try await program.run("listen", "--from", recording.path, "--realtime", "--json")
        #expect(result.exitCode == 0, "\(result.errors)")
        let lines = try result.json()
        let heard = lines.filter { $0.event == "heard" }
        #expect(heard.map(\.intent) == ["GitStatus", "FileBug", nil])
        #expect(heard.map(\.decision) == ["act", "act", "answer"])
        #expect(lines.contains { $0.event == "sentences" })
        #expect(heard[1].timings?["endToRun"] != nil)
        let ended = lines.filter { $0.event == "ended" }
        #expect(ended.map(\.run) == heard.prefix(2).map(\.run))
        #expect(ended.last?.state == "succeeded")
        #expect(
            lines.filter { $0.event == "says" }.contains { $0.text == "Filed bug 1: the import button does nothing." }
        )
        #expect(result.errors.hasPrefix("Listening to '"))
        // It is in the journal like any other.
        let tasks = try await program.run("tasks", "list")
        #expect(tasks.output.contains("FileBug"), "\(tasks.output)")
    }

    @Test func aCommandThatIsAskedAboutWaitsBehindTheOpenQuestion() async throws {
        let program = try Program()
        let recording = program.file("two.wav")
        try SoundFixture().write(try speech("run-the-tests", "new-bug-report", "never-mind"), to: recording)
        let result = try await program.run("listen", "--from", recording.path, "--realtime", "--json")
        let heard = try result.json().filter { $0.event == "heard" }
        #expect(heard.map(\.decision) == ["ask", "wait", "answer"])
        #expect(heard.map(\.intent) == ["RunTests", "FileBug", nil])
        let reasons = [
            "Run the tests Shall I?", "'Open a new bug report' waits until 'Run the tests Shall I?' is answered",
            "All right, nothing was done, nor 'Open a new bug report'",
        ]
        // Whether a full stop was heard is not what counts here.
        #expect(heard.map { $0.reason?.replacing(".", with: "") } == reasons)
    }

    /// Recordings one after the other, each after a pause that ends what was said before it.
    private func speech(_ samples: String...) throws -> [Float] {
        try samples.flatMap { try Repository.sound(of: $0) + [Float](repeating: 0, count: 2 * speechSampleRate) }
    }

    @Test func aPersonReadsALineForEachThingThatHappens() async throws {
        let program = try Program()
        let sample = Repository.sample("file-a-bug").path
        let result = try await program.run("listen", "--from", sample, "--realtime")
        #expect(result.exitCode == 0, "\(result.errors)")
        let lines = result.output.split(separator: "\n").map { $0.split(separator: " ", maxSplits: 1)[0] }
        #expect(lines == ["heard:", "does:", "done:", "says:"], "\(result.output)")
    }

    @Test func whatIsAskedAtTheEndIsAskedAgainAtTheNextStart() async throws {
        let program = try Program()
        let sample = Repository.sample("bug-without-summary").path
        let first = try await program.run("listen", "--from", sample, "--realtime")
        #expect(first.output.contains("asks: What went wrong?\nanswer: Say it in your own words"), "\(first.output)")
        let second = try await program.run(
            "listen",
            "--from",
            Repository.sample("never-mind").path,
            "--realtime",
            "--json"
        )
        let lines = try second.json()
        let asked = try #require(lines.firstIndex { $0.event == "asks" })
        #expect(lines[asked].text == "What went wrong?")
        let heard = try #require(lines.lastIndex { $0.event == "heard" })
        #expect(asked < heard)
        #expect(lines[heard].reason == "All right, nothing was done.")
        #expect(!FileManager.default.fileExists(atPath: program.workspace.appending(path: "bugs").path))
    }

    @Test func aDryRunKeepsAndAsksNothing() async throws {
        let program = try Program()
        let sample = Repository.sample("bug-without-summary").path
        let result = try await program.run("listen", "--from", sample, "--realtime", "--dry-run", "--json")
        let heard = try result.json().filter { $0.event == "heard" }
        #expect(heard.map(\.decision) == ["ask"])
        #expect(!FileManager.default.fileExists(atPath: program.state.appending(path: "behest").path))
    }

    @Test func withoutAMicrophoneItSaysWhatToDo() async throws {
        let program = try Program()
        program.environment["PULSE_SERVER"] = "unix:/nowhere"
        let result = try await program.run("listen", "--device", "hw:CARD=none")
        #expect(result.exitCode == 1)
        #expect(result.errors.contains("behest devices"), "\(result.errors)")
        #expect(result.output.isEmpty)
        // A machine with a sound card has one to choose; any other is told how to do without.
        guard !FileManager.default.fileExists(atPath: "/proc/asound/cards") else { return }
        #expect(result.errors.contains("'behest run FILE'"), "\(result.errors)")
    }

    @Test(arguments: [
        (["listen", "--from", "a.flac"], "Add '--realtime'"),
        (["listen", "--realtime"], "'--realtime' goes with '--from FILE'."),
        (["listen", "--from", "a.flac", "--device", "x"], "Either '--device' or '--from', not both."),
    ])
    func optionsThatDoNotGoTogetherAreExplained(_ arguments: [String], _ reason: String) async throws {
        let result = try await Program().run(arguments)
        #expect(result.exitCode == 64)
        #expect(result.errors.contains(reason), "\(result.errors)")
    }
}
