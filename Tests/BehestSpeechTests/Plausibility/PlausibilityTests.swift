import BehestAudio
import BehestInference
import BehestSpeech
import FoundationEssentials
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5)))
struct PlausibilityTests {
    /// A text with what is known of it and its sound.
    struct Case: Sendable, CustomTestStringConvertible {
        var text: String
        var seconds = 2.0
        var voiced: Double? = 1.2
        var isHeld = false
        var logProbability: Double? = -0.2
        var noSpeech: Double?
        var compression: Double?

        var testDescription: String { "\(text.prefix(30)), \(seconds) s" }

        var utterance: Utterance {
            Utterance(
                id: "u",
                source: "test",
                start: .zero,
                samples: [Int16](repeating: 0, count: Int(seconds * Double(speechSampleRate))),
                isCutShort: false,
                isHeld: isHeld,
                voiced: voiced.map { .seconds($0) }
            )
        }

        var transcript: Transcript {
            let segment = Transcript.Segment(
                time: .zero..<utterance.duration,
                text: text,
                meanLogProbability: logProbability,
                noSpeechProbability: noSpeech,
                compressionRatio: compression
            )
            return Transcript(
                text: text,
                words: [],
                meanLogProbability: nil,
                tokenCount: 1,
                model: "test",
                segments: [segment]
            )
        }
    }

    static let invented = [
        // A phrase that is known, and one thing besides.
        Case(text: "Thank you.", noSpeech: 0.4),
        Case(text: " thanks for watching!", logProbability: -0.7),
        Case(text: "THANK YOU", seconds: 10, voiced: 1),
        Case(text: "you", seconds: 4, voiced: 0.4, logProbability: nil),
        Case(text: "Thanks for watching! Please subscribe.", seconds: 6, voiced: 0.6),
        Case(text: "Vielen Dank fürs Zuschauen.", noSpeech: 0.5),
        Case(text: "Untertitel der Amara.org-Community", noSpeech: 0.5),
        Case(text: "Sous-titres réalisés par la communauté d'Amara.org", voiced: 0.3),
        Case(text: "ご視聴ありがとうございました", noSpeech: 0.7),
        Case(text: "Спасибо за просмотр!", logProbability: -0.9),
        Case(text: "Продолжение следует...", noSpeech: 0.9),
        Case(text: "谢谢观看", noSpeech: 0.9),
        // Whisper's own rule.
        Case(text: "The weather is fine.", logProbability: -1.2, noSpeech: 0.7),
        Case(text: "The weather is fine.", logProbability: -3),
        // What repeats itself.
        Case(
            text: Array(repeating: "I'm going to go to the store", count: 12).joined(separator: " "),
            seconds: 15,
            voiced: 14
        ),
        Case(text: "la" + String(repeating: " la", count: 30), seconds: 8, voiced: 6),
        Case(text: "One. Two.", compression: 3.5),
        // Nobody speaks so fast.
        Case(
            text: String(repeating: "Supercalifragilistic words of many letters. ", count: 3),
            seconds: 1.2,
            voiced: 0.2
        ),
        // There is no voice in it.
        Case(text: "The quick brown fox.", seconds: 10, voiced: 0.2),
        // Nor in what was held, and something else speaks against it.
        Case(text: "The quick brown fox.", seconds: 10, voiced: 0.2, isHeld: true, logProbability: -1.2),
        Case(text: "Thank you.", seconds: 10, voiced: 0.2, isHeld: true),
        // No words.
        Case(text: "[Music]"), Case(text: "(keyboard clicking)"), Case(text: " ♪♪♪ "), Case(text: "[BLANK_AUDIO]"),
    ]

    @Test(arguments: invented)
    func doesNotBelieve(_ each: Case) throws {
        let invention = try #require(Plausibility().invention(in: each.transcript, of: each.utterance))
        #expect(invention.text == each.text)
        #expect(!invention.doubts.isEmpty)
    }

    static let said = [
        // People say it too.
        Case(text: "Thank you."), Case(text: "Bye.", seconds: 1.3, voiced: 0.4),
        Case(text: "Thanks for watching the build for me.", noSpeech: 0.5),
        Case(text: "Tell them thank you.", noSpeech: 0.5),
        // Few words with long silence around, and many without.
        Case(text: "No.", seconds: 2, voiced: 0.3), Case(text: "Stop!", seconds: 1.1, voiced: 0.35),
        Case(text: "Yes.", seconds: 1.2, voiced: 0.2, logProbability: -0.7),
        Case(text: "What changed since yesterday in the parser and in the lexer?", seconds: 2.6, voiced: 2),
        Case(text: "No, no, no, no.", seconds: 2, voiced: 1.5),
        Case(text: "Stop, stop, stop, stop, stop, stop.", seconds: 3, voiced: 2.2),
        // One thing against it is not enough.
        Case(text: "Run the tests.", noSpeech: 0.9), Case(text: "Run the tests.", logProbability: -1.4),
        Case(text: "Run the tests.", seconds: 8, voiced: 0.7),
        Case(text: "运行测试", seconds: 1.6, voiced: 0.9),
        // Much silence is one thing, however it is measured.
        Case(text: "Yes.", seconds: 6, voiced: 0.4), Case(text: "Ja.", seconds: 4, voiced: 0.3, logProbability: -0.9),
        // Whoever holds a key may speak softly.
        Case(text: "The quick brown fox.", seconds: 10, voiced: 0.2, isHeld: true),
        Case(text: "Stop.", seconds: 6, voiced: 0, isHeld: true),
        // Nothing is known but the text.
        Case(text: "File a bug saying the import button does nothing.", voiced: nil, logProbability: nil),
        Case(text: ""), Case(text: " "),
    ]

    @Test(arguments: said)
    func believes(_ each: Case) {
        #expect(Plausibility().invention(in: each.transcript, of: each.utterance) == nil)
    }

    @Test func theReasonCanBeShown() throws {
        let each = Case(text: "Thank you.", seconds: 10, voiced: 1, noSpeech: 0.83)
        let invention = try #require(Plausibility().invention(in: each.transcript, of: each.utterance))
        #expect(
            invention.reason == "The recogniser wrote 'Thank you.', but I do not believe that it was said: "
                + "it says itself that probably nobody spoke (83 %), "
                + "there is hardly a voice in the sound (10 %) "
                + "and recognisers write this where nothing is said."
        )
    }

    @Test func aTranscriberThatInventsGivesNoWords() async throws {
        let each = Case(text: "Thank you for watching.", noSpeech: 0.9)
        let plausible = PlausibleTranscriber(Giving(transcript: each.transcript))
        let transcript = try await plausible.transcribe(each.utterance)
        #expect(transcript.text.isEmpty)
        #expect(transcript.invention?.text == "Thank you for watching.")
        let real = Case(text: "Run the tests.")
        let same = PlausibleTranscriber(Giving(transcript: real.transcript))
        #expect(try await same.transcribe(real.utterance) == real.transcript)
    }

    private struct Giving: Transcriber {
        let name = "giving"
        var transcript: Transcript

        func prepare() {}

        func transcribe(_ utterance: Utterance) -> Transcript { transcript }
    }

    /// All that was really said in the samples is believed, whatever the recogniser made of it.
    @Test func believesWhatIsSaidInTheSamples() async throws {
        let runtime = try InferenceRuntime(library: Models.runtimeLibrary)
        let store = ModelStore(root: Models.root)
        let transcriber = PlausibleTranscriber(
            MoonshineTranscriber(.base, store: store, runtime: runtime, threads: 2)
        )
        let detection = UtteranceReader.Detection(runtime: runtime, modelPath: Models.voiceActivity)
        var count = 0
        let files = try FileManager.default.contentsOfDirectory(atPath: Repository.root.appending(path: "samples").path)
        for name in files.filter({ $0.hasSuffix(".flac") }).map({ String($0.dropLast(5)) }) {
            let reader = UtteranceReader(AudioFile(path: Repository.sample(name).path), detection: detection) { name }
            while let utterance = try await reader.next() {
                let voiced = try #require(utterance.voiced)
                #expect(voiced > .zero && voiced < utterance.duration)
                let transcript = try await transcriber.transcribe(utterance)
                #expect(transcript.invention == nil, "\(name): \(transcript.invention?.reason ?? "")")
                count += 1
            }
        }
        #expect(count > 20)
    }
}
