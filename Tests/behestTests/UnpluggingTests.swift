import FoundationEssentials
import Subprocess
import TestSupport
import Testing

/// The sound server ends, as if a microphone was unplugged, while a bug report is dictated to `behest listen`.
@Suite(.enabled(if: SoundServer.isInstalled), .timeLimit(.minutes(5)))
struct UnpluggingTests {
    @Test func inTheMiddleOfASentenceItLosesNothingThatWasSaidBefore() async throws {
        let program = try Program()
        let server = try SoundServer()
        program.environment["ALSA_CONFIG_PATH"] = "/usr/share/alsa/alsa.conf:\(server.configuration)"
        // "It happens when there is …"
        let sound = try Repository.sound(of: "answer-details")
        let half = program.file("half.wav")
        try SoundFixture().write(Array(sound.prefix(sound.count * 6 / 10)), to: half)

        let text = try await program.listening(["--device", "mic", "--quiet"]) { listener in
            try await server.serving {
                try await listener.wait(for: "Listening to 'mic'.")
                // A sink that has rested swallows the beginning of what is played first.
                try await server.play(Repository.sample("silence").path)
                try await server.play(Repository.sample("new-bug-report").path)
                try await listener.wait(for: "What went wrong?")
                try await server.play(Repository.sample("answer-summary").path)
                try await server.play(Repository.sample("answer-thats-all").path)
                try await listener.wait(for: "Any details?")
                try await server.play(half.path)
            }
            try await listener.wait(for: "has stopped giving sound")
            try await server.serving {
                try await listener.wait(for: "Listening to 'mic'.")
                try await server.play(Repository.sample("answer-thats-all").path)
                try await listener.wait(for: "How bad is it")
                try await server.play(Repository.sample("answer-severity").path)
                // What was heard unsurely, as when a sink swallows its beginning, is asked about.
                let (ended, question) = (#""event":"ended""#, "Shall I?")
                if try await listener.wait(forOneOf: [ended, question]) == question {
                    try await server.play(Repository.sample("answer-yes").path)
                    try await listener.wait(for: ended)
                }
            }
            let bugs = program.workspace.appending(path: "bugs")
            let file = bugs.appending(path: "0001-the-parser-drops-the-last-line-of-the-file.md")
            return try String(contentsOf: file, encoding: .utf8)
        }
        #expect(text.contains("\n> It happens when there is"), "\(text)")
        #expect(text.contains(#"severity: "critical""#), "\(text)")
    }
}
