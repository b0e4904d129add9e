import BehestAgents
import BehestGrammar
import BehestInference
import BehestSpeech
import BehestWorkflow
import FoundationEssentials
import Synchronization
import TestSupport
import Testing

@testable import BehestAudio
@testable import BehestPipeline

/// What no endpoint could transcribe, with the real journal, conversation, agents and recordings; only the recogniser is scripted.
@Suite(.timeLimit(.minutes(2)))
struct BacklogTests {
    @Test func aCommandIsDoneOnceAnEndpointIsBack() async throws {
        let place = try BacklogPlace()
        let chain = place.chain("Paint it.")
        let report = try await place.say("u1", to: chain)
        guard case .refuse(.postponed(let reason))? = report.decision else {
            Issue.record("it was not postponed: \(String(describing: report.decision))")
            return
        }
        #expect(reason == FlakyTranscriber.down.message)
        #expect(report.exchange?.said == "Nothing answers at 'home'. Start it. What was said is kept, and tried again.")
        let journal = place.journal
        #expect(try await journal.waitingUtterances().map(\.id) == ["u1"])
        #expect(try await journal.waitingUtterances().map(\.reason) == [reason])
        let sound = try #require(try await journal.utterance("u1")?.audioPath)
        #expect(FileManager.default.fileExists(atPath: sound))

        // What waits survives the end of the process.
        let recovery = try await place.dispatcher.recover()
        #expect(recovery.utterances.isEmpty && recovery.runs.isEmpty)

        place.endpoint.mend()
        try await place.work(by: chain, until: { try await journal.runs(limit: 9).first?.state == .succeeded })
        #expect(try await journal.waitingUtterances().isEmpty)
        #expect(try await journal.undecidedUtterances().isEmpty)
        #expect(try await journal.runs(limit: 9).map(\.utterance) == ["u1"])
        #expect(try await journal.decision(on: "u1")?.verdict == .act)
        let attempts = try await journal.transcriptionAttempts(at: "u1")
        #expect(attempts.map(\.outcome) == ["unreachable", "answered"])
        #expect(attempts.map(\.cause) == ["first", "first"])
        #expect(attempts.map(\.endpoint) == ["home", "home"])
    }

    @Test func anOldCommandIsAskedAbout() async throws {
        let place = try BacklogPlace()
        let chain = place.chain("Paint it.")
        _ = try await place.say("u1", to: chain)
        place.endpoint.mend()
        place.time.pass(720)
        try await place.work(by: chain, until: { await place.conversation.question != nil })
        let question = await place.conversation.question
        #expect(
            question?.text == "12 minutes ago you said 'Paint it', when nothing could hear it. Shall I do it now?"
                || question?.text
                    == "12 minutes ago you said 'Paint it.', when nothing could hear it. Shall I do it now?"
        )
        #expect(try await place.journal.runs(limit: 9).isEmpty)
        #expect(try await place.journal.decision(on: "u1")?.verdict == .ask)

        let exchange = try await place.conversation.hear(typed: "yes")
        #expect(exchange.runs.map(\.plan.intent) == ["Paint"])
        #expect(try await place.journal.runs(limit: 9).map(\.utterance) == ["u1"])
    }

    @Test func whatWasSaidAgainIsAskedAbout() async throws {
        let place = try BacklogPlace()
        let chain = place.chain("Paint it.")
        _ = try await place.say("u1", to: chain)
        place.endpoint.mend()
        place.time.pass(30)
        try await place.conversation.hear(typed: "paint it")
        try await place.work(by: chain, until: { await place.conversation.question != nil })
        #expect(await place.conversation.question?.text.contains("You have said the same since.") == true)
        #expect(try await place.journal.runs(limit: 9).count == 1)
    }

    @Test func anAnswerIsNoAnswerToSomethingElse() async throws {
        let place = try BacklogPlace()
        let chain = place.chain("Yes.")
        _ = try await place.say("u1", to: chain)
        place.endpoint.mend()
        try await place.conversation.hear(typed: "paint it red")
        let asked = await place.conversation.question
        #expect(asked != nil)
        try await place.work(by: chain, until: { try await place.journal.decision(on: "u1") != nil })
        #expect(await place.conversation.question?.id == asked?.id)
        #expect(try await place.journal.runs(limit: 9).isEmpty)
        let decision = try await place.journal.decision(on: "u1")
        #expect(decision?.verdict == .refuse)
        #expect(decision?.reason.hasPrefix("You said 'Yes.', and what that answered is over.") == true)
    }

    @Test func aDayOldCommandIsGivenUp() async throws {
        let place = try BacklogPlace()
        let chain = place.chain("Paint it.")
        _ = try await place.say("u1", to: chain)
        place.time.pass(86_401)
        try await place.work(by: chain, until: { try await place.journal.decision(on: "u1") != nil })
        let decision = try #require(try await place.journal.decision(on: "u1"))
        #expect(decision.verdict == .refuse)
        #expect(decision.reason.hasPrefix("Nothing could hear it for a day. Nothing answers at 'home'."))
        let sound = try #require(try await place.journal.utterance("u1")?.audioPath)
        #expect(decision.reason.hasSuffix("Run 'behest run \(sound)' to take it up again."))
        #expect(FileManager.default.fileExists(atPath: sound))
        #expect(place.endpoint.heard == ["u1"])
    }

    @Test func whatGoesOnFailingGoesOnWaiting() async throws {
        let place = try BacklogPlace()
        let chain = place.chain("Paint it.")
        _ = try await place.say("u1", to: chain)
        place.time.pass(5)
        try await place.work(by: chain, until: { try await place.journal.waitingUtterances().first?.tries == 2 })
        #expect(try await place.journal.decision(on: "u1") == nil)
        // It is told once, not with every try.
        #expect(await place.answers.lines.count { $0.contains("Nothing answers") } == 0)
    }

    @Test func aSoundThatIsNotTakenIsRefusedAtOnce() async throws {
        let place = try BacklogPlace()
        place.endpoint.fail(TranscriptionError(.refused, "It does not take the sound."))
        let report = try await place.say("u1", to: place.chain("Paint it."))
        #expect(report.exchange?.isRefused == true)
        #expect(try await place.journal.waitingUtterances().isEmpty)
        #expect(try await place.journal.decision(on: "u1")?.verdict == .refuse)
    }

    /// Among endpoints, too, a model that cannot be run on a sound will not hear it at any later try.
    @Test func whatAModelAmongEndpointsCannotTakeIsRefusedAtOnce() async throws {
        let place = try BacklogPlace()
        place.endpoint.fail(TranscriptionError(.refused, "It does not take the sound."))
        let embedded = BreakingTranscriber(["u1": .runFailed, "u2": .modelMissing], else: place.endpoint)
        let chain = TranscriberChain([ChainLink(place.endpoint), ChainLink(embedded)])
        let report = try await place.say("u1", to: chain)
        #expect(report.exchange?.isRefused == true)
        #expect(try await place.journal.waitingUtterances().isEmpty)
        let decision = try #require(try await place.journal.decision(on: "u1"))
        #expect(decision.verdict == .refuse)
        #expect(decision.reason.contains("The model is broken."))
        // What is missing may be there at the next try.
        _ = try await place.say("u2", to: chain)
        #expect(try await place.journal.waitingUtterances().map(\.id) == ["u2"])
    }

    @Test func halfACommandIsRefusedAtOnce() async throws {
        let place = try BacklogPlace()
        _ = try await place.say("u1", to: place.chain("Paint it."), isCutShort: true)
        #expect(try await place.journal.waitingUtterances().isEmpty)
        #expect(try await place.journal.decision(on: "u1")?.verdict == .refuse)
    }

    @Test func aRecordingThatIsGoneIsToldOf() async throws {
        let place = try BacklogPlace()
        let chain = place.chain("Paint it.")
        _ = try await place.say("u1", to: chain)
        let sound = try #require(try await place.journal.utterance("u1")?.audioPath)
        try FileManager.default.removeItem(atPath: sound)
        place.endpoint.mend()
        try await place.work(by: chain, until: { try await place.journal.decision(on: "u1") != nil })
        #expect(
            try await place.journal.decision(on: "u1")?.reason.hasPrefix("Its recording cannot be heard any more.")
                == true
        )
    }

    /// The model cannot take one of them; those after it are tried, and nothing ends by that.
    @Test func whatTheModelCannotTakeIsClosed() async throws {
        let place = try BacklogPlace()
        let chain = place.chain("Paint it.")
        for id in ["u1", "u2"] {
            _ = try await place.say(id, to: chain)
            place.time.pass(1)
        }
        place.endpoint.mend()
        place.time.pass(60)
        let embedded = BreakingTranscriber(["u1": .runFailed], else: place.endpoint)
        try await place.work(by: embedded, until: { try await place.journal.waitingUtterances().isEmpty })
        let decision = try #require(try await place.journal.decision(on: "u1"))
        #expect(decision.verdict == .refuse)
        #expect(decision.reason.hasPrefix("The model is broken. Run 'behest run "))
        #expect(try await place.journal.runs(limit: 9).map(\.utterance) == ["u2"])
    }

    /// Whoever answers, and is not heard because the model fails, is told and has the time to say it again.
    @Test func whoeverTheModelCannotHearIsTold() async throws {
        let place = try BacklogPlace()
        try await place.conversation.hear(typed: "note")
        let asked = try #require(await place.conversation.question)
        #expect(asked.text == "What went wrong?")
        let report = try await place.say("u1", to: BreakingTranscriber(["u1": .runFailed], else: place.endpoint))
        #expect(report.exchange?.isRefused == true)
        #expect(report.exchange?.said?.contains("The model is broken.") == true)
        #expect(await place.conversation.question?.id == asked.id)
        #expect(try await place.journal.waitingUtterances().isEmpty)
        #expect(try await place.journal.decision(on: "u1")?.verdict == .refuse)
        #expect(try await place.journal.undecidedUtterances().isEmpty)

        place.endpoint.mend()
        place.endpoint.say("It is slow. That's all.")
        let again = try await place.say("u2", to: place.endpoint)
        #expect(again.exchange?.runs.map(\.plan.intent) == ["Note"])
    }

    @Test func aModelThatIsMissingIsWaitedFor() async throws {
        let place = try BacklogPlace()
        _ = try await place.say("u1", to: place.chain("Paint it."))
        place.time.pass(60)
        let embedded = BreakingTranscriber(["u1": .modelMissing], else: place.endpoint)
        try await place.work(by: embedded, until: { try await place.journal.waitingUtterances().first?.tries == 2 })
        #expect(try await place.journal.waitingUtterances().first?.reason == "The model is broken.")
        #expect(try await place.journal.decision(on: "u1") == nil)
    }

    /// Nobody tells that the endpoint is back but the answer to what is said next.
    @Test func whatIsAnsweredLaterBringsBackWhatWaits() async throws {
        let place = try BacklogPlace()
        _ = try await place.say("u1", to: place.endpoint)
        try await place.working(by: place.endpoint) {
            place.endpoint.mend()
            place.endpoint.say("Yes.")
            _ = try await place.say("u2", to: place.endpoint)
            while try await place.journal.decision(on: "u1") == nil {
                try await ContinuousClock().sleep(for: .milliseconds(2))
            }
        }
        #expect(place.endpoint.heard == ["u1", "u2", "u1"])
    }

    /// Behest speaks, and nobody can tell whether it heard only itself: that is told, but neither tried again nor spoken of, which
    /// it would hear as well.
    @Test func whatIsUnheardWhileBehestSpeaksIsToldAndNotTriedAgain() async throws {
        let place = try BacklogPlace()
        let voice = VoiceAnswers(voice: nil, notifications: nil, report: { _ in })
        let attendant = DiscerningAttendant(conversation: place.conversation, voice: voice)
        voice.ownSound.begin(.speech("The tests were run on Friday."))
        let report = try await place.say("u1", to: place.endpoint, through: attendant)
        #expect(!report.isOwnSound)
        guard case .refuse(.unheard(let reason))? = report.decision else {
            Issue.record("it was not refused: \(String(describing: report.decision))")
            return
        }
        #expect(reason.hasPrefix(FlakyTranscriber.down.message))
        #expect(report.exchange?.effects == [.play(.refused)])
        #expect(try await place.journal.waitingUtterances().isEmpty)
        #expect(try await place.journal.decision(on: "u1")?.verdict == .refuse)

        voice.ownSound.end()
        let later = try await place.say("u2", to: place.endpoint, through: attendant, after: .seconds(10))
        #expect(later.exchange?.said?.hasSuffix("What was said is kept, and tried again.") == true)
        #expect(try await place.journal.waitingUtterances().map(\.id) == ["u2"])
    }

    @Test func theCommandsAreDoneInTheirOrder() async throws {
        let place = try BacklogPlace()
        let chain = place.chain("Paint it.")
        for id in ["u1", "u2", "u3"] {
            _ = try await place.say(id, to: chain)
            place.time.pass(1)
        }
        place.endpoint.mend()
        try await place.work(by: chain, until: { try await place.journal.waitingUtterances().isEmpty })
        #expect(place.endpoint.heard == ["u1", "u2", "u3", "u1", "u2", "u3"])
        // The second and third say the same again.
        #expect(try await place.journal.runs(limit: 9).map(\.utterance) == ["u1"])
        #expect(await place.conversation.question?.order.utterance == "u2")
    }
}

/// A conversation with a backlog, of one test's own.
private final class BacklogPlace {
    private static let pack = """
        language: en
        intents:
          Paint: {data: [{sentences: ["paint it"]}]}
          PaintRed: {data: [{sentences: ["paint it red"]}]}
          Note: {data: [{sentences: ["note [{summary}]"]}]}
        lists: {summary: {wildcard: true}}
        workflows:
          Note: {ask: {summary: "What went wrong?"}, steps: [], say: "Noted."}
          Paint: {steps: [], say: "Painted."}
          PaintRed: {confirm: always, steps: [], say: "Painted."}
        """

    private let folder: TemporaryDirectory
    let time = TestTime()
    let endpoint = FlakyTranscriber("")
    let journal: SQLiteJournal
    let dispatcher: Dispatcher
    let backlog: Backlog
    let answers = Lines()
    let conversation: Conversation

    init() throws {
        let time = time
        folder = try TemporaryDirectory()
        let file = folder.url.appending(path: "pack.yaml")
        try Data(Self.pack.utf8).write(to: file)
        let library = try #require(PackLibrary.read([file.path], agents: AgentRegistry([]).signatures).library)
        let replies = try ReplyGrammar(packs: library.packs)
        let decider = Decider(planner: library.planner, workspace: folder.url.path, isConfirmed: false)
        journal = try SQLiteJournal(path: folder.url.appending(path: "journal.sqlite").path)
        dispatcher = Dispatcher(journal: journal, agents: AgentRegistry([]), now: { time.now })
        backlog = Backlog(now: { time.now })
        conversation = Conversation(
            rules: Dialogue.Rules(decider: decider, planner: library.planner, replies: replies),
            interpreter: ConversationInterpreter(ofWordsBy: replies, library, decider),
            records: CommandPipeline.Records(
                archive: UtteranceArchive(folder: folder.url.appending(path: "audio")),
                journal: journal,
                dispatcher: dispatcher,
                now: { time.now }
            ),
            answers: answers,
            backlog: backlog,
            generator: SeededGenerator(seed: 1),
            now: { time.now }
        )
    }

    /// A chain of the one endpoint, which tells the backlog when that is back.
    func chain(_ text: String) -> TranscriberChain {
        endpoint.say(text)
        var settings = ChainLink.Settings()
        settings.timeLimit = .seconds(600)
        settings.retry.retries = 0
        settings.breaker.failures = 1
        settings.breaker.shortestRest = .milliseconds(1)
        return TranscriberChain([ChainLink(endpoint, settings: settings, probe: { [endpoint] in try endpoint.probe() })]
        ) {
            [backlog] _ in backlog.endpointIsBack()
        }
    }

    /// Says something as a listener would have it, some time from now.
    func say(
        _ id: String,
        to transcriber: any Transcriber,
        isCutShort: Bool = false,
        through attendant: (any Attendant)? = nil,
        after delay: Duration = .zero
    ) async throws -> UtteranceReport {
        var utterance = Utterance(
            id: id,
            source: "test",
            start: .zero,
            samples: (0..<32_000).map { Int16($0 % 100) },
            isCutShort: isCutShort
        )
        utterance.time = .now + delay
        let attendant: any Attendant = attendant ?? conversation
        let keeping = try await attendant.keep(utterance)
        let ears = [CommandPipeline.Ear(transcriber: transcriber)]
        let comprehension = try await attendant.comprehend(utterance, by: ears)
        return try await attendant.conclude(utterance, keptIn: keeping, comprehension)
    }

    /// Lets everything work until something has come about.
    func work(
        by transcriber: any Transcriber,
        until isDone: () async throws -> Bool
    ) async throws {
        try await working(by: transcriber) {
            while try await !isDone() { try await ContinuousClock().sleep(for: .milliseconds(2)) }
        }
    }

    /// Lets everything work during something.
    func working(by transcriber: any Transcriber, _ during: () async throws -> Void) async throws {
        let (conversation, backlog) = (conversation, backlog)
        try await withThrowingTaskGroup { group in
            group.addTask { try await conversation.run() }
            group.addTask { await (transcriber as? TranscriberChain)?.probe() }
            group.addTask {
                try await backlog.run(in: conversation, by: [CommandPipeline.Ear(transcriber: transcriber)])
            }
            try await during()
            group.cancelAll()
            while let ending = await group.nextResult() {
                if case .failure(let error) = ending, !(error is CancellationError) { throw error }
            }
        }
    }
}

/// Writes down what a person is told.
private actor Lines: Answers {
    private(set) var lines: [String] = []

    func say(_ text: String) { lines.append(text) }

    func play(_ earcon: DialogueEffect.Earcon) {}

    func show(_ question: OpenQuestion?) {
        if let question { lines.append(question.text) }
    }

    func listSentences() {}

    func expectDictation(_ isExpected: Bool) {}
}
