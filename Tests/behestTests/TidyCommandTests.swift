import FoundationEssentials
import TestSupport
import Testing

/// Removing recordings, with the built program.
@Suite(.timeLimit(.minutes(5)))
struct TidyCommandTests {
    @Test func aRecordingIsRemovedAndThatIsSaid() async throws {
        let program = try Program()
        let sample = Repository.sample("file-a-bug").path
        let done = try await program.run("run", "--json", "--yes", sample)
        #expect(done.exitCode == 0, "\(done.errors)")
        let run = try #require(try done.json().last?.run)
        let folder = program.state.appending(path: "behest/audio")
        let name = try #require(try FileManager.default.contentsOfDirectory(atPath: folder.path).first)
        let file = folder.appending(path: name)
        #expect(try await program.run("tasks", "show", run).output.contains("recording   \(file.path)\n"))

        #expect(try await program.run("journal", "tidy").output == "There is nothing to remove.\n")
        // As little as there is, it is more than nothing: a megabyte is filled by making the recording longer.
        try Data(repeating: 0, count: 1_500_000).write(to: file)
        let settings = program.file("keep.yaml")
        try Data("keep: {recordings: {megabytes: 1}}\n".utf8).write(to: settings)
        let trial = try await program.run("journal", "tidy", "--dry-run", "--config", settings.path)
        #expect(trial.output.contains("Would remove 1 recording (1.5 MB)."), "\(trial.output)\(trial.errors)")
        #expect(FileManager.default.fileExists(atPath: file.path))
        let tidied = try await program.run("worker", "--until-idle", "--config", settings.path)
        #expect(tidied.errors.contains("Removed 1 recording (1.5 MB)."), "\(tidied.errors)")
        #expect(!FileManager.default.fileExists(atPath: file.path))
        let shown = try await program.run("tasks", "show", run)
        #expect(shown.output.contains("recording   removed ") && shown.output.contains(": more than 1 MB in all"))
        #expect(try await program.run("journal", "verify").exitCode == 0)
        let doctor = try await program.run("doctor")
        #expect(
            doctor.output.contains(
                "0 recordings (0.0 kB), all are kept; 0 runs' logs (0.0 kB), kept for 30 days or up to 256 MB"
            )
        )
    }
}
