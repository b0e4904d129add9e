import BehestAudio
import FoundationEssentials
import TestSupport
import Testing

/// The real libasound, with a plugin for a microphone.
@Suite(.timeLimit(.minutes(1)))
struct ALSASystemTests {
    private struct Heard {
        var samples: [Float] = []
        var gaps: [SoundGap.Cause] = []
        var conditions: [CaptureCondition] = []
    }

    /// Captures until there are so many samples or a condition comes, then cancels.
    private func capture(
        _ microphone: FakeMicrophone,
        device: String = "mic",
        samples count: Int,
        until last: @escaping @Sendable (CaptureCondition) -> Bool = { _ in false }
    ) async throws -> Heard {
        defer { withExtendedLifetime(microphone) {} }
        let source = Microphone(
            .init(preferred: device),
            system: ALSASystem(configuration: microphone.configuration)
        )
        return try await withLiveSound(from: source) { ring in
            var heard = Heard()
            for try await event in ring.events() {
                switch event {
                case .condition(let condition):
                    heard.conditions.append(condition)
                    if last(condition) { return heard }
                case .block(let block):
                    if let gap = block.gap { heard.gaps.append(gap.cause) }
                    heard.samples += block.samples
                }
                if heard.samples.count >= count { return heard }
            }
            return heard
        }
    }

    private func isSame(_ one: ArraySlice<Float>, _ other: ArraySlice<Float>) -> Bool {
        one.count == other.count && zip(one, other).allSatisfy { abs($0 - $1) < 0.000_1 }
    }

    @Test func hearsEverySample() async throws {
        let sound = SoundFixture.noise(seconds: 1, level: 0.5)
        let heard = try await capture(FakeMicrophone(hearing: sound, ["speed": 4]), samples: sound.count)
        #expect(isSame(heard.samples[..<16_000], sound[...]))
        #expect(heard.gaps.isEmpty)
        #expect(heard.conditions == [.listening(to: "mic")])
    }

    @Test(arguments: [44_100, 48_000])
    func convertsWhatTheDeviceHas(rate: Int) async throws {
        let sound = SoundFixture.tone(hertz: 440, seconds: 1, sampleRate: rate)
        let microphone = try await FakeMicrophone(hearing: sound, channels: 2, ["rate": rate, "speed": 4])
        let heard = try await capture(microphone, samples: 15_000)
        let expected = SoundFixture.tone(hertz: 440, seconds: 1)
        let worst = zip(heard.samples[200..<15_000], expected[200..<15_000]).map { abs($0 - $1) }.max()
        #expect(try #require(worst) < 0.01)
    }

    @Test func goesOnAfterAnOverrun() async throws {
        let sound = SoundFixture.noise(seconds: 2, level: 0.5)
        let microphone = try await FakeMicrophone(hearing: sound, ["xrun_at": 8_000, "speed": 4])
        let heard = try await capture(microphone, samples: 16_000)
        #expect(heard.gaps == [.overrun])
        #expect(heard.conditions == [.listening(to: "mic")])
    }

    @Test func tellsOfAnUnpluggedDeviceAndFindsItAgain() async throws {
        // Each time it is opened it is pulled after a quarter of a second.
        let microphone = try await FakeMicrophone(
            hearing: SoundFixture.noise(seconds: 1, level: 0.5),
            ["fail_at": 4_000]
        )
        let heard = try await capture(microphone, samples: 4_500)
        #expect(heard.gaps == [.lostDevice])
        #expect(
            heard.conditions.prefix(3).map(\.description) == [
                "Listening to 'mic'.", "The microphone 'mic' is gone. Plug it in again: then listening goes on.",
                "Listening to 'mic'.",
            ]
        )
    }

    @Test func tellsOfADeviceThatGivesNothing() async throws {
        let microphone = try await FakeMicrophone(
            hearing: SoundFixture.noise(seconds: 1, level: 0.5),
            ["stall_at": 1_600]
        )
        let heard = try await capture(microphone, samples: .max) { $0 == .stalled("mic") }
        #expect(heard.conditions == [.listening(to: "mic"), .stalled("mic")])
        // What came before it stalled was given, down to the last part of a block.
        #expect(heard.samples.count > 1_024)
    }

    @Test func tellsOfAMutedDevice() async throws {
        let microphone = try await FakeMicrophone(hearing: [], ["speed": 4])
        let heard = try await capture(microphone, samples: .max) { $0 == .muted("mic") }
        #expect(heard.conditions == [.listening(to: "mic"), .muted("mic")])
    }

    struct Refusal: Sendable, CustomTestStringConvertible {
        var device = "mic"
        var options: [String: Int] = [:]
        var code: AudioError.Code
        var testDescription: String { "\(device) \(options)" }
    }

    @Test(arguments: [
        Refusal(device: "nobody", code: .missingDevice),
        Refusal(device: "plughw:CARD=Nobody,DEV=0", code: .missingDevice),
        Refusal(options: ["open_errno": 16], code: .busyDevice),
        Refusal(options: ["open_errno": 13], code: .forbiddenDevice),
        Refusal(options: ["open_errno": 111], code: .brokenDevice),
        Refusal(options: ["rate": 4_000], code: .unsuitableDevice),
    ])
    func refusesWithASentence(refusal: Refusal) async throws {
        let microphone = try await FakeMicrophone(hearing: [], refusal.options)
        let error = await #expect(throws: AudioError.self) {
            _ = try await capture(microphone, device: refusal.device, samples: 1)
        }
        #expect(error?.code == refusal.code)
        #expect(error?.message.contains("'\(refusal.device)'") == true)
    }

    @Test func failedAttemptsKeepNothingOpen() async throws {
        let microphone = try await FakeMicrophone(hearing: [], ["open_errno": 16])
        let system = ALSASystem(configuration: microphone.configuration)
        for _ in 0..<200 {
            #expect(throws: PCMFault(16, while: .opening)) { _ = try system.open("mic") }
        }
        let links = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").compactMap {
            try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\($0)")
        }
        #expect(
            !links.contains { $0.hasPrefix(URL(filePath: microphone.configuration).deletingLastPathComponent().path) }
        )
    }
}
