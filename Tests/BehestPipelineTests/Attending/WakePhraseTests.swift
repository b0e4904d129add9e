import BehestAudio
import BehestGrammar
import BehestInference
import BehestPipeline
import BehestSpeech
import FoundationEssentials
import Synchronization
import TestSupport
import Testing

/// Recordings, the real small recogniser, and phrases that they begin with.
@Suite(.timeLimit(.minutes(3)))
struct WakePhraseTests {
    private struct Told {
        var reports: [UtteranceReport] = []
        var cues: [Attention.Cue] = []
        var ignored = 0
    }

    private func tiny() throws -> MoonshineTranscriber {
        let runtime = try InferenceRuntime(library: Models.runtimeLibrary)
        return MoonshineTranscriber(.tiny, store: ModelStore(root: Models.root), runtime: runtime, threads: 2)
    }

    /// Listens to sound as it is spoken, with a phrase that it needs.
    private func listen(
        to sound: [Float],
        needing phrase: String,
        in place: PipelinePlace,
        awakeTime: Duration = .seconds(60)
    ) async throws -> Told {
        let recogniser = try tiny()
        let ear = CommandPipeline.Ear(transcriber: recogniser, witness: recogniser)
        var settings = Attention.Settings()
        settings.awakeTime = awakeTime
        let listener = Listener(
            pipeline: try place.pipeline(ears: [ear], stage: .end),
            hearing: CommandPipeline.Hearing(detection: try PipelinePlace.detection(), ears: [ear]),
            control: ListeningControl(Attention(.wakePhrase, settings: settings)),
            wakePhrase: try WakePhrase(phrase, transcriber: recogniser, pronouncer: SpellingPronouncer())
        )
        try await recogniser.prepare()
        let file = place.workspace.appending(path: "sound.wav")
        try SoundFixture().write(sound, to: file)
        let told = Mutex(Told())
        try await withLiveSound(from: PacedFile(path: file.path)) { ring in
            try await listener.listen(to: ring.events(), sourceName: "test") { event in
                switch event {
                case .report(let report): told.withLock { $0.reports.append(report) }
                case .cue(let cue): told.withLock { $0.cues.append(cue) }
                case .ignored: told.withLock { $0.ignored += 1 }
                default: break
                }
            }
        }
        return told.withLock(\.self)
    }

    private func silence(_ seconds: Int) -> [Float] { [Float](repeating: 0, count: seconds * speechSampleRate) }

    @Test func whatBeginsWithThePhraseIsDoneWithoutItAndNothingElseIsKept() async throws {
        let place = try PipelinePlace()
        // "Show the git status.", "File a bug saying the clock is slow.", "Never mind."
        let sound = try Repository.sound(of: "three-commands")
        let told = try await listen(to: sound, needing: "file a bug", in: place)
        #expect(told.reports.compactMap(\.transcript).map { $0.text.lowercased() } == ["saying the clock is slow."])
        #expect(told.ignored == 2)
        let kept = try FileManager.default.subpathsOfDirectory(atPath: place.state.path).filter {
            $0.hasSuffix(".flac")
        }
        #expect(kept.count == 1)
    }

    @Test func afterThePhraseAloneOneCommandNeedsNone() async throws {
        let place = try PipelinePlace()
        let command = try Repository.sound(of: "git-status")
        let sound = try Repository.sound(of: "never-mind") + silence(6) + command + silence(6) + command
        let told = try await listen(to: sound, needing: "never mind", in: place)
        #expect(told.cues == [.awake])
        #expect(
            told.reports.map { $0.readings.first?.interpretation.intent } == ["GitStatus"],
            "\(told.reports.map { $0.transcript?.text })"
        )
        #expect(told.ignored == 2)
    }

    @Test func whoSaysNothingAfterItMustCallAgain() async throws {
        let place = try PipelinePlace()
        let sound = try Repository.sound(of: "never-mind") + silence(4)
        let told = try await listen(to: sound, needing: "never mind", in: place, awakeTime: .seconds(1))
        #expect(told.cues == [.awake, .asleep])
        #expect(told.reports.isEmpty)
    }

    /// Names that no recogniser knows are written in many ways; one word of a long phrase may not be another.
    @Test(arguments: [
        ("hey behest", "Hey, behest.", true, true), ("hey behest", "He be hast.", true, true),
        ("hey behest", "Abe haste, run the tests.", true, false), ("hey behest", "Show the git status.", false, false),
        ("hey behest", "Hey.", false, false), ("hey behest", "", false, false),
        ("good morning workshop", "Good morning, word shop. Run the tests.", true, false),
        ("good morning workshop", "Good morning, everybody.", false, false),
        ("good morning workshop", "The tests say good morning workshop.", false, false),
    ])
    func whatIsWrittenIsComparedBySound(
        _ phrase: String,
        _ heard: String,
        _ wakes: Bool,
        _ isAlone: Bool
    ) async throws {
        let phrase = try WakePhrase(
            phrase,
            transcriber: ScriptedTranscriber([heard]),
            pronouncer: SpellingPronouncer()
        )
        let samples = [Int16](repeating: 0, count: speechSampleRate)
        let utterance = Utterance(id: "1", source: "test", start: .zero, samples: samples, isCutShort: false)
        let likeness = try await phrase.likeness(of: utterance)
        #expect(likeness.heard == heard)
        #expect(likeness.isPhrase == wakes, "\(likeness)")
        if wakes { #expect(likeness.isAlone == isAlone) }
    }

    @Test(arguments: [
        ("go", WakePhraseError.Code.tooShort), ("", .notPlain), ("a b c d e f", .notPlain), ("[x]", .notPlain),
    ])
    func whatIsNoPhraseIsRefused(_ text: String, _ code: WakePhraseError.Code) throws {
        let recogniser = try tiny()
        let error = #expect(throws: WakePhraseError.self) {
            try WakePhrase(text, transcriber: recogniser, pronouncer: SpellingPronouncer())
        }
        #expect(error?.code == code)
    }
}
