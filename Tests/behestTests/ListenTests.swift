import FoundationEssentials
import Testing
import TestSupport

/// `behest listen`, with recordings that are played as if they were spoken.
@Suite(.timeLimit(.minutes(2)))
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
        #expect(lines.map(\.intent) == ["GitStatus", "FileBug", "NeverMind"])
        #expect(lines[1].state == "succeeded")
        #expect(result.errors.hasPrefix("Listening to '"))
        // It is in the journal like any other.
        let tasks = try await program.run("tasks", "list")
        #expect(tasks.output.contains("FileBug"), "\(tasks.output)")
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
