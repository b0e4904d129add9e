import BehestAgents
import BehestAudio
import BehestSpeech
import BehestWorkflow
import FoundationEssentials
import Synchronization
import TestSupport
import Testing

@testable import BehestPipeline

/// Who presses the key to talk is not talked to at the same time.
@Suite(.timeLimit(.minutes(2)))
struct KeyAndVoiceTests {
    /// Tells that it begins, and comes to no end unless it is stopped.
    private struct EndlessSpeaker: Speaker {
        let name = "endless"
        let begun: AsyncStream<Void>.Continuation

        func sound(of text: String, language: String) async throws -> SoundClip {
            begun.yield()
            try await ContinuousClock().sleep(for: .seconds(3_600))
            throw SpeakerError(.failed, "Nobody stopped it.")
        }
    }

    private struct DeafTranscriber: Transcriber {
        let name = "deaf"

        func prepare() {}

        func transcribe(_ utterance: Utterance) -> Transcript {
            Transcript(text: "", words: [], meanLogProbability: 0, tokenCount: 1, model: name)
        }
    }

    @Test(arguments: [Attention.Mode.continuous, .pushToTalk])
    func aPressStopsWhatIsSpoken(_ mode: Attention.Mode) async throws {
        let place = try PipelinePlace()
        let (begun, begin) = AsyncStream.makeStream(of: Void.self)
        let voice = VoiceAnswers(
            voice: .init(
                speaker: EndlessSpeaker(begun: begin),
                loudspeaker: Loudspeaker(device: "speaker", system: ScriptedSoundSystem([:]))
            ),
            notifications: nil,
            report: { Issue.record("\($0)") }
        )
        let ear = CommandPipeline.Ear(transcriber: DeafTranscriber())
        let control = ListeningControl(Attention(mode))
        let listener = Listener(
            conversation: try conversation(in: place),
            hearing: CommandPipeline.Hearing(detection: try PipelinePlace.detection(), ears: [ear]),
            voice: voice,
            control: control
        )
        try await withThrowingTaskGroup { group in
            group.addTask { await voice.say("Deploy web to staging. Confirm?") }
            for await _ in begun { break }
            group.addTask {
                try await withLiveSound(from: PacedFile(path: Repository.sample("silence").path)) { ring in
                    try await listener.listen(to: ring.events(), sourceName: "silence") { event in
                        if case .level = event { control.take(.press) }
                    }
                }
            }
            // What is spoken ends, or the test does at its limit.
            try await group.waitForAll()
        }
        #expect(FileManager.default.fileExists(atPath: place.journalPath))
    }

    @Test func whatIsSpokenUpToThePressIsNoneOfWhatIsSaid() async throws {
        let place = try PipelinePlace()
        let voice = VoiceAnswers(voice: nil, notifications: nil, report: { Issue.record("\($0)") })
        voice.ownSound.begin(.speech("Show the git status."))
        let ear = CommandPipeline.Ear(transcriber: DeafTranscriber())
        let control = ListeningControl(Attention(.pushToTalk))
        let listener = Listener(
            conversation: try conversation(in: place),
            hearing: CommandPipeline.Hearing(detection: try PipelinePlace.detection(), ears: [ear]),
            voice: voice,
            control: control
        )
        let starts = Mutex<[Duration]>([])
        let levels = Mutex(0)
        try await withLiveSound(from: PacedFile(path: Repository.sample("three-commands").path)) { ring in
            try await listener.listen(to: ring.events(), sourceName: "test") { event in
                switch event {
                case .level:
                    // A second after the beginning, at the earliest, in the middle of a sentence.
                    let count = levels.withLock { levels in
                        levels += 1
                        return levels
                    }
                    if count == 15 { control.take(.press) }
                case .report(let report): starts.withLock { $0.append(report.start ?? .zero) }
                default: break
                }
            }
        }
        let first = starts.withLock { $0.first }
        let start = try #require(first)
        // Half a second before the press would belong to it otherwise.
        #expect(start > .milliseconds(900), "\(start)")
        #expect(FileManager.default.fileExists(atPath: place.journalPath))
    }

    private func conversation(in place: PipelinePlace) throws -> Conversation {
        let agents = AgentRegistry([LocalTracker(), ShellAgent()])
        let library = try #require(PackLibrary.read([Repository.grammars.path], agents: agents.signatures).library)
        let replies = try ReplyGrammar(packs: library.packs)
        let decider = Decider(planner: library.planner, workspace: place.workspace.path, isConfirmed: false)
        let journal = try SQLiteJournal(path: place.journalPath)
        return Conversation(
            rules: Dialogue.Rules(decider: decider, planner: library.planner, replies: replies),
            interpreter: ConversationInterpreter(ofWordsBy: replies, library, decider),
            records: CommandPipeline.Records(
                archive: UtteranceArchive(folder: place.state.appending(path: "audio")),
                journal: journal,
                dispatcher: Dispatcher(journal: journal, agents: agents)
            ),
            answers: AnswersTogether([])
        )
    }
}
