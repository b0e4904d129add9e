import BehestAudio
import BehestInference
import BehestSpeech
import FoundationEssentials
import TestSupport
import Testing

@testable import BehestServer

/// The official Python client of OpenAI's, unchanged, against the real server.
@Suite(.timeLimit(.minutes(4)), .enabled(if: PythonPackages.areInstalled, "scripts/test installs the Python packages"))
struct OpenAIClientTests {
    private static func moonshine() throws -> MoonshineTranscriber {
        let runtime = try InferenceRuntime(library: Models.runtimeLibrary)
        return MoonshineTranscriber(.tiny, store: ModelStore(root: Models.root), runtime: runtime, threads: 2)
    }

    @Test(arguments: [
        "formats", "words_and_segments", "log_probabilities", "streaming", "ways_to_send", "models", "many_at_once",
    ])
    func itHearsWithTheEmbeddedModel(_ scenario: String) async throws {
        let samples = [Repository.sample("file-a-bug").path, Repository.sample("three-commands").path]
        try await ServedEndpoint.serving([try Self.moonshine()]) { server in
            try await server.run("openai_client", scenario, samples + [Repository.sample("silence").path])
        }
    }

    @Test(arguments: [
        SoundFixture(.wav16, sampleRate: 8_000), SoundFixture(.wav24, sampleRate: 44_100, channels: 2),
        SoundFixture(.wavFloat, sampleRate: 192_000, channels: 2), SoundFixture(.flac, sampleRate: 48_000),
        SoundFixture(.vorbis, sampleRate: 22_050, channels: 2), SoundFixture(.opus, sampleRate: 48_000),
        SoundFixture(.mp3, sampleRate: 32_000), SoundFixture(.aiff, sampleRate: 96_000),
    ])
    func itHearsRecordingsOfEveryKind(_ kind: SoundFixture) async throws {
        let folder = try TemporaryDirectory()
        let file = folder.url.appending(path: "recording")
        let sound = try Repository.sound(of: "file-a-bug")
        // Straight lines between the samples are good enough for a recogniser.
        let stretched = (0..<sound.count * kind.sampleRate / 16_000 - kind.sampleRate / 16_000).map { index in
            let place = Double(index) * 16_000 / Double(kind.sampleRate)
            let next = min(Int(place) + 1, sound.count - 1)
            return sound[Int(place)] + (sound[next] - sound[Int(place)]) * Float(place - place.rounded(.down))
        }
        try kind.write(stretched, to: file)
        try await ServedEndpoint.serving([try Self.moonshine()]) { server in
            try await server.run("openai_client", "one_recording", [file.path])
        }
    }

    @Test func failuresAreItsOwnExceptions() async throws {
        var limits = UploadLimits()
        limits.largestFile = 300_000
        try await ServedEndpoint.serving([ScriptedTranscriber("File a bug.")], limits: limits) { server in
            try await server.run("openai_client", "failures", [Repository.sample("file-a-bug").path])
        }
    }

    @Test func aQueueThatIsFullIsARateLimit() async throws {
        let hanging = ScriptedTranscriber("", hangs: true)
        var places = TranscriptionQueue.Limits()
        places.most = 1
        try await ServedEndpoint.serving([hanging], places: places) { server in
            try await server.run("openai_client", "full_queue", [Repository.sample("file-a-bug").path])
            try await server.waitUntilIdle()
        }
        #expect(hanging.begun <= 1, "who was refused was not heard")
        #expect(hanging.cancelled == hanging.begun)
    }

    @Test func whoGoesAwayFreesTheRecogniser() async throws {
        let hanging = ScriptedTranscriber("", hangs: true)
        try await ServedEndpoint.serving([hanging]) { server in
            try await server.run("openai_client", "go_away", [Repository.sample("file-a-bug").path])
            try await server.waitUntilIdle()
        }
        #expect(hanging.begun >= 1)
        #expect(hanging.cancelled == hanging.begun)
    }
}
