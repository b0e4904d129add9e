import BehestAudio
import FoundationEssentials
import Synchronization
import TestSupport
import Testing

/// From end to end: a recording is played into a sound server's sink, whose monitor is captured with ALSA.
@Suite(.serialized, .enabled(if: SoundServer.isInstalled), .timeLimit(.minutes(2)))
struct SoundServerTests {
    /// How alike two sounds are where they fit best, 0 to 1: by their levels in windows of 10 ms.
    private func likeness(_ heard: [Float], _ said: [Float]) -> Double {
        let (one, other) = (envelope(heard), envelope(said))
        guard one.count >= other.count else { return 0 }
        return (0...(one.count - other.count)).map { correlation(one[$0..<$0 + other.count], other[...]) }.max() ?? 0
    }

    private func envelope(_ samples: [Float]) -> [Double] {
        stride(from: 0, to: samples.count - 160, by: 160).map { start in
            samples[start..<start + 160].reduce(0) { $0 + Double($1 * $1) }.squareRoot()
        }
    }

    private func correlation(_ one: ArraySlice<Double>, _ other: ArraySlice<Double>) -> Double {
        let product = zip(one, other).reduce(0) { $0 + $1.0 * $1.1 }
        let norm = (one.reduce(0) { $0 + $1 * $1 } * other.reduce(0) { $0 + $1 * $1 }).squareRoot()
        return norm > 0 ? product / norm : 0
    }

    private func microphone(_ server: SoundServer, isPatient: Bool = false) -> Microphone {
        Microphone(
            .init(preferred: "mic", isPatient: isPatient),
            system: ALSASystem(configuration: server.configuration)
        )
    }

    @Test func whatIsPlayedIsHeard() async throws {
        let server = try SoundServer()
        let said = try Repository.sound(of: "file-a-bug")
        let heard = try await server.serving {
            try await withLiveSound(from: microphone(server)) { ring in
                try await hear(ring, while: server, plays: Repository.sample("file-a-bug").path)
            }
        }
        let likeness = likeness(heard.samples, said)
        #expect(likeness > 0.9, "\(likeness), \(heard.samples.count) samples, \(heard.gaps)")
    }

    @Test func aServerThatEndsInTheMiddleAndComesBackLosesNothingThatWasSaidBefore() async throws {
        let server = try SoundServer()
        let said = try Repository.sound(of: "file-a-bug")
        let sample = Repository.sample("file-a-bug").path
        let (before, after) = try await withLiveSound(from: microphone(server, isPatient: true)) { ring in
            let before = try await server.serving { try await hear(ring, while: server, plays: sample, upTo: 24_000) }
            let after = try await server.serving { try await hear(ring, while: server, plays: sample) }
            return (before, after)
        }
        #expect(!before.gaps.contains(.lostDevice))
        #expect(likeness(before.samples, Array(said[..<16_000])) > 0.9)
        #expect(after.gaps.contains(.lostDevice))
        let broken = try #require(after.conditions.first)
        #expect(
            broken.hasPrefix("The microphone 'mic' has stopped giving sound, perhaps because its sound server ended.")
        )
        #expect(after.conditions.contains("Listening to 'mic'."))
        #expect(likeness(after.samples, said) > 0.9)
    }

    private struct Heard {
        var samples: [Float] = []
        var gaps: [SoundGap.Cause] = []
        var conditions: [String] = []
    }

    /// What comes from now on until the recording has been played and heard, or so many samples of it.
    ///
    /// It is played once there is sound: until then nobody would hear it.
    private func hear(
        _ ring: SoundRing,
        while server: SoundServer,
        plays path: String,
        upTo limit: Int = .max
    ) async throws -> Heard {
        let events = ring.events(preRoll: .zero)
        return try await withThrowingTaskGroup(of: Void.self) { group in
            var heard = Heard()
            let played = PlayedFlag()
            var isPlaying = false
            var (spoken, rest) = (0, 0)
            for try await event in events {
                guard case .block(let block) = event else {
                    if case .condition(let condition) = event { heard.conditions.append("\(condition)") }
                    continue
                }
                // What is left of a server that ended is no sign that the next one is heard.
                if !isPlaying, heard.conditions.last == "Listening to 'mic'." {
                    isPlaying = true
                    group.addTask {
                        try await server.play(path)
                        played.set()
                    }
                }
                heard.samples += block.samples
                if let gap = block.gap { heard.gaps.append(gap.cause) }
                if spoken > 0 || block.level.peak > -60 { spoken += block.samples.count }
                // The end of it is still on its way when the player says that it is done.
                rest = played.isSet ? rest + block.samples.count : 0
                if rest >= 16_000 || spoken >= limit { break }
            }
            group.cancelAll()
            // A player that was stopped has not failed.
            while let result = await group.nextResult() { if spoken < limit { try result.get() } }
            return heard
        }
    }
}

/// Whether something has happened.
private final class PlayedFlag: Sendable {
    private let flag = Atomic(false)

    var isSet: Bool { flag.load(ordering: .acquiring) }

    func set() { flag.store(true, ordering: .releasing) }
}
