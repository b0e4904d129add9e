import BehestAgents
import BehestAudio
import BehestGrammar
import BehestSpeech
import BehestTransport
import BehestWorkflow
import FoundationEssentials
import TestSupport
import Testing

@testable import BehestPipeline

/// Behest speaks into a sound server's sink, and its microphone hears that very sink: the real espeak-ng, recogniser, grammars and
/// journal.
@Suite(.serialized, .enabled(if: SoundServer.isInstalled), .timeLimit(.minutes(5)))
struct HearingItselfTests {
    private static let long = """
        The import button does nothing, said bug number four. The tests were run on Friday, and three of them failed.
        """

    @Test func whatItSaysBecomesNeitherACommandNorAnAnswer() async throws {
        let place = try AloudPlace()
        try await place.listening { conversation, voice, reports in
            // Free text is expected now: everything that is heard could become it.
            try await conversation.hear(typed: "file a bug")
            await voice.play(.asked)
            await voice.say(Self.long)
            #expect(await conversation.question?.isBegun == false)
            // It did hear itself, most of the seven seconds or so.
            var heard = reports.makeAsyncIterator()
            var own = Duration.zero
            while own < .seconds(4) {
                let report = try #require(await heard.next())
                #expect(report.isOwnSound, "\(report.transcript?.text ?? "")")
                own += report.duration ?? .zero
            }
            // Whoever is not understood, as in the midst of Behest's last words, says it again.
            var answer: UtteranceReport?
            while answer == nil {
                try await place.server.play(Repository.sample("never-mind").path)
                answer = await heard.next().flatMap { $0.isOwnSound ? nil : $0 }
            }
            #expect(answer?.exchange?.said == "All right, nothing was done.", "\(answer?.transcript?.text ?? "")")
            #expect(await conversation.question == nil)
        }
        #expect(place.bugs.isEmpty)
        #expect(try await place.journal().undecidedUtterances().isEmpty)
        #expect(try await place.journal().runs(limit: 9).isEmpty)
    }
}

/// A question on the desktop, and the button that answers it.
@Suite(.enabled(if: MockDesktop.isInstalled), .timeLimit(.minutes(2)))
struct DesktopQuestionTests {
    @Test(arguments: [("confirm", 1), ("cancel", 0)])
    func aButtonIsTheKey(button: String, runs: Int) async throws {
        let place = try AloudPlace()
        try await MockDesktop.serving { desktop in
            let (keys, press) = AsyncStream.makeStream(of: DialogueEvent.Key.self)
            let notifications = DesktopNotifications(application: "Behest", address: desktop.address) {
                Issue.record("\($0)")
            } act: { name in
                if let key = DialogueEvent.Key(actionName: name) { press.yield(key) }
            }
            let voice = VoiceAnswers(voice: nil, notifications: notifications, report: { Issue.record("\($0)") })
            let conversation = try place.conversation(voice)
            try await conversation.hear(typed: "deploy web to staging")
            let shown = try #require(try await desktop.calls(1).first)
            #expect(shown.arguments[4] == (await conversation.question?.text))
            #expect(shown.lists[5] == ["confirm:1", "Yes", "cancel:1", "No"])
            try await desktop.press(1, "\(button):1")
            for await key in keys {
                try await conversation.take(.pressed(key))
                break
            }
            #expect(await conversation.question == nil)
            #expect(try await desktop.calls(2).last?.method == "CloseNotification")
            await voice.finish()
        }
        #expect(try await place.journal().runs(limit: 9).count == runs)
    }
}

/// A conversation that hears what it says, in a workspace and with a journal of one test's own.
private final class AloudPlace: @unchecked Sendable {
    let server: SoundServer
    private let place: PipelinePlace

    init() throws {
        server = try SoundServer()
        place = try PipelinePlace()
    }

    var bugs: [String] {
        let folder = place.workspace.appending(path: "bugs").path
        return (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    }

    func journal() throws -> SQLiteJournal { try SQLiteJournal(path: place.journalPath) }

    /// Does some work while it listens; a person is nearer to the microphone than the loudspeaker.
    func listening(
        _ work: @escaping @Sendable (Conversation, VoiceAnswers, AsyncStream<UtteranceReport>) async throws -> Void
    ) async throws {
        let system = ALSASystem(configuration: server.configuration)
        let voice = VoiceAnswers(
            voice: .init(
                speaker: EspeakSpeaker(),
                loudspeaker: Loudspeaker(device: "speaker", system: system),
                volume: 0.25
            ),
            notifications: nil,
            report: { Issue.record("\($0)") }
        )
        let conversation = try conversation(voice)
        let recogniser = try PipelinePlace.moonshine()
        try await recogniser.prepare()
        let ear = CommandPipeline.Ear(transcriber: recogniser, witness: recogniser)
        let hearing = CommandPipeline.Hearing(detection: try PipelinePlace.detection(), ears: [ear])
        let listener = Listener(conversation: conversation, hearing: hearing, voice: voice)
        let (reports, report) = AsyncStream.makeStream(of: UtteranceReport.self)
        try await server.serving {
            try await withLiveSound(from: Microphone(.init(preferred: "mic"), system: system)) { ring in
                // What is played before there is sound nobody would hear.
                for try await case .block in ring.events(preRoll: .zero) { break }
                try await withThrowingTaskGroup { group in
                    group.addTask { try await conversation.run() }
                    group.addTask {
                        try await listener.listen(to: ring.events(preRoll: .zero), sourceName: "test") { event in
                            if case .report(let heard) = event { report.yield(heard) }
                        }
                    }
                    group.addTask { try await work(conversation, voice, reports) }
                    // The work ends first, unless what it listens by fails.
                    defer { group.cancelAll() }
                    try await group.next()
                }
            }
        }
    }

    func conversation(_ voice: VoiceAnswers) throws -> Conversation {
        let agents = AgentRegistry([LocalTracker(), ShellAgent()])
        let library = try #require(PackLibrary.read([Repository.grammars.path], agents: agents.signatures).library)
        let replies = try ReplyGrammar(packs: library.packs)
        let decider = Decider(planner: library.planner, workspace: place.workspace.path, isConfirmed: false)
        func interpreter(_ grammar: Grammar) -> Interpreter {
            Interpreter(grammar: grammar, phonetics: Phonetics(grammar: grammar, pronouncer: SpellingPronouncer()))
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
            answers: voice,
            generator: SeededGenerator(seed: 1)
        )
    }
}
