import BehestAgents
import BehestAudio
import BehestGrammar
import BehestInference
import BehestPipeline
import BehestServer
import BehestSpeech
import BehestTransport
import BehestWorkflow
import FoundationEssentials
import Synchronization
import TestSupport
import Testing

/// The protocol's own client, from PyPI, drives the server: with the embedded recogniser, the shipped grammars, and a conversation
/// that files bugs.
@Suite(.enabled(if: PythonPackages.areInstalled), .timeLimit(.minutes(3)))
struct WyomingClientTests {
    private static let text = "File a bug saying the import button does nothing."

    /// One answer, as the client understands it.
    private typealias Answer = [String: WyomingValue]

    private func ask(_ address: WyomingAddress, _ arguments: String...) async throws -> [Answer] {
        try await PythonProgram("wyoming_client.py").lines([address.description] + arguments).map { line in
            try JSONDecoder().decode(Answer.self, from: Data(line.utf8))
        }
    }

    private static func hearing() throws -> WyomingOffer.Hearing {
        let runtime = try InferenceRuntime(library: Models.runtimeLibrary)
        let store = ModelStore(root: Models.root)
        let transcriber = MoonshineTranscriber(.base, store: store, runtime: runtime, threads: 2)
        return WyomingOffer.Hearing(transcriber, model: .moonshine(transcriber.name))
    }

    /// A recorded command as a WAV file.
    private func wave(in folder: borrowing TemporaryDirectory) throws -> String {
        let samples = try Repository.sound(of: "file-a-bug").map { Int16(max(-32_768, min(32_767, $0 * 32_768))) }
        func bytes(_ value: Int, _ count: Int) -> [UInt8] {
            (0..<count).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
        }
        let sound = WyomingSoundPiece(speech: samples).bytes
        let header =
            Array("RIFF".utf8) + bytes(36 + sound.count, 4) + Array("WAVEfmt ".utf8) + bytes(16, 4) + bytes(1, 2)
            + bytes(1, 2) + bytes(16_000, 4) + bytes(32_000, 4) + bytes(2, 2) + bytes(16, 2) + Array("data".utf8)
            + bytes(sound.count, 4)
        let file = folder.url.appending(path: "speech.wav")
        try Data(header + sound).write(to: file)
        return file.path
    }

    @Test func itUnderstandsWhatThereIs() async throws {
        let script = ScriptedOffer()
        let answers = try await serving(script.offer()) { address, _ in try await ask(address, "describe") }
        let info = try #require(answers.first)
        let speech = try #require(info["asr"]?.elements?.first?.members)
        #expect(speech["name"] == "behest")
        #expect(speech["version"] == "1.2.3")
        #expect(speech["installed"] == true)
        #expect(speech["supports_transcript_streaming"] == false)
        #expect(speech["requires_external_vad"] == true)
        #expect(speech["prefers_auto_gain_enabled"] == false)
        let model = try #require(speech["models"]?.elements?.first?.members)
        #expect(model["name"] == "moonshine-tiny")
        #expect(model["languages"] == ["en"])
        #expect(model["attribution"]?.members?["name"] == "Moonshine AI")
        #expect(info["intent"]?.elements?.first?.members?["models"]?.elements?.first?.members?["languages"] == ["en"])
        #expect(info["handle"]?.elements?.first?.members?["supports_home_control"] == false)
        #expect(info["tts"] == [])
        #expect(answers.last == ["type": "pong", "text": "hello"])
    }

    @Test(arguments: [[], ["48000", "4", "2"], ["22050", "2", "1"]])
    func speechBecomesWords(_ form: [String]) async throws {
        let folder = try TemporaryDirectory()
        let wave = try wave(in: folder)
        let offer = WyomingOffer(hearing: try Self.hearing(), languages: ["en"], version: "1")
        let lines = try await serving(offer) { address, _ in
            try await PythonProgram("wyoming_client.py").lines([address.description, "transcribe", wave] + form)
        }
        let answer = try JSONDecoder().decode(Answer.self, from: Data(try #require(lines.first).utf8))
        #expect(answer == ["type": "transcript", "text": .text(Self.text), "language": "en"])
    }

    @Test func manyClientsAtOnceAreServedOverASocket() async throws {
        let folder = try TemporaryDirectory()
        let wave = try wave(in: folder)
        let offer = WyomingOffer(hearing: try Self.hearing(), languages: ["en"], version: "1")
        let answers = try await serving(at: "unix://\(folder.url.path)/wyoming.sock", offer) { address, _ in
            try await ask(address, "many", wave, "12")
        }
        #expect(answers.compactMap { $0["text"]?.text } == [String](repeating: Self.text, count: 12))
    }

    @Test func wordsAreReadByTheShippedGrammars() async throws {
        let agents = AgentRegistry([LocalTracker(defaults: .usual), ShellAgent()])
        let library = try #require(PackLibrary.read([Repository.grammars.path], agents: agents.signatures).library)
        let pipeline = CommandPipeline(
            hearing: nil,
            interpreter: Interpreter(grammar: library.grammar, phonetics: nil),
            decider: Decider(planner: library.planner, workspace: "/", isConfirmed: false),
            records: nil,
            stage: .plan
        )
        let offer = WyomingOffer(reader: PipelineReader { pipeline }, languages: ["en"], version: "1")
        let answers = try await serving(offer) { address, _ in
            try await ask(
                address,
                "recognize",
                "file a critical bug in the parser saying that it loses the last line",
                "file a bug in the parser and run the tests",
                "make me a sandwich"
            )
        }
        let intent = try #require(answers.first)
        #expect(intent["name"] == "FileBug")
        let entities = intent["entities"]?.elements?.compactMap(\.members) ?? []
        #expect(entities.contains(["name": "severity", "value": "critical"]))
        #expect(entities.contains(["name": "component", "value": "parser"]))
        #expect(answers.last?["type"] == "not-recognized")
        #expect(answers.last?["text"]?.text?.contains("nothing I can do is called that") == true)
        let types = answers.dropFirst().dropLast().compactMap { $0["type"]?.text }
        #expect(types == ["intents-start", "intent", "intent", "intents-stop"])
    }

    /// What was read is carried out when it is sent back, by the words that it was read out of.
    @Test func anIntentThatIsSentBackIsCarriedOut() async throws {
        let script = ScriptedOffer()
        let answers = try await serving(script.offer()) { address, _ in
            try await ask(address, "intent", "turn on the radio")
        }
        #expect(answers.first?["text"] == "I heard turn on the radio.")
        #expect(script.log.all == ["read", "read", "order turn on the radio"])
    }

    @Test func ordersAreCarriedOutInAConversation() async throws {
        let place = try ConversationPlace()
        let (conversation, outcomes) = (try place.conversation(), RunOutcomes())
        let offer = WyomingOffer(
            // However slow the machine is: what is meant is what is said at the end of each.
            taker: ConversationOrders(conversation, outcomes: outcomes, patience: .seconds(600)),
            languages: ["en"],
            version: "1"
        )
        let answers = try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await conversation.run { await outcomes.take($0) } }
            defer { group.cancelAll() }
            return try await serving(offer) { address, _ in
                try await ask(
                    address,
                    "handle",
                    "note it loses the last line",
                    "note",
                    "it is slow",
                    "that's all",
                    "fail now",
                    "sing"
                )
            }
        }
        let handled = answers.map { $0["type"] == "handled" }
        #expect(handled == [true, true, true, true, false, false])
        let texts = answers.compactMap { $0["text"]?.text }
        #expect(texts.first?.contains("Filed bug 1.") == true, "\(texts)")
        #expect(texts[1].contains("What went wrong?"), "\(texts)")
        #expect(texts[3].contains("Filed bug 2."), "\(texts)")
        #expect(!texts[4].isEmpty && !texts[4].contains("Never said."), "\(texts)")
        #expect(texts[5].contains("sing"), "\(texts)")
        #expect(try place.text(of: "bugs/0002-it-is-slow.md").contains("it is slow"))
    }
}

/// A conversation with a workspace and a journal of one test's own.
private final class ConversationPlace {
    private struct NoAnswers: Answers {
        func say(_ text: String) {}
        func play(_ earcon: DialogueEffect.Earcon) {}
        func show(_ question: OpenQuestion?) {}
        func listSentences() {}
        func expectDictation(_ isExpected: Bool) {}
    }

    private static let pack = """
        language: en
        intents:
          Note: {data: [{sentences: ["note [{summary}]"]}]}
          Fail: {data: [{sentences: ["fail now"]}]}
        lists:
          summary: {wildcard: true}
        workflows:
          Note:
            ask: {summary: "What went wrong?"}
            steps:
              - {id: bug, uses: tracker/create, with: {title: "${{ slots.summary }}"}}
            say: "Filed bug ${{ steps.bug.outputs.number }}."
          Fail: {steps: [{run: ["false"]}], say: "Never said."}
        """

    private let folder: TemporaryDirectory
    private let workspace: URL

    init() throws {
        folder = try TemporaryDirectory()
        workspace = folder.url.appending(path: "workspace")
        try FileManager.default.createDirectory(at: workspace, withIntermediateDirectories: true)
        try Data(Self.pack.utf8).write(to: folder.url.appending(path: "pack.yaml"))
    }

    func text(of path: String) throws -> String {
        try String(contentsOf: workspace.appending(path: path), encoding: .utf8)
    }

    func conversation() throws -> Conversation {
        let agents = AgentRegistry([LocalTracker(), ShellAgent()])
        let pack = folder.url.appending(path: "pack.yaml").path
        let library = try #require(PackLibrary.read([pack], agents: agents.signatures).library)
        let replies = try ReplyGrammar(packs: library.packs)
        let decider = Decider(planner: library.planner, workspace: workspace.path, isConfirmed: false)
        let journal = try SQLiteJournal(path: folder.url.appending(path: "journal.sqlite").path)
        let commands = CommandPipeline(
            hearing: nil,
            interpreter: Interpreter(grammar: library.grammar, phonetics: nil),
            decider: decider,
            records: nil,
            stage: .plan
        )
        return Conversation(
            rules: Dialogue.Rules(decider: decider, planner: library.planner, replies: replies),
            interpreter: ConversationInterpreter(
                replies: Interpreter(grammar: replies.grammar, phonetics: nil),
                commands: commands
            ),
            records: CommandPipeline.Records(
                archive: UtteranceArchive(folder: folder.url.appending(path: "audio")),
                journal: journal,
                dispatcher: Dispatcher(journal: journal, agents: agents)
            ),
            answers: NoAnswers()
        )
    }
}
