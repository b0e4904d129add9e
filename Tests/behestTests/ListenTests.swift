import FoundationEssentials
import Testing
import TestSupport

/// `behest listen`, with recordings that are played as if they were spoken.
@Suite(.timeLimit(.minutes(10)))
struct ListenTests {
    @Test func commandsAreDoneInTheOrderInWhichTheyAreSaid() async throws {
        let program = try Program()
        let result = try await program.run(
            "listen",
            "--from",
            Repository.sample("three-commands").path,
            "--realtime",
            "--json"
        )
        #expect(result.exitCode == 0, "\(result.errors)")
        let lines = try result.json()
        let heard = lines.filter { $0.event == "heard" }
        #expect(heard.map(\.intent) == ["GitStatus", "FileBug", nil])
        #expect(heard.map(\.decision) == ["act", "act", "answer"])
        #expect(heard[2].reason == "There is nothing to cancel.")
        #expect(heard[1].timings?["endToRun"] != nil)
        let ended = lines.filter { $0.event == "ended" }
        #expect(ended.map(\.run) == heard.prefix(2).map(\.run))
        #expect(ended.last?.state == "succeeded")
        #expect(lines.filter { $0.event == "says" }.contains { $0.text == "Filed bug 1: the clock is slow." })
        #expect(result.errors.hasPrefix("Listening to '"))
        // It is in the journal like any other.
        let tasks = try await program.run("tasks", "list")
        #expect(tasks.output.contains("FileBug"), "\(tasks.output)")
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
        let result = try await program.run("listen", "--device", "hw:CARD=none")
        #expect(result.exitCode == 1)
        #expect(result.errors.contains("behest devices"), "\(result.errors)")
        #expect(result.output.isEmpty)
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
