import BehestAudio
import Synchronization
import TestSupport
import Testing

/// From end to end: what is played into a sound server's sink is captured from its monitor.
@Suite(.serialized, .enabled(if: SoundServer.isInstalled), .timeLimit(.minutes(2)))
struct LoudspeakerTests {
    private func loudspeaker(_ server: SoundServer, device: String = "speaker") -> Loudspeaker {
        Loudspeaker(device: device, system: ALSASystem(configuration: server.configuration))
    }

    private func microphone(_ server: SoundServer) -> Microphone {
        Microphone(.init(preferred: "mic"), system: ALSASystem(configuration: server.configuration))
    }

    /// Plays while it is captured.
    ///
    /// - Returns: what was captured from the beginning of playing until half a second after it.
    private func heard(
        _ server: SoundServer,
        while play: @escaping @Sendable (_ heard: AsyncStream<Int>, _ played: @Sendable () -> Void) async throws -> Void
    ) async throws -> [Float] {
        try await server.serving {
            try await withLiveSound(from: microphone(server)) { ring in
                try await withThrowingTaskGroup(of: Void.self) { group in
                    var samples: [Float] = []
                    var isPlaying = false
                    let end = EndMark()
                    let (counts, count) = AsyncStream.makeStream(of: Int.self, bufferingPolicy: .bufferingNewest(1))
                    for try await event in ring.events(preRoll: .zero) {
                        guard case .block(let block) = event else { continue }
                        if !isPlaying {
                            isPlaying = true
                            group.addTask {
                                try await play(counts) { end.set(ring.statistics.samples) }
                            }
                        }
                        samples += block.samples
                        count.yield(samples.count)
                        if ring.statistics.samples - 8_000 > end.value { break }
                    }
                    try await group.waitForAll()
                    return samples
                }
            }
        }
    }

    /// The level in windows of 10 ms where there is sound.
    private func loudWindows(_ samples: [Float]) -> Int {
        stride(from: 0, to: samples.count - 160, by: 160).count { start in
            SoundLevel(of: Array(samples[start..<start + 160])).mean > -30
        }
    }

    @Test(arguments: [48_000, 22_050])
    func whatIsPlayedIsHeardToItsEnd(rate: Int) async throws {
        let server = try SoundServer()
        let clip = SoundClip(samples: SoundFixture.tone(hertz: 440, seconds: 0.8, sampleRate: rate), rate: rate)
        let samples = try await heard(server) { _, played in
            try await loudspeaker(server).play(clip)
            played()
        }
        let windows = loudWindows(samples)
        #expect((78...82).contains(windows), "\(windows) windows of 10 ms")
        // As many periods as were played, but for what a busy machine may lose.
        let crossings = zip(samples, samples.dropFirst()).count { $0 < -0.05 && $1 >= -0.05 }
        #expect((335...354).contains(crossings), "\(crossings)")
    }

    @Test func aCancelledClipFallsSilentSoon() async throws {
        let server = try SoundServer()
        let clip = SoundClip(samples: SoundFixture.tone(hertz: 440, seconds: 10, sampleRate: 48_000), rate: 48_000)
        let samples = try await heard(server) { heard, played in
            await #expect(throws: CancellationError.self) {
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask { try await loudspeaker(server).play(clip) }
                    for await samples in heard where samples > 16_000 { break }
                    group.cancelAll()
                    try await group.waitForAll()
                }
            }
            played()
        }
        #expect((20...200).contains(loudWindows(samples)), "\(loudWindows(samples)) windows of 10 ms")
        // Silence after it: nothing that was still on its way is heard.
        #expect(loudWindows(Array(samples.suffix(4_000))) == 0)
    }

    @Test func aLoudspeakerThatIsNotThereIsAnUnderstandableError() async throws {
        let server = try SoundServer()
        let clip = SoundClip(samples: SoundFixture.tone(hertz: 440, seconds: 0.1, sampleRate: 48_000), rate: 48_000)
        let noServer = await #expect(throws: AudioError.self) { try await loudspeaker(server).play(clip) }
        #expect(noServer?.code == .brokenDevice)
        let noDevice = await #expect(throws: AudioError.self) {
            try await loudspeaker(server, device: "elsewhere").play(clip)
        }
        #expect(noDevice?.code == .missingDevice)
        let machine = await #expect(throws: AudioError.self) { try await Loudspeaker(device: "hw:CARD=None").check() }
        #expect(machine?.message.hasPrefix("There is no loudspeaker 'hw:CARD=None'.") == true)
    }
}

/// Where in the captured sound playing ended.
private final class EndMark: Sendable {
    private let place = Atomic(Int.max)

    var value: Int { place.load(ordering: .acquiring) }

    func set(_ value: Int) { place.store(value, ordering: .releasing) }
}
