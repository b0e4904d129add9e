import BehestAgents
import BehestAudio
import BehestGrammar
import BehestPipeline
import BehestWorkflow
import FoundationEssentials
import Synchronization
import TestSupport
import Testing

/// Whole conversations with the real pipeline, journal and agents; only the words are typed.
@Suite(.timeLimit(.minutes(3)))
struct ConversationTests {
    @Test func aBugReportIsDictatedAndFiled() async throws {
        let place = try Place()
        try place.file(bug: 6)
        let (conversation, answers) = try place.conversation()
        try await withThrowingTaskGroup { group in
            group.addTask { try await conversation.run() }
            try await conversation.hear(typed: "report a fault")
            try await conversation.hear(typed: "the import button does nothing")
            place.time.pass(5)
            try await conversation.take(.ticked)
            try await conversation.hear(typed: "Open the window, click on import.")
            try await conversation.hear(typed: "Nothing happens, oh, that's all")
            try await conversation.hear(typed: "critical please")
            await answers.wait(for: "Filed bug 7.")
            group.cancelAll()
        }
        let shown = await answers.lines
        #expect(shown.contains("? What went wrong?"))
        #expect(shown.contains("? How does it come about?"))
        #expect(shown.contains("? How bad is it?"))
        let bug = try place.text(of: "bugs/0007-the-import-button-does-nothing.md")
        #expect(bug.contains("severity: \"critical\""))
        #expect(bug.contains("> Open the window, click on import. Nothing happens\n"))

        let journal = try place.journal()
        #expect(try await journal.undecidedUtterances().isEmpty)
        #expect(try await journal.runs(limit: 9).map(\.state) == [.succeeded])
    }

    @Test func whatWasDoneIsTakenBackStepByStep() async throws {
        let place = try Place()
        let (conversation, answers) = try place.conversation()
        try await withThrowingTaskGroup { group in
            group.addTask { try await conversation.run() }
            try await conversation.hear(typed: "mark it")
            await answers.wait(for: "Marked.")
            #expect(place.has("marked"))
            try await conversation.hear(typed: "undo that")
            await answers.wait(for: "Taken back: mark it.")
            #expect(!place.has("marked"))
            // What was taken back stays so.
            try await conversation.hear(typed: "undo that")
            await answers.wait(for: "'undo: mark it' cannot be undone.")
            // Of what was done, nothing says how it is taken back.
            try await conversation.hear(typed: "mark nothing")
            await answers.wait(for: "Marked nothing.")
            try await conversation.hear(typed: "undo that")
            await answers.wait(for: "'mark nothing' cannot be undone.")
            group.cancelAll()
        }
        let runs = try await place.journal().runs(limit: 9)
        #expect(runs.map(\.plan.words) == ["mark nothing", "undo: mark it", "mark it"])
    }

    @Test func whatMustBeAgreedToIsTakenBackByAYes() async throws {
        let place = try Place()
        let (conversation, answers) = try place.conversation()
        try await withThrowingTaskGroup { group in
            group.addTask { try await conversation.run() }
            try await conversation.hear(typed: "mark it safely")
            try await conversation.hear(typed: "yes")
            await answers.wait(for: "Marked safely.")
            try await conversation.hear(typed: "undo that")
            #expect(await conversation.question?.text == "undo: mark it safely. Shall I?")
            try await conversation.hear(typed: "no")
            #expect(place.has("marked"))
            try await conversation.hear(typed: "mark it safely")
            try await conversation.hear(typed: "yes")
            await answers.wait(for: "Marked safely.", times: 2)
            try await conversation.hear(typed: "undo that")
            try await conversation.hear(typed: "yes")
            await answers.wait(for: "Taken back: mark it safely.")
            #expect(!place.has("marked"))

            try await conversation.hear(typed: "mark it hard")
            try await conversation.take(.pressed(.confirm))
            await answers.wait(for: "Marked hard.")
            try await conversation.hear(typed: "undo that")
            try await conversation.hear(typed: "yes")
            #expect(place.has("marked"))
            try await conversation.take(.pressed(.confirm))
            await answers.wait(for: "Taken back: mark it hard.")
            #expect(!place.has("marked"))
            group.cancelAll()
        }
    }

    @Test func aConfirmationSurvivesTheEndOfTheProcess() async throws {
        let place = try Place()
        let (first, _) = try place.conversation()
        try await first.hear(typed: "report a fault with severity minor saying it rains details every day")
        try await first.hear(typed: "wipe the disk")
        #expect(await first.question?.text == "wipe the disk. Shall I?")

        place.time.pass(45)
        let (second, answers) = try place.conversation()
        try await second.resume()
        #expect(await answers.lines == ["? wipe the disk. Shall I?"])
        try await withThrowingTaskGroup { group in
            group.addTask { try await second.run() }
            try await second.hear(typed: "yes")
            await answers.wait(for: "Wiped.")
            group.cancelAll()
        }
        #expect(await second.question == nil)

        // What was asked long ago is not asked again.
        try await second.hear(typed: "wipe the disk")
        place.time.pass(3600)
        let (third, late) = try place.conversation()
        try await third.resume()
        try await third.hear(typed: "yes")
        #expect(await late.lines.contains("< Nothing was asked."))
    }

    @Test func aRunIsStoppedByAWord() async throws {
        let place = try Place()
        let (conversation, answers) = try place.conversation()
        try await withThrowingTaskGroup { group in
            group.addTask { try await conversation.run() }
            try await conversation.hear(typed: "take your time")
            try await conversation.hear(typed: "stop everything")
            await answers.wait(for: "Cancelled.")
            group.cancelAll()
        }
        let journal = try place.journal()
        #expect(try await journal.runs(limit: 9).map(\.state) == [.cancelled])
    }

    @Test func whatFollowsAFailedOrderIsNotDone() async throws {
        let place = try Place()
        let (conversation, answers) = try place.conversation()
        // Nothing is carried out yet: the yes comes before the first order has failed.
        try await conversation.hear(typed: "fail now and wipe the disk")
        try await conversation.hear(typed: "yes")
        await withThrowingTaskGroup { group in
            group.addTask { try await conversation.run() }
            await answers.wait(for: "Not done, because 'fail now' before it was not done.")
            group.cancelAll()
        }
        let journal = try place.journal()
        #expect(try await journal.runs(limit: 9).map(\.state) == [.cancelled, .failed])
    }
}

/// The time as a test has it.
final class TestTime: Sendable {
    private let seconds = Mutex(1_000_000.0)

    var now: Date { Date(timeIntervalSince1970: seconds.withLock { $0 }) }

    func pass(_ more: Double) { seconds.withLock { $0 += more } }
}

/// Writes down what a person is told.
private actor Recorder: Answers {
    private(set) var lines: [String] = []
    private var awaited: [(text: String, CheckedContinuation<Void, Never>)] = []

    func say(_ text: String) {
        lines.append("< \(text)")
        for waiting in awaited where waiting.text == text { waiting.1.resume() }
        awaited.removeAll { $0.text == text }
    }

    func play(_ earcon: DialogueEffect.Earcon) {}

    func show(_ question: OpenQuestion?) {
        if let question { lines.append("? \(question.text)") }
    }

    func listSentences() {}

    func expectDictation(_ isExpected: Bool) {}

    func wait(for text: String, times: Int = 1) async {
        while lines.count(where: { $0 == "< \(text)" }) < times {
            await withCheckedContinuation { awaited.append((text, $0)) }
        }
    }
}

/// A workspace and a journal of one test's own.
private final class Place {
    private static let pack = """
        language: en
        intents:
          ReportFault: {data: [{sentences: ["report a fault [with severity {severity}] [saying {summary} details {details}]"]}]}
          Wipe: {data: [{sentences: ["wipe the disk"]}]}
          Dawdle: {data: [{sentences: ["take your time"]}]}
          Fail: {data: [{sentences: ["fail now"]}]}
          Mark: {data: [{sentences: [mark it]}]}
          MarkSafely: {data: [{sentences: [mark it safely]}]}
          MarkHard: {data: [{sentences: [mark it hard]}]}
          MarkNothing: {data: [{sentences: [mark nothing]}]}
        lists:
          severity: {values: [minor, major, critical]}
          summary: {wildcard: true}
          details: {wildcard: true}
        workflows:
          ReportFault:
            ask: {summary: "What went wrong?", details: "How does it come about?", severity: "How bad is it?"}
            steps:
              - id: bug
                uses: tracker/create
                with: {title: "${{ slots.summary }}", body: "${{ slots.details }}", severity: "${{ slots.severity }}"}
            say: "Filed bug ${{ steps.bug.outputs.number }}."
          Wipe: {confirm: always, steps: [], say: "Wiped."}
          Dawdle: {steps: [{run: [sleep, "600"]}], say: "Done at last."}
          Fail: {steps: [{run: ["false"]}], say: "Never said."}
          Mark: {steps: [{run: [touch, marked], undo: {run: [rm, marked]}}], say: "Marked."}
          MarkSafely: {confirm: always, steps: [{run: [touch, marked], undo: {run: [rm, marked]}}], say: "Marked safely."}
          MarkHard: {risk: high, steps: [{run: [touch, marked], undo: {run: [rm, marked]}}], say: "Marked hard."}
          MarkNothing:
            steps: [{run: ["true"], if: "utterance.text == 'y'", undo: {run: [rm, marked]}}, {run: ["true"]}]
            say: "Marked nothing."
        """

    private let folder: TemporaryDirectory
    private let workspace: URL
    let time = TestTime()

    init() throws {
        folder = try TemporaryDirectory()
        workspace = folder.url.appending(path: "workspace")
        try FileManager.default.createDirectory(at: workspace, withIntermediateDirectories: true)
        try Data(Self.pack.utf8).write(to: folder.url.appending(path: "pack.yaml"))
    }

    func journal() throws -> SQLiteJournal {
        try SQLiteJournal(path: folder.url.appending(path: "journal.sqlite").path)
    }

    func file(bug number: Int) throws {
        let bugs = workspace.appending(path: "bugs")
        try FileManager.default.createDirectory(at: bugs, withIntermediateDirectories: true)
        try Data("---\ntitle: \"x\"\n---\n".utf8).write(to: bugs.appending(path: "000\(number)-x.md"))
    }

    func has(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: workspace.appending(path: path).path)
    }

    func text(of path: String) throws -> String {
        try String(contentsOf: workspace.appending(path: path), encoding: .utf8)
    }

    func conversation() throws -> (Conversation, Recorder) {
        let agents = AgentRegistry([LocalTracker(), ShellAgent()])
        let file = folder.url.appending(path: "pack.yaml").path
        let library = try #require(PackLibrary.read([file], agents: agents.signatures).library)
        let replies = try ReplyGrammar(packs: library.packs)
        let decider = Decider(planner: library.planner, workspace: workspace.path, isConfirmed: false)
        let journal = try journal()
        let answers = Recorder()
        let conversation = Conversation(
            rules: Dialogue.Rules(decider: decider, planner: library.planner, replies: replies),
            interpreter: ConversationInterpreter(ofWordsBy: replies, library, decider),
            records: CommandPipeline.Records(
                archive: UtteranceArchive(folder: folder.url.appending(path: "audio")),
                journal: journal,
                dispatcher: Dispatcher(journal: journal, agents: agents)
            ),
            answers: answers,
            generator: SeededGenerator(seed: 1),
            now: { [time] in time.now }
        )
        return (conversation, answers)
    }
}
