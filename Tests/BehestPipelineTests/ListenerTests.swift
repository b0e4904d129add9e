import BehestAudio
import BehestGrammar
import BehestPipeline
import BehestSpeech
import BehestWorkflow
import FoundationEssentials
import Testing
import TestSupport

/// The real voice activity model and journal; the recogniser is scripted.
@Suite(.timeLimit(.minutes(2)))
struct ListenerTests {
    /// Hears the same in everything.
    private struct SameTranscriber: Transcriber {
        let name = "same"
        let text: String

        func prepare() {}

        func transcribe(_ utterance: Utterance) -> Transcript {
            Transcript(text: text, words: [], meanLogProbability: -0.05, tokenCount: 8, model: name)
        }
    }

    @Test func whatIsSaidIsDoneInItsOrderAndRecorded() async throws {
        let place = try PipelinePlace()
        let reports = try await place.listen(to: "three-commands", by: SameTranscriber(text: "Never mind."))
        #expect(reports.map(\.interpretation?.intent) == ["NeverMind", "NeverMind", "NeverMind"])
        let starts = reports.compactMap(\.start)
        #expect(starts.count == 3 && starts == starts.sorted())
        let journal = try SQLiteJournal(path: place.journalPath)
        for report in reports {
            let id = try #require(report.id)
            #expect(try await journal.transcript(of: id)?.text == "Never mind.")
            #expect(try await journal.decision(on: id)?.verdict == .act)
            let sound = try #require(try await journal.utterance(id)?.audioPath)
            #expect(FileManager.default.fileExists(atPath: sound))
        }
    }

    @Test func aRecogniserThatFailsEndsTheListeningAndLosesNoSound() async throws {
        let place = try PipelinePlace()
        await #expect(throws: ScriptedTranscriber.NothingLeft.self) {
            _ = try await place.listen(to: "file-a-bug", by: ScriptedTranscriber([]))
        }
        let left = try await SQLiteJournal(path: place.journalPath).undecidedUtterances()
        #expect(left.count == 1)
        #expect(left.allSatisfy { $0.audioPath.map(FileManager.default.fileExists(atPath:)) == true })
    }
}
