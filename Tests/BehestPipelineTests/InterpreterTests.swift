import BehestAudio
import BehestGrammar
import BehestSpeech
import Testing

@testable import BehestPipeline

struct InterpreterTests {
    private static let pack = """
        language: en
        intents:
          Order: {data: [{sentences: ["get me a {roast} roast {drink}"]}]}
          Stop: {data: [{sentences: ["stop", "halt"]}]}
          Note: {data: [{sentences: ["note {text}"]}]}
        lists:
          roast: {values: [light, dark]}
          drink: {values: [mocha, latte]}
          text: {wildcard: true}
        """

    /// Gives each wording a score of its own, and remembers what it was asked.
    private actor Scorer: WordingScorer {
        nonisolated let name = "scorer"
        private(set) var asked: [[String]] = []
        private(set) var guidedCount = 0
        private let scores: [String: Double]
        private let guided: [String: Double]
        private let bounds: [String: Double]

        private let otherwise: Double

        init(
            _ scores: [String: Double],
            otherwise: Double = -50,
            guided: [String: Double] = [:],
            bounds: [String: Double] = [:]
        ) {
            self.scores = scores
            self.otherwise = otherwise
            self.guided = guided
            self.bounds = bounds
        }

        /// What nothing is known of could be certain.
        func bounds(on wordings: [String], of utterance: Utterance) -> [WordingScore] {
            wordings.map { WordingScore(logProbability: bounds[$0] ?? 0, tokenCount: 8) }
        }

        func sentences(by guide: SentenceGuide, in utterance: Utterance, most: Int) -> [GuidedSentence] {
            guidedCount += 1
            return guided.map { text, logProbability in
                GuidedSentence(text: text, score: WordingScore(logProbability: logProbability, tokenCount: 8))
            }
        }

        func score(_ wordings: [String], of utterance: Utterance) -> [WordingScore] {
            asked.append(wordings)
            return wordings.map { WordingScore(logProbability: scores[$0] ?? otherwise, tokenCount: 8) }
        }
    }

    @Test func onlyWhatItHasWrittenItselfIsWeighedByARecogniser() throws {
        let ear = CommandPipeline.Ear(transcriber: ScriptedTranscriber([]), witness: Scorer([:]))
        func transcript(by model: String) -> Transcript {
            Transcript(text: "stop", words: [], meanLogProbability: -0.1, tokenCount: 2, model: model)
        }
        #expect(ear.witness(of: transcript(by: "scorer"))?.name == "scorer")
        // The probabilities of two models cannot be compared.
        #expect(ear.witness(of: transcript(by: "whisper-1")) == nil)
    }

    private func interpreter() throws -> Interpreter {
        let reading = GrammarPack.read(PackDocument(text: Self.pack, file: "test.yaml"))
        let grammar = try Grammar(compiling: [try #require(reading.pack)])
        return Interpreter(grammar: grammar, phonetics: Phonetics(grammar: grammar, pronouncer: SpellingPronouncer()))
    }

    private func readings(
        _ text: String,
        confidence: Double,
        scorer: Scorer? = nil,
        meanLogProbability: Double = -0.25,
        listensAgain: Bool = true
    ) async throws -> [Reading] {
        let words = text.split(separator: " ").map { Transcript.Word(text: String($0), confidence: confidence) }
        let transcript = Transcript(
            text: text,
            words: words,
            meanLogProbability: meanLogProbability,
            tokenCount: 8,
            model: "scripted"
        )
        let sound = Utterance(id: "1", source: "test", start: .zero, samples: [], isCutShort: false)
        return try await interpreter().readings(
            of: transcript,
            witness: scorer.map { Interpreter.Witness($0, sound, listensAgain: listensAgain) },
            composer: SlotComposer(clock: .system)
        )
    }

    @Test func theSoundDecidesBetweenLikeSoundingReadings() async throws {
        let scorer = Scorer(["Get me a light roast latte.": -9, "Get me a light roast mocha.": -4])
        let readings = try await readings("Get me a lied roast locker.", confidence: 0.7, scorer: scorer)
        let best = try #require(readings.first)
        #expect(best.wording == "get me a light roast mocha")
        #expect(best.interpretation[slot: "drink"] == .text("mocha"))
        #expect(best.interpretation.manner == .sound)
        #expect(best.scores.likelihoodRatio == -4 - 8 * -0.25)
        #expect(best.scores.mismatchConfidence == 0.7)
        #expect(try #require(best.scores.margin) > 0)
        // All are asked at once, and written as the recogniser writes.
        let asked = await scorer.asked
        #expect(asked.count == 1)
        #expect(asked[0].contains("Get me a light roast mocha."))
        #expect(asked[0].contains("Get me a light roast latte."))
        #expect(Set(readings.map(\.wording)).count == readings.count)
    }

    @Test func whatNoCandidateFitsIsHeardAgainWithNothingElseAllowed() async throws {
        let scorer = Scorer([:], otherwise: -20, guided: ["Get me a light roast mocha.": -3, "Stop": -20])
        let readings = try await readings(
            "Get a wrote mock her.",
            confidence: 0.5,
            scorer: scorer,
            meanLogProbability: -0.8
        )
        #expect(await scorer.guidedCount == 1)
        let best = try #require(readings.first)
        #expect(best.wording == "Get me a light roast mocha.")
        #expect(best.interpretation[slot: "roast"] == .text("light"))
        #expect(best.interpretation.manner == .sound)
        #expect(best.scores.likelihoodRatio == -3 - 8 * -0.8)
        #expect(best.scores.soundDistance > 1)
    }

    @Test func aReadingThatIsFoundBothWaysIsThereOnce() async throws {
        let scorer = Scorer(["Stob.": -22, "Stop.": -22, "Halt.": -30], guided: ["Halt!": -2])
        let readings = try await readings("Stob.", confidence: 0.5, scorer: scorer, meanLogProbability: -0.8)
        #expect(await scorer.guidedCount == 1)
        #expect(readings.filter { $0.interpretation.intent == "Stop" }.count == 1)
        #expect(readings.first?.scores.likelihoodRatio == -2 - 8 * -0.8)
    }

    @Test func whatIsNoCommandIsNotHeardAgain() async throws {
        let scorer = Scorer([:], guided: ["Stop": -20])
        let readings = try await readings("What a lovely day it was yesterday.", confidence: 0.9, scorer: scorer)
        #expect(await scorer.guidedCount == 0)
        #expect(readings.allSatisfy { Calibration().certainty(of: $0) < 0.01 })
    }

    @Test func aWitnessThatIsNotTheLastDoesNotListenAgain() async throws {
        let scorer = Scorer([:], otherwise: -20, guided: ["Get me a light roast mocha.": -3])
        let readings = try await readings(
            "Mock her.",
            confidence: 0.5,
            scorer: scorer,
            meanLogProbability: -0.8,
            listensAgain: false
        )
        #expect(await scorer.guidedCount == 0)
        #expect(
            !readings.contains { $0.interpretation.intent == "Order" && $0.scores.likelihoodRatio == -3 - 8 * -0.8 }
        )
    }

    @Test func whatTheFirstOtherTokenRulesOutIsNotWeighed() async throws {
        let scorer = Scorer(
            ["Get me a light roast latte.": -9, "Get me a light roast mocha.": -4],
            bounds: ["Get me a light roast latte.": -40]
        )
        let readings = try await readings("Get me a lied roast locker.", confidence: 0.7, scorer: scorer)
        let asked = await scorer.asked
        #expect(asked.count == 1)
        #expect(asked[0].contains("Get me a light roast mocha."))
        #expect(!asked[0].contains("Get me a light roast latte."))
        #expect(!readings.contains { $0.wording == "get me a light roast latte" })
    }

    @Test func whereNothingCanBeCertainEnoughTheRecogniserIsNotAsked() async throws {
        let scorer = Scorer([:], guided: ["Stop": -1], bounds: ["Stob.": -60, "Stop.": -60, "Halt.": -60])
        let readings = try await readings("Stob.", confidence: 0.9, scorer: scorer)
        #expect(await scorer.asked.isEmpty)
        #expect(await scorer.guidedCount == 0)
        #expect(readings.isEmpty)
    }

    @Test func wordsThatWereHeardClearlyAreNotHeardAgainForWhatIsUnlikeThem() async throws {
        // What sounds most like them would be about as likely as not if the sound spoke for it as it does for them.
        let scorer = Scorer([:], otherwise: -5, guided: ["Get me a light roast mocha.": -3])
        let readings = try await readings("Get me a bright toast mocha.", confidence: 0.97, scorer: scorer)
        #expect(await scorer.asked.count == 1)
        #expect(Interpreter.Limits().guided.contains(readings.map { Calibration().certainty(of: $0) }.max() ?? 0))
        #expect(await scorer.guidedCount == 0)
    }

    @Test func whatIsNearlyCertainIsNotHeardAgain() async throws {
        let scorer = Scorer(["Get me a light roast mocha.": -2.1], guided: ["Stop": -1])
        _ = try await readings("Get me a light roast mochas.", confidence: 0.7, scorer: scorer)
        #expect(await scorer.guidedCount == 0)
    }

    @Test func clearWordsThatAreASentenceAreNotLookedAtFurther() async throws {
        let scorer = Scorer([:])
        let interpreter = try interpreter()
        let transcript = Transcript(
            text: "Stop.",
            words: [],
            meanLogProbability: -0.1,
            tokenCount: 3,
            model: "scripted"
        )
        let sound = Utterance(id: "1", source: "test", start: .zero, samples: [], isCutShort: false)
        let composer = SlotComposer(clock: .system)
        let readings = try await interpreter.readings(
            of: transcript,
            witness: Interpreter.Witness(scorer, sound),
            composer: composer
        )
        #expect(readings.map(\.interpretation.intent) == ["Stop"])
        #expect(readings.first?.isExact == true)
        #expect(readings.first?.scores.likelihoodRatio == nil)
        #expect(await scorer.asked.isEmpty)
    }

    @Test func withoutSoundTheWordsAloneAreCompared() async throws {
        let readings = try await readings("stob", confidence: 1)
        #expect(readings.first?.wording == "stop")
        #expect(readings.first?.interpretation.manner == .sound)
        #expect(readings.first?.scores.likelihoodRatio == nil)
    }

    @Test func nothingIsUnderstoodOfNothing() async throws {
        #expect(try await readings("", confidence: 1).isEmpty)
    }
}
