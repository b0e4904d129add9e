import BehestAudio
import BehestGrammar
import BehestPipeline
import BehestSpeech
import BehestWorkflow
import FoundationEssentials
import Glibc
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

    @Test func anEndpointThatFailsDoesNotEndTheListening() async throws {
        let place = try PipelinePlace()
        let reports = try await place.listen(to: "three-commands", by: FlakyTranscriber(""))
        #expect(reports.map(\.failure) == Array(repeating: FlakyTranscriber.down, count: 3))
        let journal = try SQLiteJournal(path: place.journalPath)
        for report in reports {
            let id = try #require(report.id)
            #expect(try await journal.decision(on: id)?.reason == FlakyTranscriber.down.message)
            let sound = try #require(try await journal.utterance(id)?.audioPath)
            #expect(FileManager.default.fileExists(atPath: sound))
        }
    }

    struct Noise: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var sound: [Float]
    }

    static let noises: [Noise] = [
        Noise(testDescription: "ten seconds of nothing", sound: [Float](repeating: 0, count: 10 * speechSampleRate)),
        Noise(testDescription: "ten seconds of a fan", sound: fan(seconds: 10)),
        Noise(testDescription: "ten seconds of a keyboard", sound: bursts(count: 60, of: 0.012, every: 0.17)),
        Noise(testDescription: "coughs", sound: bursts(count: 2, of: 0.15, every: 1.5)),
        Noise(testDescription: "a tone that rises", sound: sweep(from: 380, to: 1_150, seconds: 0.2)),
    ]

    /// The recogniser fails if it is called, since it has nothing to say.
    @Test(arguments: noises)
    func whatIsNoSpeechReachesNoRecogniserAndDoesNothing(_ noise: Noise) async throws {
        let place = try PipelinePlace()
        let silence = [Float](repeating: 0, count: speechSampleRate)
        let reports = try await place.listen(to: silence + noise.sound + silence, by: ScriptedTranscriber([]))
        #expect(reports.isEmpty)
        let journal = try SQLiteJournal(path: place.journalPath)
        #expect(try await journal.undecidedUtterances().isEmpty)
        #expect(try await journal.runs(limit: 9).isEmpty)
    }

    @Test func theFirstWordIsHeardAlsoWhereSpeechBeginsAtOnce() async throws {
        let sound = try Repository.sound(of: "file-a-bug")
        // The silence before the speech; what follows is the weak beginning of its first word.
        let start = 2 * speechSampleRate / 5
        #expect(sound[..<start].allSatisfy { $0.magnitude < 0.01 })
        let place = try PipelinePlace()
        let reports = try await place.listen(to: Array(sound[start...]), by: try PipelinePlace.moonshine())
        #expect(reports.map(\.transcript?.text) == ["File a bug saying the import button does nothing."])
    }

    @Test func aLongSilenceAfterACommandAddsNoWords() async throws {
        let sound = try Repository.sound(of: "file-a-bug")
        let recogniser = try PipelinePlace.moonshine()
        for level in [Float(0), 0.002] {
            let silence = SoundFixture.noise(seconds: 5, level: level)
            let reports = try await PipelinePlace().listen(to: sound + silence, by: recogniser)
            #expect(reports.map(\.transcript?.text) == ["File a bug saying the import button does nothing."])
        }
    }

    /// Low noise, as a fan makes it.
    private static func fan(seconds: Double) -> [Float] {
        var level: Float = 0
        return SoundFixture.noise(seconds: seconds, level: 0.5).map { sample in
            level += 0.05 * (sample - level)
            return level
        }
    }

    /// Bursts of noise that die away.
    private static func bursts(count: Int, of length: Double, every interval: Double) -> [Float] {
        let noise = SoundFixture.noise(seconds: interval, level: 0.6)
        let burst = noise.enumerated().map { index, sample in
            sample * Float(exp(-Double(index) / (length / 3 * Double(speechSampleRate))))
        }
        return (0..<count).flatMap { _ in burst }
    }

    private static func sweep(from low: Double, to high: Double, seconds: Double) -> [Float] {
        var phase = 0.0
        let count = Int(seconds * Double(speechSampleRate))
        return (0..<count).map { index in
            phase += 2 * .pi * (low + (high - low) * Double(index) / Double(count)) / Double(speechSampleRate)
            return 0.5 * Float(sin(phase))
        }
    }
}
