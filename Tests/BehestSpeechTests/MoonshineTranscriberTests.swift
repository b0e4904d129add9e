import BehestAudio
import BehestGrammar
import BehestInference
import FoundationEssentials
import Testing
import TestSupport

@testable import BehestSpeech

/// The real models on recorded commands.
@Suite(.timeLimit(.minutes(10)))
struct MoonshineTranscriberTests {
    private func transcriber(_ size: MoonshineSize) throws -> MoonshineTranscriber {
        let runtime = try InferenceRuntime(library: Models.runtimeLibrary)
        return MoonshineTranscriber(size, store: ModelStore(root: Models.root), runtime: runtime, threads: 2)
    }

    @Test(arguments: MoonshineSize.allCases)
    func conformsToTheRole(_ size: MoonshineSize) async throws {
        try await checkTranscriber(try transcriber(size))
    }

    @Test func hearsWhatWasSaid() async throws {
        let transcript = try await transcriber(.base).transcribe(try recording("file-a-bug"))
        #expect(transcript.text == "File a bug saying the import button does nothing.")
        #expect(transcript.words.map(\.text).joined(separator: " ") == transcript.text)
        #expect(transcript.words.count == 9)
        #expect(transcript.words.allSatisfy { (0.3...1).contains($0.confidence) })
        #expect((-0.4...0).contains(try #require(transcript.meanLogProbability)))
        #expect(transcript.model == "moonshine-base")
    }

    @Test(arguments: MoonshineSize.allCases)
    func hearsTheSameWhenItHasHeardTheBeginning(_ size: MoonshineSize) async throws {
        let speech = try recording("file-a-bug")
        let fresh = try await transcriber(size).transcribe(speech)
        let transcriber = try transcriber(size)
        var beginnings: [String] = []
        for length in stride(from: speechSampleRate, to: speech.samples.count, by: speechSampleRate) {
            let beginning = Utterance(
                id: "beginning",
                source: speech.source,
                start: speech.start,
                samples: Array(speech.samples.prefix(length)),
                isCutShort: true
            )
            beginnings.append(try await transcriber.transcribe(beginning).text)
        }
        #expect(beginnings.first != fresh.text)
        let transcript = try await transcriber.transcribe(speech)
        #expect(transcript.text == fresh.text)
        #expect(transcript.tokenCount == fresh.tokenCount)
        let distance = try #require(transcript.logProbability) - (try #require(fresh.logProbability))
        #expect(abs(distance) < (size == .tiny ? 0.5 : 0.05))
        // Another utterance is not taken for its continuation.
        let other = try recording("run-the-tests")
        #expect(try await transcriber.transcribe(other).text == "Run the tests.")
    }

    /// That the encoder's run itself ends is tested where runs are.
    @Test func whoIsCancelledIsNotHeardAndTheNextOneIs() async throws {
        let transcriber = try transcriber(.base)
        let speech = try recording("run-the-tests")
        await withThrowingTaskGroup(of: Void.self) { group in
            group.cancelAll()
            group.addTask { _ = try await transcriber.transcribe(speech) }
            await #expect(throws: CancellationError.self) { try await group.waitForAll() }
        }
        #expect(try await transcriber.transcribe(speech).text == "Run the tests.")
    }

    @Test func isNotShakenByLevel() async throws {
        let loud = try recording("file-a-bug")
        let quiet = Utterance(
            id: "quiet",
            source: loud.source,
            start: .zero,
            samples: loud.samples.map { $0 / 50 },
            isCutShort: false
        )
        let transcript = try await transcriber(.base).transcribe(quiet)
        #expect(transcript.text == "File a bug saying the import button does nothing.")
    }

    @Test(arguments: MoonshineSize.allCases)
    func takesTheLongestUtterance(_ size: MoonshineSize) async throws {
        let speech = try recording("file-a-bug")
        let samples = Array(repeatElement(speech.samples, count: 5).joined().prefix(15 * speechSampleRate))
        let long = Utterance(id: "long", source: "test", start: .zero, samples: samples, isCutShort: false)
        let transcript = try await transcriber(size).transcribe(long)
        #expect(transcript.words.count > 15)
    }

    @Test func missingModelNamesTheCommandThatFetchesIt() async throws {
        let folder = try TemporaryDirectory()
        let runtime = try InferenceRuntime(library: Models.runtimeLibrary)
        let store = ModelStore(root: folder.url)
        let transcriber = MoonshineTranscriber(.tiny, store: store, runtime: runtime, threads: 1)
        let error = await #expect(throws: InferenceError.self) { try await transcriber.prepare() }
        #expect(error?.code == .modelMissing)
        #expect(error?.message.hasSuffix("Run scripts/setup models to fetch it.") == true)
    }

    @Test(arguments: MoonshineSize.allCases)
    func findsTheSentenceThatWasSaid(_ size: MoonshineSize) async throws {
        let text = """
            language: en
            intents:
              FileBug: {data: [{sentences: ["(file|open) a bug saying [that] the {thing} button does nothing"]}]}
              Stop: {data: [{sentences: ["stop"]}]}
            lists: {thing: {values: [export, import, input]}}
            """
        let pack = try #require(GrammarPack.read(PackDocument(text: text, file: "test.yaml")).pack)
        let guide = SentenceGuide(grammar: try Grammar(compiling: [pack]))
        let transcriber = try transcriber(size)
        let speech = try recording("file-a-bug")
        let sentences = try await transcriber.sentences(by: guide, in: speech, most: 3)
        let best = try #require(sentences.first)
        #expect(best.text == "File a bug saying the import button does nothing.")
        // Step by step in a beam it is as probable as all at once.
        let score = try await transcriber.score([best.text], of: speech)[0]
        #expect(abs(best.score.logProbability - score.logProbability) < (size == .tiny ? 0.5 : 1e-3))
        #expect(best.score.tokenCount == score.tokenCount)
        #expect(sentences.count > 1 && sentences.count <= 3)
        #expect(sentences.map(\.score.logProbability) == sentences.map(\.score.logProbability).sorted(by: >))
    }

    @Test func findsNoSentenceInOtherSpeech() async throws {
        let text = "{language: en, intents: {Stop: {data: [{sentences: [stop, halt at once]}]}}}"
        let pack = try #require(GrammarPack.read(PackDocument(text: text, file: "test.yaml")).pack)
        let guide = SentenceGuide(grammar: try Grammar(compiling: [pack]))
        let sentences = try await transcriber(.base).sentences(by: guide, in: try recording("file-a-bug"), most: 3)
        #expect(sentences.isEmpty)
    }

    @Test(arguments: MoonshineSize.allCases)
    func scoresItsOwnTranscriptAsItHeardIt(_ size: MoonshineSize) async throws {
        let transcriber = try transcriber(size)
        let speech = try recording("file-a-bug")
        let transcript = try await transcriber.transcribe(speech)
        let scores = try await transcriber.score([transcript.text, "Run the tests.", "File"], of: speech)
        #expect(scores.count == 3)
        // tiny rounds its activations to eight bits by the range of all that goes in at once, base 32 of them at a time.
        let tolerance = size == .tiny ? 0.5 : 0.05
        // Alone, with everything in common, and beside others, with nothing in common.
        let alone = try await transcriber.score([transcript.text], of: speech)
        for score in [scores[0], alone[0]] {
            #expect(abs(score.logProbability - (try #require(transcript.logProbability))) < tolerance)
            #expect(score.tokenCount == transcript.tokenCount)
        }
        #expect(scores[1].logProbability < scores[0].logProbability - 10)
        #expect(scores[2].logProbability < scores[0].logProbability - 5)
    }

    @Test func knowsBeforehandWhatAWordingCanScoreAtMost() async throws {
        let transcriber = try transcriber(.base)
        let speech = try recording("file-a-bug")
        let transcript = try await transcriber.transcribe(speech)
        let wordings = [
            transcript.text,
            "File a bug saying the import button does something.",
            "File a bug.",
            "Pile a bug saying the import button does nothing.",
            "Run the tests.",
        ]
        let bounds = try await transcriber.bounds(on: wordings, of: speech)
        let scores = try await transcriber.score(wordings, of: speech)
        #expect(bounds.map(\.tokenCount) == scores.map(\.tokenCount))
        for (bound, score) in zip(bounds, scores) { #expect(bound.logProbability > score.logProbability - 0.05) }
        // Nothing is left open of what was heard, and much of what begins in another way.
        #expect(abs(bounds[0].logProbability - (try #require(transcript.logProbability))) < 1e-3)
        #expect(bounds[4].logProbability < bounds[0].logProbability - 3)
    }

    @Test func tellsWordsThatWereSaidFromOthers() async throws {
        let scores = try await transcriber(.base).score(
            [
                "File a bug saying the import button does nothing.",
                "File a bug saying the import button does something.",
                "Pile a bug saying the import button does nothing.",
            ],
            of: try recording("file-a-bug")
        ).map(\.logProbability)
        #expect(scores[0] > scores[1] + 2)
        #expect(scores[0] > scores[2] + 2)
    }

    @Test func levelRaisesQuietSoundAndLeavesSilence() {
        let raised = MoonshineTranscriber.level([0, 164, -328])
        #expect(zip(raised, [0, 0.35, -0.7]).allSatisfy { abs($0 - $1) < 1e-6 })
        #expect(MoonshineTranscriber.level([0, 0, 0]) == [0, 0, 0])
        #expect(MoonshineTranscriber.level([.min]) == [-0.7])
    }
}
