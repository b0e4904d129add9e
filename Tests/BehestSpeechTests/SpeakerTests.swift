import BehestAudio
import BehestTransport
import FoundationEssentials
import TestSupport
import Testing

@testable import BehestSpeech

/// Speakers, each with the real thing: espeak-ng, programs of this machine, and a server on it.
@Suite(.timeLimit(.minutes(2)))
struct SpeakerTests {
    private let limits = SpeakerLimits(time: .seconds(20), bytes: 1 << 20)

    /// How many seconds of a clip are louder than silence.
    private func loudSeconds(_ clip: SoundClip) -> Double {
        Double(clip.samples.count { abs($0) > 0.01 }) / Double(clip.rate)
    }

    private func shell(_ script: String, _ limits: SpeakerLimits? = nil) -> CommandSpeaker {
        CommandSpeaker(arguments: ["/bin/sh", "-c", script], limits: limits ?? self.limits)
    }

    @Test func espeakSpeaks() async throws {
        let clip = try await EspeakSpeaker().sound(of: "Filed bug seven.", language: "en")
        #expect((0.5...3).contains(clip.duration / .seconds(1)))
        #expect(loudSeconds(clip) > 0.3)
        let longer = try await EspeakSpeaker().sound(
            of: "Filed bug seven. The save button does nothing at all.",
            language: "en"
        )
        #expect(longer.duration > clip.duration * 2)
    }

    @Test func espeakSpeaksOtherLanguagesAndSpeeds() async throws {
        let text = "Der Fehler wurde gemeldet."
        let german = try await EspeakSpeaker().sound(of: text, language: "de")
        #expect(german != (try await EspeakSpeaker().sound(of: text, language: "en")))
        let quick = try await EspeakSpeaker(rate: 320).sound(of: text, language: "de")
        #expect(quick.duration < german.duration * 0.75)
    }

    /// What is spoken is never more than words.
    @Test func whatIsSpokenIsNoOption() async throws {
        let clip = try await EspeakSpeaker().sound(of: "--version; $(touch /tmp/x) -v de", language: "en")
        #expect(loudSeconds(clip) > 1)
    }

    @Test func anUnknownVoiceAndAMissingProgramAreErrors() async throws {
        let voice = await #expect(throws: SpeakerError.self) {
            _ = try await EspeakSpeaker(voice: "klingon-xx").sound(of: "Done.", language: "en")
        }
        #expect(voice?.code == .failed || voice?.code == .badSound)
        let missing = await #expect(throws: SpeakerError.self) {
            _ = try await CommandSpeaker(arguments: ["no-such-speaker"]).sound(of: "Done.", language: "en")
        }
        #expect(missing?.code == .missing)
        let message =
            "There is no program 'no-such-speaker' to speak with. Install it, or choose another in config.yaml."
        #expect(missing?.message == message)
    }

    @Test func aCommandReadsTheWordsAndWritesARecording() async throws {
        let directory = try TemporaryDirectory()
        let (said, recording) = (directory.url.appending(path: "said"), directory.url.appending(path: "a.wav"))
        try SoundFixture(.wav16, sampleRate: 44_100, channels: 2).write(
            SoundFixture.tone(hertz: 440, seconds: 1, sampleRate: 44_100),
            to: recording
        )
        let speaker = shell("cat > '\(said.path)'; cat '\(recording.path)'")
        let clip = try await speaker.sound(of: "Confirm? `id`", language: "en")
        #expect(clip.rate == 44_100)
        #expect(clip.duration == .seconds(1))
        #expect(try String(contentsOf: said, encoding: .utf8) == "Confirm? `id`\n")
    }

    struct Failure: Sendable, CustomTestStringConvertible {
        var script: String
        var code: SpeakerError.Code
        var part: String
        var testDescription: String { script }
    }

    @Test(arguments: [
        Failure(script: "echo 'no voice' >&2; exit 3", code: .failed, part: "no voice"),
        Failure(script: "echo hello", code: .badSound, part: "is no recording"),
        Failure(script: ":", code: .badSound, part: "It is empty."),
        Failure(script: "cat /dev/zero", code: .badSound, part: "wrote more than 1 MB for one reply."),
        Failure(script: "kill -9 $$", code: .failed, part: "did not speak"),
    ])
    func aCommandThatFailsIsAnError(failure: Failure) async throws {
        let error = await #expect(throws: SpeakerError.self) {
            _ = try await shell(failure.script).sound(of: "Done.", language: "en")
        }
        #expect(error?.code == failure.code)
        #expect(error?.message.contains(failure.part) == true, "\(error?.message ?? "")")
    }

    @Test func aCommandThatHangsIsEndedWithAllItStarted() async throws {
        let limits = SpeakerLimits(time: .milliseconds(300))
        let error = await #expect(throws: SpeakerError.self) {
            _ = try await shell("trap '' TERM; sleep 600 & sleep 600", limits).sound(of: "Done.", language: "en")
        }
        #expect(error?.code == .timedOut)
    }

    @Test func cancellingEndsTheProgram() async throws {
        await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { _ = try await shell("sleep 600").sound(of: "Done.", language: "en") }
            group.cancelAll()
            await #expect(throws: CancellationError.self) { try await group.waitForAll() }
        }
    }

    // MARK: - Over HTTP

    private func service(
        _ address: String,
        _ model: String,
        voice: String? = "440",
        key: String? = nil
    ) throws -> HTTPSpeaker {
        try HTTPSpeaker(
            url: "\(address)/v1/audio/speech",
            model: model,
            voice: voice,
            key: key.map { Secret($0) },
            limits: SpeakerLimits(time: .seconds(20), bytes: 1 << 20)
        )
    }

    @Test func aServiceIsGivenTheWordsTheVoiceAndTheKey() async throws {
        try await MockEndpoint.serving { address in
            let clip = try await service(address, "guarded:s3cret", voice: "500", key: "s3cret")
                .sound(of: String(repeating: "x", count: 80), language: "en")
            #expect(clip.rate == 24_000)
            #expect(clip.duration == .milliseconds(800))
            let crossings = zip(clip.samples, clip.samples.dropFirst()).count { $0 < 0 && $1 >= 0 }
            #expect((398...400).contains(crossings))
        }
    }

    @Test func aServiceThatFailsIsAnErrorThatSaysWhatToDo() async throws {
        try await MockEndpoint.serving { address in
            let named = "The speech endpoint '\(address)/v1/audio/speech'"
            func error(_ model: String, voice: String? = "440", key: String? = nil) async throws -> SpeakerError? {
                await #expect(throws: SpeakerError.self) {
                    _ = try await service(address, model, voice: voice, key: key).sound(of: "Done.", language: "en")
                }
            }
            let refused = try await error("guarded:a", key: "b")
            #expect(
                refused?.message == "\(named) answered with the status 401. Check the key that config.yaml names."
            )
            #expect(try await error("status:503")?.code == .failed)
            #expect(try await error("nothing")?.message.contains("the model 'nothing'") == true)
            #expect(try await error("tone", voice: nil)?.message.contains("status 400") == true)
            #expect(try await error("nonsense")?.code == .badSound)
            #expect(try await error("large:2000000")?.code == .badSound)
            #expect(try await error("cut")?.code == .failed)
        }
    }

    @Test func aServiceThatHangsOrIsNotThereIsGivenUp() async throws {
        try await MockEndpoint.serving { address in
            let speaker = try HTTPSpeaker(
                url: "\(address)/v1/audio/speech",
                model: "slow",
                voice: "1",
                key: nil,
                limits: SpeakerLimits(time: .milliseconds(300))
            )
            let slow = await #expect(throws: SpeakerError.self) {
                _ = try await speaker.sound(of: "Done.", language: "en")
            }
            #expect(slow?.code == .timedOut)
        }
        let nobody = await #expect(throws: SpeakerError.self) {
            _ = try await service("http://127.0.0.1:9", "tone").sound(of: "Done.", language: "en")
        }
        #expect(nobody?.code == .missing)
    }

    @Test func aKeyDoesNotTravelInTheOpen() throws {
        let error = #expect(throws: SpeakerError.self) {
            _ = try service("http://speech.example.org", "tone", key: "s3cret")
        }
        #expect(error?.code == .misconfigured)
        #expect(error?.message.contains("s3cret") == false)
    }

    // MARK: - Falling back

    @Test func anotherSpeakerStandsInAndThatIsToldOnce() async throws {
        let directory = try TemporaryDirectory()
        let mark = directory.url.appending(path: "broken")
        try "".write(to: mark, atomically: true, encoding: .utf8)
        let (told, tell) = AsyncStream.makeStream(of: String.self)
        let fickle = shell("if [ -e '\(mark.path)' ]; then exit 1; else espeak-ng --stdin --stdout; fi")
        let speaker = FallbackSpeaker([fickle, EspeakSpeaker()]) { tell.yield($0) }
        for _ in 0..<3 { #expect(loudSeconds(try await speaker.sound(of: "Done.", language: "en")) > 0.1) }
        try FileManager.default.removeItem(at: mark)
        _ = try await speaker.sound(of: "Done.", language: "en")
        try "".write(to: mark, atomically: true, encoding: .utf8)
        _ = try await speaker.sound(of: "Done.", language: "en")
        tell.finish()
        var sentences: [String] = []
        for await sentence in told { sentences.append(sentence) }
        #expect(sentences.count == 2)
        #expect(sentences.first?.hasSuffix("Try it in a terminal. Meanwhile espeak-ng speaks.") == true)
    }

    @Test func withNobodyLeftItIsSilentAndSaysSoOnce() async throws {
        let (told, tell) = AsyncStream.makeStream(of: String.self)
        let speaker = FallbackSpeaker([CommandSpeaker(arguments: ["no-such-speaker"])]) { tell.yield($0) }
        for _ in 0..<3 {
            await #expect(throws: SpeakerError.self) { _ = try await speaker.sound(of: "Done.", language: "en") }
        }
        tell.finish()
        var sentences: [String] = []
        for await sentence in told { sentences.append(sentence) }
        #expect(sentences.count == 1)
        #expect(sentences.first?.hasSuffix("Replies are only shown.") == true)
    }

    // MARK: - Texts

    @Test(arguments: [
        ("Filed bug 7:\n\tthe  save button", "Filed bug 7: the save button"),
        ("a [[h@l'oU]] <say-as>b</say-as>\u{1B}[31m", "a h@l'oU]] say-asb/say-as 31m"),
        ("", ""),
    ])
    func textIsMadePlain(text: String, plain: String) {
        #expect(SpeakableText(text).text == plain)
    }

    @Test func longTextEndsWithASentence() {
        let text = String(repeating: "The save button does nothing. ", count: 100)
        let spoken = SpeakableText(text).text
        #expect(spoken.count <= SpeakableText.longest)
        #expect(spoken.hasSuffix("nothing."))
        #expect(SpeakableText(String(repeating: "word ", count: 500)).text.hasSuffix("word …"))
        #expect(SpeakableText("… – !").isEmpty)
        #expect(!SpeakableText("7").isEmpty)
    }
}
