import BehestAudio
import BehestPipeline
import BehestSpeech
import BehestWorkflow
import FoundationEssentials
import Synchronization
import Testing
import TestSupport

/// Recordings that are spoken now, the real voice activity model and journal; the recogniser is scripted.
@Suite(.timeLimit(.minutes(2)))
struct ListeningModesTests {
    /// Hears the same in everything.
    private struct SameTranscriber: Transcriber {
        let name = "same"

        func prepare() {}

        func transcribe(_ utterance: Utterance) -> Transcript {
            Transcript(text: "Never mind.", words: [], meanLogProbability: -0.05, tokenCount: 8, model: name)
        }
    }

    private struct Told {
        var reports: [UtteranceReport] = []
        var cues: [Attention.Cue] = []
        var silences = 0
        var levels = 0
    }

    /// Listens to a recording as it is spoken, and tells the control something when so many levels have been told.
    private func listen(
        to sample: String,
        in place: PipelinePlace,
        _ mode: Attention.Mode,
        settings: Attention.Settings = Attention.Settings(),
        telling events: [(afterLevels: Int, Attention.Event)]
    ) async throws -> Told {
        let ear = CommandPipeline.Ear(transcriber: SameTranscriber())
        let control = ListeningControl(Attention(mode, settings: settings))
        let listener = Listener(
            pipeline: try place.pipeline(ears: [ear], stage: .end),
            hearing: CommandPipeline.Hearing(detection: try PipelinePlace.detection(), ears: [ear]),
            control: control
        )
        let told = Mutex(Told())
        try await withLiveSound(from: PacedFile(path: Repository.sample(sample).path)) { ring in
            try await listener.listen(to: ring.events(), sourceName: sample) { event in
                switch event {
                case .report(let report): told.withLock { $0.reports.append(report) }
                case .cue(let cue): told.withLock { $0.cues.append(cue) }
                case .nothingSaid: told.withLock { $0.silences += 1 }
                case .level:
                    let count = told.withLock { told in
                        told.levels += 1
                        return told.levels
                    }
                    for (level, event) in events where level == count { control.take(event) }
                default: break
                }
            }
        }
        #expect(control.status.source == nil)
        return told.withLock(\.self)
    }

    @Test func whatIsSaidWhileTheKeyIsHeldIsOneUtterance() async throws {
        let place = try PipelinePlace()
        let told = try await listen(to: "three-commands", in: place, .pushToTalk, telling: [(1, .press)])
        #expect(told.cues == [.holding])
        let report = try #require(told.reports.first)
        #expect(told.reports.count == 1)
        // All three commands, with the pauses between them.
        #expect(try #require(report.duration) > .seconds(5))
        let journal = try SQLiteJournal(path: place.journalPath)
        #expect(try await journal.transcript(of: try #require(report.id))?.text == "Never mind.")
    }

    /// The release never comes: it ends at the limit, with what was said up to there, and nothing after it is heard.
    @Test func aReleaseThatIsLostEndsAtTheLimitAndWhatWasSaidIsKept() async throws {
        let place = try PipelinePlace()
        var settings = Attention.Settings()
        settings.longestHold = .seconds(2)
        let told = try await listen(
            to: "three-commands",
            in: place,
            .pushToTalk,
            settings: settings,
            telling: [(1, .press)]
        )
        #expect(told.cues == [.holding, .tooLong])
        let report = try #require(told.reports.first)
        #expect(told.reports.count == 1)
        let duration = try #require(report.duration)
        #expect(duration > .milliseconds(500) && duration < .seconds(4), "\(duration)")
        let journal = try SQLiteJournal(path: place.journalPath)
        #expect(try await journal.transcript(of: try #require(report.id))?.text == "Never mind.")
        #expect(try recordings(in: place).count == 1)
    }

    private func recordings(in place: PipelinePlace) throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: place.state.path).filter { $0.hasSuffix(".flac") }
    }

    @Test func withoutTheKeyNothingIsHeard() async throws {
        let place = try PipelinePlace()
        let told = try await listen(to: "run-the-tests", in: place, .pushToTalk, telling: [])
        #expect(told.reports.isEmpty && told.cues.isEmpty)
        #expect(told.levels > 0)
    }

    @Test func aKeyThatIsHeldInSilenceIsTold() async throws {
        let place = try PipelinePlace()
        // The recording begins with a little silence.
        let told = try await listen(to: "run-the-tests", in: place, .pushToTalk, telling: [(1, .press), (1, .release)])
        #expect(told.reports.isEmpty)
        #expect(told.cues == [.holding, .letGo])
        #expect(told.silences == 1)
    }

    @Test func whileMutedNothingIsHeardOrKept() async throws {
        let place = try PipelinePlace()
        let told = try await listen(to: "three-commands", in: place, .continuous, telling: [(1, .mute), (3, .press)])
        #expect(told.cues == [.muted, .stillMuted])
        #expect(told.reports.isEmpty)
        #expect(told.levels > 20)
        #expect(try recordings(in: place).isEmpty)
    }

    @Test func whatIsBeingSaidWhenItIsMutedIsGivenUp() async throws {
        let place = try PipelinePlace()
        // In the middle of the first command, and again before the second one.
        let told = try await listen(
            to: "three-commands",
            in: place,
            .continuous,
            telling: [(15, .mute), (16, .unmute)]
        )
        #expect(told.cues == [.muted, .unmuted])
        let first = try #require(told.reports.first)
        #expect(try #require(first.start) > .milliseconds(900), "\(told.reports.map(\.start))")
    }
}
