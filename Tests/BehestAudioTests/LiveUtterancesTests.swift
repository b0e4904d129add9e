import BehestAudio
import FoundationEssentials
import Testing
import TestSupport

/// The real voice activity model on sound that comes as a microphone's does.
@Suite(.timeLimit(.minutes(2)))
struct LiveUtterancesTests {
    /// What happens, in words.
    private func events(
        _ utterances: LiveUtterances,
        onPause: (LiveUtterances, String) async -> Void = { _, _ in }
    ) async throws -> [(text: String, utterance: Utterance?)] {
        var events: [(String, Utterance?)] = []
        while let event = try await utterances.next() {
            switch event {
            case .onset: events.append(("onset", nil))
            case .level, .progress: break
            case .pause(let utterance):
                events.append(("pause \(utterance.id)", utterance))
                await onPause(utterances, utterance.id)
            case .resumption: events.append(("resumption", nil))
            case .end(let utterance, _):
                events.append(("\(utterance.isCutShort ? "broken" : "end") \(utterance.id)", utterance))
            case .held, .heldSilence: Issue.record("nothing was held")
            case .condition(let condition): events.append(("\(condition)", nil))
            }
        }
        return events
    }

    private func ring(_ parts: [ArraySlice<Float>], gapsBetween cause: SoundGap.Cause = .overrun) -> SoundRing {
        let ring = SoundRing()
        for (index, part) in parts.enumerated() {
            if index > 0 { ring.markGap(cause) }
            ring.write(part, endingAt: .now)
        }
        ring.finish(throwing: nil)
        return ring
    }

    @Test func tellsOfEachPauseAndOfTheEnd() async throws {
        let samples = try Repository.sound(of: "three-commands")
        let events = try await events(try LiveUtterances(in: ring([samples[...]])))
        let ends = events.filter { $0.text.hasPrefix("end") }
        #expect(ends.count == 3)
        for end in ends {
            let id = try #require(end.utterance).id
            let pause = try #require(events.first { $0.text == "pause \(id)" }?.utterance)
            #expect(pause.start == end.utterance?.start)
        }
        #expect(!events.contains { $0.text.hasPrefix("broken") })
    }

    /// Each time it is more of the same speech, and the whole begins with it.
    @Test(arguments: [1, 6]) func tellsHowFarAnUtteranceGoesWhileItGoesOn(pauseHops: Int) async throws {
        let samples = try Repository.sound(of: "three-commands")
        let utterances = try LiveUtterances(in: ring([samples[...]]), pauseHops: pauseHops)
        var latest: Utterance?
        var steps: [Int] = []
        var told = 0
        while let event = try await utterances.next() {
            switch event {
            case .progress(let utterance):
                if let latest { steps.append(try #require(utterance.samples(since: latest)).count) }
                #expect(latest == nil || utterance.time == latest?.time)
                latest = utterance
                told += 1
            case .pause(let utterance):
                if let latest { #expect(utterance.samples(since: latest) != nil) }
            case .end(let utterance, _):
                let known = try #require(latest)
                #expect(utterance.samples(since: known) != nil)
                #expect(utterance.time == known.time)
                latest = nil
            default: break
            }
        }
        let hop = VoiceActivityDetector.hopLength
        #expect(steps.allSatisfy { $0 >= LiveUtterances.progressHops * hop }, "\(steps)")
        #expect(told > 6, "\(told)")
    }

    @Test func aPauseIsToldAsLateAsIsWished() async throws {
        let samples = try Repository.sound(of: "file-a-bug")
        var pauses: [Int] = []
        for hops in [1, 6] {
            let events = try await events(try LiveUtterances(in: ring([samples[...]]), pauseHops: hops))
            pauses.append(events.count { $0.text.hasPrefix("pause") })
            let last = try #require(events.last { $0.text.hasPrefix("pause") }?.utterance)
            let end = try #require(events.last { $0.text.hasPrefix("end") }?.utterance)
            #expect(last.id == end.id)
        }
        // The closures of sounds are passed over.
        #expect(pauses[1] < pauses[0], "\(pauses)")
    }

    @Test func tellsWhenSpeechBeginsAndWhenItEnded() async throws {
        let samples = try Repository.sound(of: "three-commands")
        let ring = SoundRing()
        let end = ContinuousClock.now
        ring.write(samples[...], endingAt: end)
        ring.finish(throwing: nil)
        let began = end - .seconds(Double(samples.count) / Double(speechSampleRate))
        let utterances = try LiveUtterances(in: ring)
        var told: [String] = []
        var levels = 0
        while let event = try await utterances.next() {
            switch event {
            case .onset: told.append("onset")
            case .level: levels += 1
            case .end(let utterance, let spokenUntil):
                told.append("end")
                let place = spokenUntil.position
                let late = spokenUntil.time - (began + place)
                #expect(abs(late / .seconds(1)) < 0.001, "\(late)")
                let (first, last) = (utterance.start, utterance.start + utterance.duration)
                #expect(place > first && place < last, "\(place) in \(first) to \(last)")
            case .progress, .pause, .resumption, .held, .heldSilence, .condition: break
            }
        }
        #expect(told == ["onset", "end", "onset", "end", "onset", "end"])
        let seconds = samples.count / speechSampleRate
        #expect(levels > 0 && levels <= 15 * (seconds + 1), "\(levels) in \(seconds) s")
    }

    @Test func anUtteranceEndsSoonerWhenItIsKnownToBeWhole() async throws {
        let samples = try Repository.sound(of: "run-the-tests")
        let usual = try await events(try LiveUtterances(in: ring([samples[...]])))
        let quick = try await events(try LiveUtterances(in: ring([samples[...]]))) {
            _ = await $0.endPause(of: $1, after: 8)
        }
        let ends = [usual, quick].map { $0.last { $0.text.hasPrefix("end") }?.utterance }
        let (slow, fast) = (try #require(ends[0]), try #require(ends[1]))
        #expect(fast.samples.count < slow.samples.count)
        let isItsBeginning = slow.samples.starts(with: fast.samples)
        #expect(isItsBeginning)
    }

    @Test func aPauseOfSixTenthsOfASecondIsWithinAnUtteranceOrEndsItAsIsSet() async throws {
        let pause = [Float](repeating: 0, count: 6 * speechSampleRate / 10)
        // Without the 0.4 s of silence at each end of a recording.
        let words = try ["run-the-tests", "never-mind", "check-the-format"].map { name in
            try Repository.sound(of: name).dropFirst(2 * speechSampleRate / 5).dropLast(2 * speechSampleRate / 5)
        }
        let samples = pause + words[0] + pause + words[1] + pause + words[2] + pause + pause
        func count(_ onPause: (LiveUtterances, String) async -> Void) async throws -> Int {
            try await events(try LiveUtterances(in: ring([samples[...]])), onPause: onPause)
                .count { $0.text.hasPrefix("end") }
        }
        // The time begins anew with each burst: together the pauses are long enough.
        #expect(try await count { _, _ in } == 1)
        #expect(try await count { _ = await $0.endPause(of: $1, after: 8) } == 3)
    }

    @Test func aPauseThatIsLongEnoughEndsTheUtteranceAtOnce() async throws {
        let samples = try Repository.sound(of: "run-the-tests")
        let utterances = try LiveUtterances(in: ring([samples[...]]))
        var paused: Utterance?
        var event = try await utterances.next()
        while let told = event {
            if case .pause(let utterance) = told { paused = utterance }
            guard case .end(let ended, let spokenUntil) = told else {
                // What was told besides, such as the level, comes first.
                let end =
                    if let paused { await utterances.endPause(of: paused.id, after: 1) } else {
                        nil as LiveUtterances.Event?
                    }
                if let end { event = end } else { event = try await utterances.next() }
                continue
            }
            #expect(ended.id == paused?.id)
            #expect(ended.start == paused?.start)
            // It has not waited for as much silence as usually belongs to an utterance.
            #expect(ended.start + ended.duration < spokenUntil.position + .milliseconds(100))
            return
        }
        Issue.record("it did not end")
    }

    @Test func whatIsSetForAnotherPauseDoesNotCount() async throws {
        let samples = try Repository.sound(of: "run-the-tests")
        let usual = try await events(try LiveUtterances(in: ring([samples[...]])))
        let other = try await events(try LiveUtterances(in: ring([samples[...]]))) { utterances, _ in
            #expect(await utterances.endPause(of: "another", after: 5) == nil)
        }
        let counts = [usual, other].map { $0.compactMap(\.utterance).map(\.samples.count) }
        #expect(counts[0] == counts[1])
    }

    @Test func whatIsOnTheTwoSidesOfAGapIsNotJoined() async throws {
        let samples = try Repository.sound(of: "file-a-bug")
        let middle = samples.count / 2
        let events = try await events(try LiveUtterances(in: ring([samples[..<middle], samples[middle...]])))
        let broken = try #require(events.first { $0.text.hasPrefix("broken") }?.utterance)
        #expect(broken.samples.count > middle / 2)
        let rest = try #require(events.last { $0.text.hasPrefix("end") }?.utterance)
        #expect(rest.start >= .seconds(Double(middle) / Double(speechSampleRate)) - .milliseconds(32))
    }

    @Test func aLostMicrophoneEndsTheUtteranceAndIsTold() async throws {
        let samples = try Repository.sound(of: "file-a-bug")
        let ring = SoundRing()
        ring.report(.listening(to: "mic"))
        ring.write(samples[..<(samples.count / 2)], endingAt: .now)
        ring.report(.unavailable(AudioError(.unreadable, "The microphone is gone.")))
        ring.finish(throwing: nil)
        let events = try await events(try LiveUtterances(in: ring))
        #expect(events.first?.text == "Listening to 'mic'.")
        #expect(events.suffix(2).map(\.text).first?.hasPrefix("broken") == true)
        #expect(events.last?.text == "The microphone is gone.")
    }

    @Test func whatEndsTheSoundIsThrownAfterWhatWasSaid() async throws {
        let samples = try Repository.sound(of: "file-a-bug")
        let ring = SoundRing()
        ring.write(samples[..<(samples.count / 2)], endingAt: .now)
        ring.finish(throwing: AudioError(.unreadable, "The cable is cut."))
        let utterances = try LiveUtterances(in: ring)
        var last: LiveUtterances.Event?
        let error = await #expect(throws: AudioError.self) {
            while let event = try await utterances.next() {
                if case .level = event { continue }
                last = event
            }
        }
        #expect(error?.message == "The cable is cut.")
        guard case .end(let utterance, _)? = last else {
            return #expect(Bool(false), "nothing was given before the error")
        }
        #expect(utterance.isCutShort)
    }
}
