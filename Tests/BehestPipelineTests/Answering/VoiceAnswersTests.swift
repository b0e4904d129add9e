import BehestAudio
import BehestSpeech
import Synchronization
import TestSupport
import Testing

@testable import BehestPipeline

/// Says a tone for each text, or what a test wants.
private struct ToneSpeaker: Speaker {
    let name = "tone"
    var clip: SoundClip? = SoundClip(samples: [Float](repeating: 0.5, count: 4_800), rate: 48_000)
    /// Told when it begins; then it speaks only when it is cancelled.
    var hanging: AsyncStream<Void>.Continuation?

    func sound(of text: String, language: String) async throws -> SoundClip {
        if let hanging {
            hanging.yield()
            try await ContinuousClock().sleep(for: .seconds(3_600))
        }
        guard let clip else { throw SpeakerError(.failed, "It has no voice.") }
        return clip
    }
}

@Suite(.timeLimit(.minutes(1)))
struct VoiceAnswersTests {
    /// What was reported, in order.
    private final class Reports: Sendable {
        let lines = Mutex<[String]>([])
        func add(_ line: String) { lines.withLock { $0.append(line) } }
    }

    private func answers(
        _ system: ScriptedSoundSystem,
        _ speaker: ToneSpeaker? = ToneSpeaker(),
        playsEarcons: Bool = true,
        reports: Reports = Reports()
    ) -> VoiceAnswers {
        VoiceAnswers(
            voice: .init(
                speaker: speaker,
                loudspeaker: Loudspeaker(device: "speaker", system: system),
                volume: 0.5,
                playsEarcons: playsEarcons
            ),
            notifications: nil,
            report: { reports.add($0) }
        )
    }

    private func system(_ times: Int = 1) -> ScriptedSoundSystem {
        ScriptedSoundSystem(
            [:],
            playbacks: ["speaker": [ScriptedPlayback](repeating: ScriptedPlayback(), count: times)]
        )
    }

    @Test func aTextIsPlayedAsLoudAsIsWantedAndKnownAsItsOwn() async {
        let system = system()
        let voice = answers(system)
        let before = ContinuousClock.now
        await voice.say("Filed bug seven.")
        #expect(system.playedSamples.prefix(4_800).allSatisfy { abs($0 - 0.25) < 0.001 })
        #expect(system.playedSamples.dropFirst(4_800).allSatisfy { $0 == 0 })
        #expect(voice.ownSound.judge("filed bug seven", heard: before..<ContinuousClock.now) == .own)
    }

    @Test func whatHasNoWordsIsNotSpoken() async {
        let system = system()
        await answers(system).say(" … ")
        #expect(system.opened.isEmpty)
    }

    @Test func signalsArePlayedIfTheyAreWanted() async {
        let (wanted, unwanted) = (system(), system())
        await answers(wanted, nil).play(.done)
        #expect(wanted.playedSamples.contains { $0 > 0.05 })
        await answers(unwanted, playsEarcons: false).play(.done)
        #expect(unwanted.opened.isEmpty)
        // Nothing speaks where nobody speaks.
        await answers(unwanted, nil).say("Done.")
        #expect(unwanted.opened.isEmpty)
    }

    @Test func oneThingIsPlayedAfterTheOther() async {
        let system = system(3)
        let voice = answers(system)
        await withDiscardingTaskGroup { group in
            for _ in 0..<3 { group.addTask { await voice.say("Done.") } }
        }
        let stretches = system.playedSamples.split { $0 == 0 }
        #expect(stretches.map(\.count) == [4_800, 4_800, 4_800])
    }

    @Test func aMissingLoudspeakerIsToldOnce() async {
        let reports = Reports()
        let voice = answers(ScriptedSoundSystem([:]), reports: reports)
        for _ in 0..<3 { await voice.say("Done.") }
        let line =
            "There is no loudspeaker 'speaker'. Plug it in, or choose one of those that 'aplay -L' lists. Replies are only "
            + "shown."
        #expect(reports.lines.withLock { $0 } == [line])
    }

    @Test func aSpeakerThatFailsPlaysNothing() async {
        let system = system()
        await answers(system, ToneSpeaker(clip: nil)).say("Done.")
        #expect(system.opened.isEmpty)
    }

    @Test func hushEndsEvenWhatIsNotSpokenYet() async {
        let (begun, begin) = AsyncStream.makeStream(of: Void.self)
        let system = system()
        let voice = answers(system, ToneSpeaker(hanging: begin))
        await withDiscardingTaskGroup { group in
            group.addTask { await voice.say("Done.") }
            for await _ in begun { break }
            await voice.hush()
        }
        #expect(system.opened.isEmpty)
    }

    @Test func hushDropsWhatWaitsToBeSpoken() async {
        let (begun, begin) = AsyncStream.makeStream(of: Void.self)
        let system = system()
        let voice = answers(system, ToneSpeaker(hanging: begin))
        await withDiscardingTaskGroup { group in
            group.addTask { await voice.say("Done.") }
            for await _ in begun { break }
            group.addTask { await voice.say("And this.") }
            while await voice.turns.isEmpty { await Task.yield() }
            await voice.hush()
        }
        #expect(system.opened.isEmpty)
        // What comes after it is spoken.
        let others = answers(system)
        await others.hush()
        await others.say("Done.")
        #expect(!system.opened.isEmpty)
    }

    @Test(arguments: DialogueEvent.Key.allCases)
    func aButtonStandsForItsKey(key: DialogueEvent.Key) {
        #expect(DialogueEvent.Key(actionName: key.actionName) == key)
        #expect(DialogueEvent.Key(actionName: "default") == nil)
    }
}
