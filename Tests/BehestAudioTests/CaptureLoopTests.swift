import BehestAudio
import Glibc
import TestSupport
import Testing

/// The loop with devices that follow a script: what becomes of the sound.
struct CaptureLoopTests {
    private typealias Take = ScriptedSoundSystem.Take

    /// What a reader has in the end.
    private struct Heard {
        var samples: [Float] = []
        var gaps: [SoundGap] = []
        /// How many samples there were before each gap.
        var places: [Int] = []
        var conditions: [CaptureCondition] = []
    }

    /// Captures for so many seconds of the script's time.
    private func capture(
        _ system: ScriptedSoundSystem,
        seconds: Double,
        standIn: String? = nil,
        isPatient: Bool = false,
        ring: SoundRing = SoundRing()
    ) throws -> Heard {
        var heard = Heard()
        let settings = CaptureMachine.Settings(preferred: "mic", standIn: standIn, isPatient: isPatient)
        let loop = CaptureLoop(settings, system: system, ring: ring, stop: try StopSignalHandle())
        var cursor = ring.cursor(preRoll: .zero, blockLength: 512)
        func drain() {
            while case .event(let event) = ring.take(&cursor) {
                switch event {
                case .condition(let condition): heard.conditions.append(condition)
                case .block(let block):
                    if let gap = block.gap {
                        heard.gaps.append(gap)
                        heard.places.append(heard.samples.count)
                    }
                    heard.samples += block.samples
                }
            }
        }
        while system.elapsed < .seconds(seconds) {
            try loop.advance()
            drain()
        }
        ring.finish(throwing: nil)
        drain()
        return heard
    }

    private func isSame(_ one: some Collection<Float>, _ other: some Collection<Float>) -> Bool {
        one.count == other.count && zip(one, other).allSatisfy { abs($0 - $1) < 0.000_1 }
    }

    @Test func deliversWhatADeviceGives() throws {
        let tone = SoundFixture.tone(hertz: 440, seconds: 1)
        let heard = try capture(ScriptedSoundSystem(["mic": [.opens(.sound(tone))]]), seconds: 1.1)
        #expect(isSame(heard.samples, tone))
        #expect(heard.gaps.isEmpty)
        #expect(heard.conditions == [.listening(to: "mic")])
    }

    @Test func anOverrunIsMarkedWhereItIsAndNothingElseIsLost() throws {
        let (before, after) = (SoundFixture.tone(hertz: 440, seconds: 0.5), SoundFixture.tone(hertz: 880, seconds: 0.5))
        let system = ScriptedSoundSystem(["mic": [.opens(.sound(before), .nothing(0.2), .fault(EPIPE), .sound(after))]])
        let ring = SoundRing()
        let heard = try capture(system, seconds: 1.3, ring: ring)
        #expect(isSame(heard.samples, before + after))
        #expect(heard.places == [before.count])
        #expect(heard.gaps.map(\.cause) == [.overrun])
        #expect(ring.statistics.gaps == [.overrun: 1])
        #expect(ring.statistics.samples == heard.samples.count)
    }

    @Test func sleepIsAGapAndCaptureGoesOn() throws {
        let tone = SoundFixture.tone(hertz: 440, seconds: 0.5)
        let take = Take.opens(.sound(tone), .fault(ESTRPIPE), .sound(tone), resumes: [EAGAIN, EAGAIN, EAGAIN])
        let heard = try capture(ScriptedSoundSystem(["mic": [take]]), seconds: 1.7)
        #expect(isSame(heard.samples, tone + tone))
        #expect(heard.gaps.map(\.cause) == [.suspended])
        // Three times it was not ready, 200 ms each.
        #expect(heard.gaps.first?.duration == .milliseconds(600))
    }

    @Test func unpluggingLosesNothingThatWasSaidBefore() throws {
        let (before, after) = (
            SoundFixture.tone(hertz: 440, seconds: 0.777), SoundFixture.tone(hertz: 880, seconds: 0.5)
        )
        let takes: [Take] = [.opens(.sound(before), .fault(ENODEV)), .fails(ENODEV), .opens(.sound(after))]
        let heard = try capture(ScriptedSoundSystem(["mic": takes]), seconds: 3)
        #expect(isSame(heard.samples, before + after))
        #expect(heard.places == [before.count])
        #expect(heard.gaps == [SoundGap(cause: .lostDevice, duration: .milliseconds(1_500))])
        let gone = "The microphone 'mic' is gone. Plug it in again: then listening goes on."
        #expect(heard.conditions.map(\.description).contains(gone))
        #expect(heard.conditions.last == .listening(to: "mic"))
    }

    @Test func aStandInFillsInAndThePreferredDeviceComesBack() throws {
        let tone = SoundFixture.tone(hertz: 440, seconds: 0.5)
        let system = ScriptedSoundSystem([
            "mic": [.opens(.sound(tone), .fault(ENODEV)), .fails(ENODEV), .fails(ENODEV), .opens(.sound(tone))],
            "default": [.opens(.sound(SoundFixture.tone(hertz: 220, seconds: 20)))],
        ])
        let heard = try capture(system, seconds: 12, standIn: "default")
        #expect(heard.gaps.map(\.cause) == [.lostDevice, .changedDevice])
        #expect(system.opened == ["mic", "mic", "default", "mic", "mic"])
        #expect(heard.conditions.last { $0 == .listening(to: "mic") } != nil)
        #expect(heard.conditions.contains(.listening(to: "default")))
    }

    @Test(arguments: [44_100, 48_000, 8_000, 96_000])
    func convertsTheRateAndTheChannels(rate: Int) throws {
        let tone = SoundFixture.tone(hertz: 440, seconds: 1, sampleRate: rate)
        let format = PCMFormat(
            samples: .int16,
            channels: 2,
            rate: rate,
            periodFrames: rate / 62,
            bufferFrames: rate / 2
        )
        let take = Take.opens(.sound(tone), .fault(EPIPE), .zeros(0.05), format: format)
        let heard = try capture(ScriptedSoundSystem(["mic": [take]]), seconds: 1.06)
        // The filter's rest comes before the gap, not after it.
        let place = try #require(heard.places.first)
        #expect(abs(place - 16_000) <= 2)
        let expected = SoundFixture.tone(hertz: 440, seconds: 1)
        let worst = zip(heard.samples[200..<15_800], expected[200..<15_800]).map { abs($0 - $1) }.max()
        #expect(try #require(worst) < 0.01)
    }

    @Test func silenceAndStallsAreTold() throws {
        let tone = SoundFixture.tone(hertz: 440, seconds: 0.2)
        let system = ScriptedSoundSystem([
            "mic": [.opens(.zeros(1.5), .sound(tone), .nothing(2), .sound(tone), .falseAlarms(50), .sound(tone))]
        ])
        let heard = try capture(system, seconds: 4.5)
        #expect(
            heard.conditions == [
                .listening(to: "mic"), .muted("mic"), .listening(to: "mic"), .stalled("mic"), .listening(to: "mic"),
            ]
        )
        #expect(heard.gaps.isEmpty)
    }

    struct Refusal: Sendable, CustomTestStringConvertible {
        var fault: PCMFault
        var code: AudioError.Code
        var message: String
        var testDescription: String { message }
    }

    @Test(arguments: [
        Refusal(
            fault: PCMFault(ENOENT, while: .opening),
            code: .missingDevice,
            message: "There is no microphone 'mic'. Plug it in, or choose one of those that 'behest devices' lists."
        ),
        Refusal(
            fault: PCMFault(EBUSY, while: .opening),
            code: .busyDevice,
            message: "The microphone 'mic' is in use by 'zoom' (process 4242). Close that program, or choose another "
                + "microphone."
        ),
        Refusal(
            fault: PCMFault(EACCES, while: .opening),
            code: .forbiddenDevice,
            message:
                "The microphone 'mic' may not be used. Run 'sudo usermod -aG audio $USER' and log in again, so that "
                + "you belong to the group 'audio'."
        ),
        Refusal(
            fault: PCMFault(EINVAL, while: .negotiating),
            code: .unsuitableDevice,
            message: "The microphone 'mic' gives no samples of a kind that can be used. Choose 'plug:'mic'', which "
                + "converts them, or another microphone."
        ),
        Refusal(
            fault: PCMFault(ECONNREFUSED, while: .opening),
            code: .brokenDevice,
            message: "The sound server of the microphone 'mic' does not answer. Start it again (PipeWire: 'systemctl "
                + "--user restart pipewire pipewire-pulse'), or choose another microphone."
        ),
    ])
    func saysWhatToDoWhenADeviceCannotBeOpened(refusal: Refusal) throws {
        var take = Take()
        take.fault = refusal.fault
        let system = ScriptedSoundSystem(["mic": [take]], holders: [DeviceHolder(program: "zoom", process: 4_242)])
        let error = #expect(throws: AudioError.self) { _ = try capture(system, seconds: 1) }
        #expect(error?.code == refusal.code)
        #expect(error?.message == refusal.message)
    }

    /// A quarter of an hour with a fault in each second: what is kept stays the same.
    @Test func longTroubleIsCountedAndNothingGrows() throws {
        let tone = SoundFixture.tone(hertz: 440, seconds: 1)
        var take = Take()
        for _ in 0..<900 { take.acts += [.sound(tone), .fault(EPIPE)] }
        let system = ScriptedSoundSystem(["mic": [take]])
        let ring = SoundRing()
        let loop = CaptureLoop(.init(preferred: "mic"), system: system, ring: ring, stop: try StopSignalHandle())
        var cursor = ring.cursor(preRoll: .zero, blockLength: 512)
        var (samples, gaps) = (0, 0)
        while system.elapsed < .seconds(909) {
            try loop.advance()
            while case .event(let event) = ring.take(&cursor) {
                guard case .block(let block) = event else { continue }
                samples += block.samples.count
                if block.gap != nil { gaps += 1 }
            }
        }
        #expect(samples == 900 * 16_000)
        #expect(gaps == 899)
        #expect(ring.statistics.gaps == [.overrun: 899])
    }
}
