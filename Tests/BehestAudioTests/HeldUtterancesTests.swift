import BehestAudio
import FoundationEssentials
import Testing
import TestSupport

/// What is held, with the real voice activity model and real speech.
@Suite(.timeLimit(.minutes(2)))
struct HeldUtterancesTests {
    /// A recording that is all in a ring, with the time when it begins.
    private struct Sound {
        var ring = SoundRing()
        var samples: [Float]
        var begin: ContinuousClock.Instant

        init(_ name: String, gapAt gap: Double? = nil) throws {
            let stream = try AudioFile(path: Repository.sample(name).path).open()
            samples = []
            while let block = try stream.read() { samples += block }
            let end = ContinuousClock.now
            begin = end - .seconds(Double(samples.count) / Double(speechSampleRate))
            if let gap {
                let place = Int(gap * Double(speechSampleRate))
                ring.write(samples[..<place], endingAt: begin + .seconds(gap))
                ring.markGap(.overrun)
                ring.write(samples[place...], endingAt: end)
            } else {
                ring.write(samples[...], endingAt: end)
            }
            ring.finish(throwing: nil)
        }

        func time(_ seconds: Double) -> ContinuousClock.Instant { begin + .seconds(seconds) }
    }

    private struct Told {
        var what: String
        var utterance: Utterance?
    }

    /// What is told, without the levels.
    private func told(by utterances: LiveUtterances) async throws -> [Told] {
        var told: [Told] = []
        while let event = try await utterances.next() {
            switch event {
            case .onset: told.append(Told(what: "onset"))
            case .pause(let utterance): told.append(Told(what: "pause", utterance: utterance))
            case .resumption: told.append(Told(what: "resumption"))
            case .end(let utterance, _): told.append(Told(what: "end", utterance: utterance))
            case .held(let utterance, _):
                told.append(Told(what: utterance.isCutShort ? "held, broken" : "held", utterance: utterance))
            case .heldSilence: told.append(Told(what: "silence"))
            case .condition(let condition): told.append(Told(what: "\(condition)"))
            case .level, .progress: break
            }
        }
        return told
    }

    /// Where the utterances of a recording are that voice activity finds, and all of them held as one.
    @Test func pausesDoNotCutWhatIsHeld() async throws {
        let sound = try Sound("three-commands")
        let cut = try await told(by: try LiveUtterances(in: sound.ring)).filter { $0.what == "end" }.compactMap(
            \.utterance
        )
        #expect(cut.count == 3)
        let (first, last) = (try #require(cut.first), try #require(cut.last))

        let utterances = try LiveUtterances(in: sound.ring)
        await utterances.close()
        // The press comes before there is any sound.
        await utterances.hold(from: sound.time(-5))
        let told = try await told(by: utterances)
        #expect(told.map(\.what) == ["held"])
        let held = try #require(told.first?.utterance)
        #expect(held.start <= first.start)
        #expect(held.start + held.duration >= last.start + last.duration - .milliseconds(64))
        let place = Int(held.start / .seconds(1) * Double(speechSampleRate))
        let expected = sound.samples[place...].map { Int16($0 * 32_768) }
        let isTheSame = zip(held.samples, expected).allSatisfy { abs(Int($0) - Int($1)) <= 1 }
        #expect(isTheSame)
    }

    @Test func aReleaseInTheMiddleOfSpeechEndsIt() async throws {
        let sound = try Sound("file-a-bug")
        let utterances = try LiveUtterances(in: sound.ring)
        await utterances.close()
        await utterances.hold(from: sound.time(0))
        await utterances.letGo(at: sound.time(1.5))
        let told = try await told(by: utterances)
        #expect(told.map(\.what) == ["held"])
        let held = try #require(told.first?.utterance)
        let end = held.start + held.duration
        #expect(end >= .seconds(1.5) && end <= .seconds(1.5) + .milliseconds(352), "\(end)")
    }

    @Test func soundFromBeforeThePressBelongsToIt() async throws {
        let sound = try Sound("run-the-tests")
        let onset = try #require(
            try await told(by: try LiveUtterances(in: sound.ring)).first { $0.what == "end" }?.utterance
        )
        // It was cut with a little silence before the first sound, in which the key is not down yet.
        let press = onset.start + .milliseconds(700)
        let utterances = try LiveUtterances(in: sound.ring)
        await utterances.close()
        await utterances.hold(from: sound.begin + press - .milliseconds(500))
        let held = try #require(try await told(by: utterances).first { $0.what == "held" }?.utterance)
        #expect(held.start <= press - .milliseconds(500) && held.start > press - .milliseconds(550))
    }

    @Test func nothingIsToldOfSilence() async throws {
        var sound = try Sound("run-the-tests")
        sound.ring = SoundRing()
        sound.ring.write(SoundFixture.noise(seconds: 3, level: 0.01)[...], endingAt: sound.time(3))
        sound.ring.finish(throwing: nil)
        let utterances = try LiveUtterances(in: sound.ring)
        await utterances.hold(from: sound.time(0))
        await utterances.letGo(at: sound.time(2))
        #expect(try await told(by: utterances).map(\.what) == ["silence"])
    }

    @Test func whatIsOnTheTwoSidesOfAGapIsNotJoinedAndBothAreBroken() async throws {
        let sound = try Sound("file-a-bug", gapAt: 1.5)
        let utterances = try LiveUtterances(in: sound.ring)
        await utterances.close()
        await utterances.hold(from: sound.time(0))
        let told = try await told(by: utterances)
        #expect(told.map(\.what) == ["held, broken", "held, broken"])
        let parts = told.compactMap(\.utterance)
        #expect(parts[0].start + parts[0].duration <= .seconds(1.5) + .milliseconds(32))
        #expect(parts[1].start >= .seconds(1.5))
    }

    @Test func aGapBeforeAnythingWasSaidBreaksNothing() async throws {
        let sound = try Sound("file-a-bug", gapAt: 0.05)
        let utterances = try LiveUtterances(in: sound.ring)
        await utterances.hold(from: sound.time(0))
        #expect(try await told(by: utterances).map(\.what) == ["held"])
    }

    @Test func anUtteranceThatIsGoingOnBecomesTheBeginningOfWhatIsHeld() async throws {
        let sound = try Sound("three-commands")
        let cut = try await told(by: try LiveUtterances(in: sound.ring)).filter { $0.what == "end" }.compactMap(
            \.utterance
        )
        let utterances = try LiveUtterances(in: sound.ring)
        var said: [Told] = []
        while let event = try await utterances.next() {
            switch event {
            case .pause where said.isEmpty:
                said.append(Told(what: "pause"))
                await utterances.hold(from: sound.time(30))
            case .resumption: said.append(Told(what: "resumption"))
            case .held(let utterance, _): said.append(Told(what: "held", utterance: utterance))
            case .end(let utterance, _): said.append(Told(what: "end", utterance: utterance))
            default: break
            }
        }
        #expect(said.map(\.what) == ["pause", "resumption", "held"])
        #expect(said.last?.utterance?.start == cut.first?.start)
    }

    @Test func closedNothingIsFound() async throws {
        let utterances = try LiveUtterances(in: Sound("three-commands").ring)
        await utterances.close()
        #expect(try await told(by: utterances).isEmpty)
    }

    @Test func whatIsForgottenIsInNothingThatComesLater() async throws {
        let sound = try Sound("three-commands")
        let cut = try await told(by: try LiveUtterances(in: sound.ring)).filter { $0.what == "end" }.compactMap(
            \.utterance
        )
        // In the middle of the second command, as if nothing had been heard up to there.
        let place = cut[1].start + cut[1].duration / 2 + .milliseconds(10)
        let utterances = try LiveUtterances(in: sound.ring)
        await utterances.forget(before: sound.begin + place)
        await utterances.hold(from: sound.begin)
        let held = try #require(try await told(by: utterances).first { $0.what == "held" }?.utterance)
        #expect(held.start >= place)

        let open = try LiveUtterances(in: sound.ring)
        await open.forget(before: sound.begin + place)
        let ends = try await told(by: open).filter { $0.what == "end" }.compactMap(\.utterance)
        #expect(ends.allSatisfy { $0.start >= place })
        #expect(ends.last?.start == cut[2].start)
    }
}
