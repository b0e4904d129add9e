import BehestAudio
import BehestPipeline
import BehestSpeech
import FoundationEssentials
import Synchronization
import Testing
import TestSupport

/// What a recogniser is given while somebody still speaks: recordings that are spoken now, and the real voice activity model.
@Suite(.timeLimit(.minutes(2)))
struct WhileSpokenTests {
    /// Writes down what it is given, and hears the same in everything.
    private final class NotingTranscriber: Transcriber {
        struct Notes {
            var followed: [Utterance] = []
            var left: [Utterance] = []
            var heard: [Utterance] = []
            /// How much had been given of each that was heard, when it was.
            var known: [Int] = []
        }

        let name = "noting"
        let notes = Mutex(Notes())

        func prepare() {}

        func follow(_ utterance: Utterance) async {
            notes.withLock { $0.followed.append(utterance) }
        }

        func stopFollowing(_ utterance: Utterance) async {
            notes.withLock { $0.left.append(utterance) }
        }

        func transcribe(_ utterance: Utterance) -> Transcript {
            notes.withLock { notes in
                let known = notes.followed.last { utterance.samples(since: $0) != nil }
                notes.heard.append(utterance)
                notes.known.append(known?.samples.count ?? 0)
            }
            return Transcript(text: "Never mind.", words: [], meanLogProbability: -0.05, tokenCount: 8, model: name)
        }
    }

    /// Listens to a recording as it is spoken, and tells the control something when so many levels have been told.
    private func listen(
        to sample: String,
        _ mode: Attention.Mode = .continuous,
        telling events: [(afterLevels: Int, Attention.Event)] = []
    ) async throws -> NotingTranscriber.Notes {
        let transcriber = NotingTranscriber()
        let ear = CommandPipeline.Ear(transcriber: transcriber, pauseHops: CommandPipeline.Ear.remotePauseHops)
        let control = ListeningControl(Attention(mode))
        let place = try PipelinePlace()
        let listener = Listener(
            pipeline: try place.pipeline(ears: [ear], stage: .end),
            hearing: CommandPipeline.Hearing(detection: try PipelinePlace.detection(), ears: [ear]),
            control: control
        )
        let levels = Mutex(0)
        try await withLiveSound(from: PacedFile(path: Repository.sample(sample).path)) { ring in
            try await listener.listen(to: ring.events(), sourceName: sample) { event in
                guard case .level = event else { return }
                let count = levels.withLock { levels in
                    levels += 1
                    return levels
                }
                for (level, event) in events where level == count { control.take(event) }
            }
        }
        return transcriber.notes.withLock(\.self)
    }

    @Test func theRecogniserKnowsMostOfItWhenItIsOver() async throws {
        let notes = try await listen(to: "file-a-bug")
        #expect(notes.followed.count > 3, "\(notes.followed.count)")
        let (last, known) = (try #require(notes.heard.last), try #require(notes.known.last))
        // Less than a second is left, with the silence behind it.
        #expect(known > 0 && last.samples.count - known < 3 * speechSampleRate / 2, "\(known) of \(last.samples.count)")
    }

    /// Nobody knows yet whether it is for Behest.
    @Test func nothingIsGivenAwayBeforeTheWakePhraseIsKnown() async throws {
        let notes = try await listen(to: "three-commands", .wakePhrase)
        #expect(notes.followed.isEmpty && notes.heard.isEmpty)
    }

    @Test func withoutTheKeyNothingIsGivenAway() async throws {
        #expect(try await listen(to: "file-a-bug", .pushToTalk).followed.isEmpty)
    }

    @Test func whatIsHeldIsGivenThroughAllItsPauses() async throws {
        let notes = try await listen(to: "three-commands", .pushToTalk, telling: [(1, .press)])
        #expect(notes.heard.count == 1)
        let (whole, known) = (try #require(notes.heard.last), try #require(notes.known.last))
        #expect(notes.followed.allSatisfy { $0.isHeld && whole.samples(since: $0) != nil })
        #expect(known > 5 * speechSampleRate, "\(known) of \(whole.samples.count)")
    }

    @Test func whatIsBeingSaidWhenItIsMutedIsGivenUp() async throws {
        let notes = try await listen(to: "file-a-bug", telling: [(25, .mute)])
        #expect(!notes.followed.isEmpty)
        #expect(notes.left.count == 1)
        let last = try #require(notes.followed.last)
        #expect(notes.left.first?.isSameSpeech(as: last) == true)
        #expect(last.samples.count < 3 * speechSampleRate)
    }
}
