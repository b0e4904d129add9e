import BehestAgents
import BehestAudio
import BehestGrammar
import BehestInference
import BehestPipeline
import BehestSpeech
import BehestWorkflow
import FoundationEssentials
import Synchronization
import Testing
import TestSupport

/// Says what it was told to say, one text after the other.
actor ScriptedTranscriber: Transcriber, WordingScorer {
    struct NothingLeft: Error {}

    nonisolated let name = "scripted"
    private var texts: [String]
    private let meanLogProbability: Double
    private let tokenCount: Int

    init(_ texts: [String], meanLogProbability: Double = -0.05, tokenCount: Int = 8) {
        self.texts = texts
        self.meanLogProbability = meanLogProbability
        self.tokenCount = tokenCount
    }

    func prepare() {}

    func transcribe(_ utterance: Utterance) throws -> Transcript {
        guard !texts.isEmpty else { throw NothingLeft() }
        let text = texts.removeFirst()
        return Transcript(
            text: text,
            words: [],
            meanLogProbability: meanLogProbability,
            tokenCount: tokenCount,
            model: name
        )
    }

    /// All wordings are as probable as what was heard.
    func score(_ wordings: [String], of utterance: Utterance) -> [WordingScore] {
        wordings.map { _ in
            WordingScore(logProbability: meanLogProbability * Double(tokenCount), tokenCount: tokenCount)
        }
    }

    /// What it scores is all that it can.
    func bounds(on wordings: [String], of utterance: Utterance) -> [WordingScore] {
        score(wordings, of: utterance)
    }

    /// It hears no other sentence.
    func sentences(by guide: SentenceGuide, in utterance: Utterance, most: Int) -> [GuidedSentence] { [] }
}

/// A workspace and a journal of one test's own.
final class PipelinePlace {
    private let folder: TemporaryDirectory
    let workspace: URL
    let state: URL
    let journalPath: String

    init() throws {
        folder = try TemporaryDirectory()
        workspace = folder.url.appending(path: "workspace")
        state = folder.url.appending(path: "state")
        journalPath = state.appending(path: "journal.sqlite").path
        try FileManager.default.createDirectory(at: workspace, withIntermediateDirectories: true)
    }

    static func moonshine() throws -> MoonshineTranscriber {
        let runtime = try InferenceRuntime(library: Models.runtimeLibrary)
        return MoonshineTranscriber(.base, store: ModelStore(root: Models.root), runtime: runtime, threads: 2)
    }

    func pipeline(_ transcriber: (any Transcriber)?, stage: CommandPipeline.Stage) throws -> CommandPipeline {
        try pipeline(ears: transcriber.map { [CommandPipeline.Ear(transcriber: $0)] } ?? [], stage: stage)
    }

    func pipeline(
        ears: [CommandPipeline.Ear],
        stage: CommandPipeline.Stage,
        understandsBySound: Bool = false
    ) throws -> CommandPipeline {
        let agents = AgentRegistry([LocalTracker(defaults: .usual), ShellAgent()])
        let library = try #require(PackLibrary.read([Repository.grammars.path], agents: agents.signatures).library)
        var records: CommandPipeline.Records?
        if stage == .end {
            let journal = try SQLiteJournal(path: journalPath)
            records = CommandPipeline.Records(
                archive: UtteranceArchive(folder: folder.url.appending(path: "state/audio")),
                journal: journal,
                dispatcher: Dispatcher(journal: journal, agents: agents)
            )
        }
        return CommandPipeline(
            hearing: ears.isEmpty ? nil : CommandPipeline.Hearing(detection: try Self.detection(), ears: ears),
            interpreter: Interpreter(
                grammar: library.grammar,
                phonetics: understandsBySound
                    ? Phonetics(grammar: library.grammar, pronouncer: SpellingPronouncer()) : nil
            ),
            decider: Decider(planner: library.planner, workspace: workspace.path, isConfirmed: false),
            records: records,
            stage: stage
        )
    }

    /// Listens to a recording that has been spoken already, and gives what it tells.
    func listen(to sample: String, by transcriber: any Transcriber) async throws -> [UtteranceReport] {
        try await listen(to: try Repository.sound(of: sample), by: transcriber)
    }

    /// Listens to sound that has been there already, and gives what it tells.
    func listen(to sound: [Float], by transcriber: any Transcriber) async throws -> [UtteranceReport] {
        let ear = CommandPipeline.Ear(transcriber: transcriber)
        let listener = Listener(
            pipeline: try pipeline(ears: [ear], stage: .end),
            hearing: CommandPipeline.Hearing(detection: try Self.detection(), ears: [ear])
        )
        let ring = SoundRing()
        ring.write(sound[...], endingAt: .now)
        ring.finish(throwing: nil)
        let reports = Mutex<[UtteranceReport]>([])
        try await listener.listen(to: ring.events(preRoll: .seconds(30)), sourceName: "test") { event in
            if case .report(let report) = event { reports.withLock { $0.append(report) } }
        }
        return reports.withLock(\.self)
    }

    static func detection() throws -> UtteranceReader.Detection {
        let runtime = try InferenceRuntime(library: Models.runtimeLibrary)
        return UtteranceReader.Detection(runtime: runtime, modelPath: Models.voiceActivity)
    }

    func reports(
        of sample: String,
        by transcriber: any Transcriber,
        stage: CommandPipeline.Stage = .end
    ) async throws -> [UtteranceReport] {
        let pipeline = try pipeline(transcriber, stage: stage)
        var reports: [UtteranceReport] = []
        for try await report in pipeline.commands(in: AudioFile(path: Repository.sample(sample).path)) {
            reports.append(report)
        }
        return reports
    }
}
