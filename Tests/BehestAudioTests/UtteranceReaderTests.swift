import BehestAudio
import BehestInference
import FoundationEssentials
import Testing
import TestSupport

/// The real voice activity model on recorded commands.
@Suite(.timeLimit(.minutes(10)))
struct UtteranceReaderTests {
    @Test func findsEachCommandOfARecording() async throws {
        let utterances = try await read(Repository.sample("three-commands").path)
        #expect(utterances.count == 3)
        for (earlier, later) in zip(utterances, utterances.dropFirst()) {
            #expect(earlier.start + earlier.duration <= later.start)
        }
        #expect(utterances.allSatisfy { !$0.isCutShort })
    }

    @Test func keepsSomeSilenceAroundTheSpeech() async throws {
        let utterance = try #require(try await read(Repository.sample("file-a-bug").path).first)
        let edge = utterance.samples.prefix(800)
        let loudest = utterance.samples.map(\.magnitude).max() ?? 0
        #expect(edge.allSatisfy { $0.magnitude < loudest / 10 })
    }

    @Test(arguments: ["silence"])
    func findsNothingInSilence(_ name: String) async throws {
        #expect(try await read(Repository.sample(name).path).isEmpty)
    }

    @Test func findsNothingInNoiseOrATone() async throws {
        let folder = try TemporaryDirectory()
        for (name, samples) in [
            ("noise", SoundFixture.noise(seconds: 10, level: 0.2)),
            ("tone", SoundFixture.tone(hertz: 380, seconds: 3)),
            ("nothing", [Float](repeating: 0, count: 100)),
        ] {
            let file = folder.url.appending(path: "\(name).wav")
            try SoundFixture().write(samples, to: file)
            #expect(try await read(file.path).isEmpty, "in \(name)")
        }
    }

    @Test func speechThatBreaksOffIsGivenAndMarked() async throws {
        let folder = try TemporaryDirectory()
        let whole = try Data(contentsOf: Repository.sample("file-a-bug"))
        let file = folder.url.appending(path: "half.flac")
        try whole.prefix(whole.count / 2).write(to: file)

        let reader = try reader(file.path)
        let utterance = try #require(try await reader.next())
        #expect(utterance.isCutShort)
        let error = await #expect(throws: AudioError.self) { _ = try await reader.next() }
        #expect(error?.code == .truncated)
    }

    private func reader(_ path: String) throws -> UtteranceReader {
        let runtime = try InferenceRuntime(library: Models.runtimeLibrary)
        let detection = UtteranceReader.Detection(runtime: runtime, modelPath: Models.voiceActivity)
        return UtteranceReader(AudioFile(path: path), detection: detection, makeID: { "utterance" })
    }

    private func read(_ path: String) async throws -> [Utterance] {
        let reader = try reader(path)
        var utterances: [Utterance] = []
        while let utterance = try await reader.next() { utterances.append(utterance) }
        return utterances
    }
}
