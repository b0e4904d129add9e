import FoundationEssentials
import Testing
import TestSupport

/// `behest grammar explain`, the built program with the shipped packs.
@Suite(.timeLimit(.minutes(5)))
struct ExplainTests {
    @Test func saysWhyWordsAreTaken() async throws {
        let result = try await Program().run("grammar", "explain", "show the git status")
        #expect(result.exitCode == 0)
        #expect(result.output.contains("show the git status"))
        #expect(result.output.contains("GitStatus"))
        #expect(result.output.contains("the sentence's own words"))
        #expect(result.output.contains("would do    GitStatus"))
    }

    @Test func saysWhyMisheardWordsAreNotActedOn() async throws {
        let result = try await Program().run("grammar", "explain", "run the pests")
        #expect(result.exitCode == 0)
        #expect(result.output.contains("run the tests"))
        #expect(result.output.contains("by sound"))
        #expect(!result.output.contains("would do"))
    }

    @Test func explainsARecordingByItsSound() async throws {
        let result = try await Program().run(
            "grammar",
            "explain",
            "--audio",
            Repository.sample("robot-voice").path
        )
        #expect(result.exitCode == 0)
        #expect(result.output.contains("run the tests"))
        #expect(result.output.contains("the audio gives it"))
    }

    @Test func asksForOneOfTheTwo() async throws {
        let result = try await Program().run("grammar", "explain")
        #expect(result.exitCode == 64)
        #expect(result.errors.contains("--audio"))
    }
}
