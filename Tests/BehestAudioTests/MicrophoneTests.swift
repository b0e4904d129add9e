import BehestAudio
import Dispatch
import Testing

/// A sound server that hangs: it is connected with, and never answers.
private final class HangingSystem: SoundSystem {
    let attempts: AsyncStream<Void>
    private let attempt: AsyncStream<Void>.Continuation
    private let answer = DispatchSemaphore(value: 0)

    init() {
        (attempts, attempt) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    var now: ContinuousClock.Instant { .now }

    func open(_ device: String) throws(PCMFault) -> any PCM {
        attempt.yield()
        answer.wait()
        throw PCMFault(5, while: .opening)
    }

    func openForPlayback(_ device: String) throws(PCMFault) -> any PlaybackPCM {
        attempt.yield()
        answer.wait()
        throw PCMFault(5, while: .opening)
    }

    func mayBeThere(_ device: String) -> Bool { true }
    func pause(for time: Duration, orUntil stop: StopSignalHandle) {}
    func holders(of device: String, for direction: SoundDirection) -> [DeviceHolder] { [] }

    func release() { answer.signal() }
}

@Suite(.timeLimit(.minutes(1)))
struct MicrophoneTests {
    @Test func playingEndsAtOnceAlsoWhileASoundServerHangs() async throws {
        let system = HangingSystem()
        await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try await Loudspeaker(device: "speaker", system: system).play(SoundClip(samples: [0.5], rate: 48_000))
            }
            for await _ in system.attempts { break }
            group.cancelAll()
            await #expect(throws: CancellationError.self) { try await group.waitForAll() }
        }
        system.release()
    }

    @Test func endsAtOnceAlsoWhileASoundServerHangs() async throws {
        let system = HangingSystem()
        let ring = SoundRing()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await Microphone(.init(preferred: "mic"), system: system).run(into: ring) }
            for await _ in system.attempts { break }
            group.cancelAll()
            // It ends though nobody has answered.
            try await group.waitForAll()
        }
        system.release()
        #expect(ring.statistics.samples == 0)
    }
}
