import BehestAgents
import BehestAudio
import BehestGrammar
import BehestSpeech
import BehestWorkflow
import FoundationEssentials
import Synchronization
import TestSupport
import Testing

@testable import BehestPipeline

/// What is understood of an utterance by what is expected, and how often the sound is weighed for it.
struct ConversationInterpreterTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var words: String
        var expectation: Comprehension.Expectation
        var command: String?
        var reply: String?
        /// How often the recogniser is asked to weigh wordings.
        var weighings: ClosedRange<Int>
        var ending: Patience.Ending
        var testDescription: String { "\(words), expecting \(expectation)" }
    }

    @Test(arguments: [
        Case(words: "Run the tests.", expectation: .command, command: "RunTests", weighings: 0...0, ending: .complete),
        Case(
            words: "Never mind.",
            expectation: .command,
            command: "NeverMind",
            reply: "Cancel",
            weighings: 0...0,
            ending: .complete
        ),
        Case(words: "Stop everything.", expectation: .command, reply: "StopAll", weighings: 0...0, ending: .complete),
        Case(words: "Yes.", expectation: .answer, reply: "Yes", weighings: 0...0, ending: .unclear),
        Case(words: "No.", expectation: .answer, reply: "No", weighings: 0...0, ending: .unclear),
        Case(words: "File a bug saying", expectation: .command, weighings: 0...3, ending: .open),
        Case(words: "Run the tests.", expectation: .answer, command: "RunTests", weighings: 0...0, ending: .complete),
        Case(words: "The door is stuck.", expectation: .text, weighings: 0...0, ending: .dictated),
        Case(words: "That's all.", expectation: .text, reply: "ThatIsAll", weighings: 0...0, ending: .complete),
        Case(words: "Run the tests.", expectation: .text, command: "RunTests", weighings: 0...0, ending: .dictated),
    ])
    func looksAtWhatIsExpectedFirst(_ example: Case) async throws {
        let ear = CountingEar(example.words)
        let comprehension = try await Self.shared.get().comprehend(
            Self.utterance(),
            by: [Self.ear(ear)],
            expecting: example.expectation
        )
        let readings = comprehension.understanding?.evidence.first?.readings ?? []
        if let command = example.command { #expect(readings.first?.interpretation.intent == command) }
        if let reply = example.reply { #expect(comprehension.replies.first?.interpretation.intent == reply) }
        let weighings = await ear.weighings
        #expect(example.weighings.contains(weighings), "\(weighings)")
        #expect(try Self.shared.get().ending(of: comprehension) == example.ending)
        #expect(comprehension.transcripts.map(\.text) == [example.words])
    }

    @Test func whatSoundsLikeACommandIsWeighedAsOneBeforeItIsAsAnAnswer() async throws {
        let ear = CountingEar("File a buck saying the clock is slow.", score: -0.5, tokens: 24)
        let comprehension = try await Self.shared.get().comprehend(
            Self.utterance(),
            by: [Self.ear(ear)],
            expecting: .answer
        )
        #expect(comprehension.understanding?.evidence.first?.readings.first?.interpretation.intent == "FileBug")
        #expect(comprehension.replies.isEmpty)
        #expect(await ear.weighings == 1)
    }

    @Test func halfAnAnswerIsNone() async throws {
        let ear = CountingEar("Yes.")
        let comprehension = try await Self.shared.get().comprehend(
            Self.utterance(isCutShort: true),
            by: [Self.ear(ear)],
            expecting: .answer
        )
        #expect(comprehension.replies.isEmpty)
    }

    @Test func whatTheFirstEarIsSureOfTheSecondIsNotAsked() async throws {
        let (quick, careful) = (CountingEar("Yes."), CountingEar("Yes."))
        _ = try await Self.shared.get().comprehend(
            Self.utterance(),
            by: [Self.ear(quick), Self.ear(careful)],
            expecting: .answer
        )
        #expect(await careful.heard == 0)
    }

    private static func utterance(isCutShort: Bool = false) -> Utterance {
        let samples = [Int16](repeating: 0, count: speechSampleRate)
        return Utterance(id: "u", source: "test", start: .zero, samples: samples, isCutShort: isCutShort)
    }

    /// Compiled once.
    private static let shared = Result { try interpreter() }

    private static func interpreter() throws -> ConversationInterpreter {
        let agents = AgentRegistry([LocalTracker(), ShellAgent()])
        let library = try #require(PackLibrary.read([Repository.grammars.path], agents: agents.signatures).library)
        let replies = try ReplyGrammar(packs: library.packs)
        let commands = CommandPipeline(
            hearing: nil,
            interpreter: bySound(library.grammar),
            decider: Decider(planner: library.planner, workspace: "/workspace", isConfirmed: false),
            records: nil,
            stage: .plan
        )
        return ConversationInterpreter(replies: bySound(replies.grammar), commands: commands)
    }

    private static func bySound(_ grammar: Grammar) -> Interpreter {
        Interpreter(grammar: grammar, phonetics: Phonetics(grammar: grammar, pronouncer: SpellingPronouncer()))
    }

    private static func ear(_ ear: CountingEar) -> CommandPipeline.Ear {
        CommandPipeline.Ear(transcriber: ear, witness: ear)
    }
}

/// Hears the same in everything, clearly, and counts what it is asked.
private actor CountingEar: Transcriber, WordingScorer {
    nonisolated let name = "counting"
    private let text: String
    private let score: Double
    private let tokens: Int
    private(set) var heard = 0
    private(set) var weighings = 0

    init(_ text: String, score: Double = -20, tokens: Int = 8) {
        self.text = text
        self.score = score
        self.tokens = tokens
    }

    func prepare() {}

    func transcribe(_ utterance: Utterance) -> Transcript {
        heard += 1
        return Transcript(text: text, words: [], meanLogProbability: -0.02, tokenCount: tokens, model: name)
    }

    func score(_ wordings: [String], of utterance: Utterance) -> [WordingScore] {
        weighings += 1
        return wordings.map { _ in WordingScore(logProbability: score, tokenCount: tokens) }
    }

    /// Knows nothing beforehand.
    func bounds(on wordings: [String], of utterance: Utterance) -> [WordingScore] {
        wordings.map { _ in WordingScore(logProbability: 0, tokenCount: tokens) }
    }

    func sentences(by guide: SentenceGuide, in utterance: Utterance, most: Int) -> [GuidedSentence] {
        weighings += 1
        return []
    }
}
