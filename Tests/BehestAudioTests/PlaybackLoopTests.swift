import Glibc
import TestSupport
import Testing

@testable import BehestAudio

/// The playback loop with a loudspeaker that follows a script.
struct PlaybackLoopTests {
    private func tone(_ seconds: Double = 0.5, rate: Int = 48_000) -> SoundClip {
        SoundClip(samples: SoundFixture.tone(hertz: 440, seconds: seconds, sampleRate: rate), rate: rate)
    }

    private func play(_ clip: SoundClip, _ system: ScriptedSoundSystem, stop: StopSignalHandle? = nil) throws {
        let stop = try stop ?? StopSignalHandle()
        try PlaybackLoop(clip, on: "speaker", system: system, stop: stop).run()
    }

    private func isSame(_ one: some Collection<Float>, _ other: some Collection<Float>) -> Bool {
        one.count == other.count && zip(one, other).allSatisfy { abs($0 - $1) < 0.000_1 }
    }

    @Test func playsAllOfItAndOnlySilenceBehindIt() throws {
        let system = ScriptedSoundSystem([:], playbacks: ["speaker": [ScriptedPlayback()]])
        let clip = tone()
        try play(clip, system)
        let played = system.playedSamples
        #expect(isSame(played.prefix(clip.samples.count), clip.samples))
        #expect(played.dropFirst(clip.samples.count).allSatisfy { $0 == 0 })
        // It ends when the clip has been heard: not before, and not much later.
        #expect(system.elapsed >= .milliseconds(500))
        #expect(system.elapsed < .milliseconds(540))
        // What was dropped at the end was silence.
        #expect(try #require(system.dropped) <= played.count - clip.samples.count)
    }

    @Test func nothingIsOpenedForAClipWithoutSound() throws {
        let system = ScriptedSoundSystem([:], playbacks: [:])
        try play(SoundClip(samples: [], rate: 48_000), system)
        #expect(system.opened.isEmpty)
    }

    @Test(arguments: [16_000, 22_050, 44_100])
    func convertsTheRate(rate: Int) throws {
        let system = ScriptedSoundSystem([:], playbacks: ["speaker": [ScriptedPlayback()]])
        try play(tone(rate: rate), system)
        let expected = tone().samples
        let worst = zip(system.playedSamples[500..<23_000], expected[500..<23_000]).map { abs($0 - $1) }.max()
        #expect(try #require(worst) < 0.01)
    }

    @Test func runningDryIsGotOver() throws {
        var script = ScriptedPlayback()
        script.faults = [(10_000, EPIPE), (15_000, EPIPE)]
        let system = ScriptedSoundSystem([:], playbacks: ["speaker": [script]])
        let clip = tone()
        try play(clip, system)
        #expect(isSame(system.playedSamples.prefix(clip.samples.count), clip.samples))
    }

    @Test func goesOnAfterSleep() throws {
        var script = ScriptedPlayback()
        script.faults = [(10_000, ESTRPIPE)]
        script.resumes = [EAGAIN, EAGAIN]
        let system = ScriptedSoundSystem([:], playbacks: ["speaker": [script]])
        let clip = tone()
        try play(clip, system)
        #expect(isSame(system.playedSamples.prefix(clip.samples.count), clip.samples))
    }

    @Test func aRaisedStopEndsItWithoutWaiting() throws {
        let stop = try StopSignalHandle()
        let system = ScriptedSoundSystem([:], playbacks: ["speaker": [ScriptedPlayback()]])
        system.whenPlayed(12_000) { stop.raise() }
        try play(tone(5), system, stop: stop)
        #expect(system.playedSamples.count < 13_000)
        #expect(system.elapsed < .milliseconds(300))
        #expect(system.dropped != nil)
    }

    struct Failure: Sendable, CustomTestStringConvertible {
        var script: ScriptedPlayback
        var code: AudioError.Code
        var message: String
        var testDescription: String { message }
    }

    static let failures = [
        Failure(
            script: ScriptedPlayback(fault: PCMFault(ENOENT, while: .opening)),
            code: .missingDevice,
            message: "There is no loudspeaker 'speaker'. Plug it in, or choose one of those that 'aplay -L' lists."
        ),
        Failure(
            script: ScriptedPlayback(fault: PCMFault(EBUSY, while: .opening)),
            code: .busyDevice,
            message: "The loudspeaker 'speaker' is in use by 'zoom' (process 4242). Close that program, or choose "
                + "another loudspeaker."
        ),
        Failure(
            script: ScriptedPlayback(fault: PCMFault(ECONNREFUSED, while: .opening)),
            code: .brokenDevice,
            message: "The sound server of the loudspeaker 'speaker' does not answer. Start it again (PipeWire: "
                + "'systemctl --user restart pipewire pipewire-pulse'), or choose another loudspeaker."
        ),
        Failure(
            script: failing(ENODEV),
            code: .missingDevice,
            message: "The loudspeaker 'speaker' is gone. Plug it in again: then it is used again."
        ),
        Failure(
            script: failing(EIO),
            code: .brokenDevice,
            message:
                "The loudspeaker 'speaker' has stopped taking sound, perhaps because its sound server ended. It is "
                + "tried again with the next sound."
        ),
    ]

    private static func failing(_ code: Int32) -> ScriptedPlayback {
        var script = ScriptedPlayback()
        script.faults = [(10_000, code)]
        return script
    }

    @Test(arguments: failures)
    func saysWhatToDo(failure: Failure) throws {
        let system = ScriptedSoundSystem(
            [:],
            playbacks: ["speaker": [failure.script]],
            holders: [DeviceHolder(program: "zoom", process: 4_242)]
        )
        let error = #expect(throws: AudioError.self) { try play(tone(), system) }
        #expect(error?.code == failure.code)
        #expect(error?.message == failure.message)
    }

    @Test func aDeviceThatTakesNothingIsGivenUp() throws {
        var script = ScriptedPlayback()
        script.stall = 4_000
        let system = ScriptedSoundSystem([:], playbacks: ["speaker": [script]])
        let error = #expect(throws: AudioError.self) { try play(tone(), system) }
        #expect(error?.code == .brokenDevice)
        #expect(system.elapsed < .seconds(4))
    }

    @Test func aDeviceThatRunsDryAgainAndAgainIsGivenUp() throws {
        var script = ScriptedPlayback()
        script.faults = (0..<10).map { _ in (5_000, EPIPE) }
        let system = ScriptedSoundSystem([:], playbacks: ["speaker": [script]])
        #expect(throws: AudioError.self) { try play(tone(), system) }
    }

    @Test(arguments: SampleFormat.allCases)
    func whatIsEncodedIsDecodedAlike(format: SampleFormat) throws {
        let samples: [Float] = [0, 0.5, -0.5, 1, -1, 0.123, .nan, 2]
        let bytes = SampleEncoder(format: format, channels: 2).encode(samples[...])
        #expect(bytes.count == samples.count * 2 * format.byteCount)
        var decoded = [Float](repeating: 9, count: samples.count)
        _ = SampleDecoder(format: format, channels: 2).decode(samples.count, of: bytes, into: &decoded)
        let expected: [Float] = [0, 0.5, -0.5, 1, -1, 0.123, 0, 1]
        let precision: Float = format == .uint8 ? 0.01 : 0.000_1
        #expect(zip(decoded, expected).allSatisfy { abs($0 - $1) <= precision }, "\(decoded)")
    }
}
