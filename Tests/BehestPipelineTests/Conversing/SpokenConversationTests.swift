import BehestAgents
import BehestAudio
import BehestGrammar
import BehestPipeline
import BehestSpeech
import BehestWorkflow
import FoundationEssentials
import Synchronization
import TestSupport
import Testing

/// Recordings are played to a conversation as they were spoken, each when what was said before it has been dealt with: the real
/// recogniser, grammars, journal and agents.
@Suite(.timeLimit(.minutes(5)))
struct SpokenConversationTests {
    @Test func aCommandIsDone() async throws {
        let place = try SpokenPlace()
        let exchanges = try await place.talk(["file-a-bug"])
        #expect(exchanges.map { $0.runs.map(\.plan.intent) } == [["FileBug"]])
        #expect(place.bugs == ["0001-the-import-button-does-nothing.md"])
        #expect(place.answers.lines.last == "< Filed bug 1: the import button does nothing.")
        let journal = try place.journal()
        #expect(try await journal.undecidedUtterances().isEmpty)
        #expect(try await journal.runs(limit: 9).map(\.state) == [.succeeded, .succeeded])
    }

    @Test func whatIsMissingIsAskedForAndDictated() async throws {
        let place = try SpokenPlace()
        let exchanges = try await place.talk(["bug-without-summary", "not-a-command"])
        #expect(exchanges.map { $0.question?.text } == ["What went wrong?", nil])
        #expect(place.answers.lines.first == "? What went wrong?")
        // What is asked besides is asked again at the next start, and nothing is filed without the person until then.
        #expect(place.answers.lines.last == "? Any details? Say them, or no.")
        #expect(place.bugs.isEmpty)
        let later = try place.again()
        try await later.type(["no", "critical"])
        #expect(place.bugs == ["0001-the-weather-on-the-coast-was-lovely-last-weekend.md"])
        #expect(later.answers.lines.first?.hasPrefix("< I still have your draft: File a bug") == true)
        #expect(later.answers.lines.contains("? How bad is it: minor, major or critical?"))
        #expect(try await place.journal().undecidedUtterances().isEmpty)
    }

    @Test func neverMindClosesTheQuestionAndNothingIsDone() async throws {
        let place = try SpokenPlace()
        let exchanges = try await place.talk(["bug-without-summary", "never-mind"])
        #expect(exchanges.map(\.runs.count) == [0, 0])
        #expect(exchanges.last?.said == "All right, nothing was done.")
        #expect(place.bugs.isEmpty)
    }

    @Test(arguments: ["near-miss", "not-a-command"])
    func whatIsNoCommandDoesNothing(_ sample: String) async throws {
        let place = try SpokenPlace()
        let exchanges = try await place.talk([sample])
        #expect(exchanges.map(\.isRefused) == [true])
        #expect(try await place.journal().runs(limit: 9).isEmpty)
        #expect(try await place.journal().undecidedUtterances().isEmpty)
    }

    @Test func silenceIsNothing() async throws {
        let place = try SpokenPlace()
        #expect(try await place.talk(["silence"]).isEmpty)
        #expect(place.answers.lines.isEmpty)
    }

    @Test func whatWasAskedWhenTheProcessEndedIsAskedAgain() async throws {
        let place = try SpokenPlace()
        _ = try await place.talk(["bug-without-summary"])
        #expect(place.answers.lines == ["? What went wrong?"])
        place.time.pass(60)
        let later = try place.again()
        _ = try await later.talk(["not-a-command"])
        #expect(later.answers.lines == ["? What went wrong?", "? Any details? Say them, or no."])
    }

    @Test func aDraftIsThereAfterARestart() async throws {
        let place = try SpokenPlace()
        // It ends while the pause that would end the text still goes on.
        _ = try await place.talk(["bug-without-summary", "not-a-command"], finishing: false)
        #expect(place.bugs.isEmpty)
        let later = try place.again()
        _ = try await later.talk(["near-miss"])
        #expect(
            later.answers.lines.first?.hasPrefix("< I still have what you dictated: The weather on the coast") == true
        )
        try await later.again().type(["no", "no"])
        let name = "0001-the-weather-on-the-coast-was-lovely-last-weekend-i-found"
        #expect(place.bugs.count == 1 && place.bugs[0].hasPrefix(name), "\(place.bugs)")
    }

    @Test func aRunThatACrashLeftOverIsTakenUpAndTold() async throws {
        let place = try SpokenPlace()
        let conversation = try place.conversation()
        // Nothing carries it out: as if the process ended here.
        try await conversation.hear(typed: "file a bug saying the clock is slow")
        #expect(place.bugs.isEmpty)
        let later = try place.again()
        _ = try await later.talk(["silence"])
        #expect(later.answers.lines == ["< Filed bug 1: the clock is slow."])
        #expect(place.bugs == ["0001-the-clock-is-slow.md"])
    }
}

/// What a person is told, written down.
final class WrittenAnswers: Answers {
    private let written = Mutex<[String]>([])

    var lines: [String] { written.withLock(\.self) }

    func say(_ text: String) { written.withLock { $0.append("< \(text)") } }
    func play(_ earcon: DialogueEffect.Earcon) {}
    func show(_ question: OpenQuestion?) {
        if let question { written.withLock { $0.append("? \(question.text)") } }
    }
    func listSentences() { written.withLock { $0.append("list") } }
    func expectDictation(_ isExpected: Bool) {}
}

/// A conversation at a recording, in a workspace and with a journal of one test's own.
private final class SpokenPlace {
    private let place: PipelinePlace
    private let recogniser: MoonshineTranscriber
    let answers = WrittenAnswers()
    let time: TestTime

    convenience init() throws {
        self.init(try PipelinePlace(), try PipelinePlace.moonshine(), TestTime())
    }

    private init(_ place: PipelinePlace, _ recogniser: MoonshineTranscriber, _ time: TestTime) {
        self.place = place
        self.recogniser = recogniser
        self.time = time
    }

    /// The next start of the process.
    func again() throws -> SpokenPlace { SpokenPlace(place, recogniser, time) }

    var bugs: [String] {
        let folder = place.workspace.appending(path: "bugs").path
        return ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).filter { $0.hasSuffix(".md") }
    }

    func journal() throws -> SQLiteJournal { try SQLiteJournal(path: place.journalPath) }

    func conversation() throws -> Conversation {
        let agents = AgentRegistry([LocalTracker(), ShellAgent()])
        let library = try #require(PackLibrary.read([Repository.grammars.path], agents: agents.signatures).library)
        let replies = try ReplyGrammar(packs: library.packs)
        let decider = Decider(planner: library.planner, workspace: place.workspace.path, isConfirmed: false)
        func interpreter(_ grammar: Grammar) -> Interpreter {
            Interpreter(
                grammar: grammar,
                phonetics: Phonetics(grammar: grammar, pronouncer: SpellingPronouncer())
            )
        }
        let journal = try journal()
        let state = URL(filePath: place.journalPath).deletingLastPathComponent()
        return Conversation(
            rules: Dialogue.Rules(decider: decider, planner: library.planner, replies: replies),
            interpreter: ConversationInterpreter(
                replies: interpreter(replies.grammar),
                commands: CommandPipeline(
                    hearing: nil,
                    interpreter: interpreter(library.grammar),
                    decider: decider,
                    records: nil,
                    stage: .plan
                )
            ),
            records: CommandPipeline.Records(
                archive: UtteranceArchive(folder: state.appending(path: "audio")),
                journal: journal,
                dispatcher: Dispatcher(journal: journal, agents: agents)
            ),
            answers: answers,
            generator: SeededGenerator(seed: 1),
            now: { [time] in time.now }
        )
    }

    /// Goes on with what was left over, by typed words.
    func type(_ words: [String]) async throws {
        let conversation = try conversation()
        try await conversation.resume(takingUp: true)
        try await withThrowingTaskGroup { group in
            group.addTask { try await conversation.run() }
            for words in words { try await conversation.hear(typed: words) }
            await conversation.finish()
            try await group.waitForAll()
        }
    }

    /// Plays recordings one after the other, each when the one before it has been dealt with, and gives what was made of them.
    ///
    /// What is dictated is ended by its pause when it is `finishing`.
    func talk(_ samples: [String], finishing: Bool = true) async throws -> [Exchange] {
        let conversation = try conversation()
        try await conversation.resume(takingUp: true)
        let ring = SoundRing()
        let silence = [Float](repeating: 0, count: 2 * speechSampleRate)
        var sounds = try samples.map { try Repository.sound(of: $0) + silence }
        ring.write(sounds.removeFirst()[...], endingAt: .now)
        if sounds.isEmpty { ring.finish(throwing: nil) }
        let rest = Mutex(sounds)
        let exchanges = Mutex<[Exchange]>([])
        let ear = CommandPipeline.Ear(transcriber: recogniser, witness: recogniser)
        let hearing = CommandPipeline.Hearing(detection: try PipelinePlace.detection(), ears: [ear])
        let listener = Listener(conversation: conversation, hearing: hearing)
        try await withThrowingTaskGroup { group in
            group.addTask { try await conversation.run() }
            try await listener.listen(to: ring.events(preRoll: .seconds(30)), sourceName: "test") { event in
                if case .failure(let reason) = event { Issue.record("\(reason)") }
                guard case .report(let report) = event else { return }
                if let exchange = report.exchange { exchanges.withLock { $0.append(exchange) } }
                rest.withLock { rest in
                    if !rest.isEmpty { ring.write(rest.removeFirst()[...], endingAt: .now) }
                    if rest.isEmpty { ring.finish(throwing: nil) }
                }
            }
            if finishing {
                await conversation.finish()
                time.pass(5)
                try await group.waitForAll()
            }
            group.cancelAll()
        }
        return exchanges.withLock(\.self)
    }
}
