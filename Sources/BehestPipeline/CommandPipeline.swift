public import BehestAudio
public import BehestGrammar
public import BehestSpeech
public import BehestWorkflow
public import FoundationEssentials

/// The way of a command, from its sound to the end of what it causes.
///
/// ```swift
/// for file in files {
///     for try await report in pipeline.commands(in: AudioFile(path: file)) { print(report) }
/// }
/// ```
///
/// What is kept, heard, decided and done is in the journal before the next stage begins. With a ``Stage`` short of the
/// end, nothing is decided or done.
public struct CommandPipeline: Sendable {
    /// How far to go.
    public enum Stage: String, Sendable, Hashable, CaseIterable {
        /// Only what was heard.
        case transcript
        /// What it means.
        case intent
        /// What would be done.
        case plan
        /// It is recorded, and waits for a person's yes.
        case hold
        /// It is recorded, and left to whoever carries runs out.
        case record
        /// All of it.
        case end

        /// Whether it leaves traces, and is to be done by somebody.
        public var leavesTraces: Bool { [.hold, .record, .end].contains(self) }
    }

    /// What turns sound into words.
    public struct Hearing: Sendable {
        /// How speech is found.
        public var detection: UtteranceReader.Detection
        /// What hears it: the first hears all, each further one what those before it were not sure of.
        public var ears: [Ear]

        /// Puts the parts together.
        public init(detection: UtteranceReader.Detection, ears: [Ear]) {
            precondition(!ears.isEmpty, "nobody hears without ears")
            self.detection = detection
            self.ears = ears
        }
    }

    /// A recogniser.
    public struct Ear: Sendable {
        /// What turns speech to text.
        public var transcriber: any Transcriber
        /// What weighs readings against the sound; a transcriber that can do so itself is the natural one.
        public var witness: (any WordingScorer)?
        /// After how long a pause it is asked, while that still goes on, what was said before it: in hops of 32 ms.
        public var pauseHops: Int

        /// What suits a recogniser of another machine, which may be paid for each answer: 0.19 s, longer than the closure of a
        /// sound and than most pauses between words.
        public static let remotePauseHops = 6

        /// Puts the parts together.
        ///
        /// - Parameters:
        ///   - transcriber: what turns speech to text.
        ///   - witness: what weighs readings against the sound.
        ///   - pauseHops: after how long a pause it is asked; at once, where an answer that is given up costs nothing.
        public init(transcriber: any Transcriber, witness: (any WordingScorer)? = nil, pauseHops: Int = 1) {
            self.transcriber = transcriber
            self.witness = witness
            self.pauseHops = pauseHops
        }

        /// What weighs readings of a transcript: nothing where another recogniser wrote it, whose probabilities mean something
        /// else.
        func witness(of transcript: Transcript) -> (any WordingScorer)? {
            witness.flatMap { $0.name == transcript.model ? $0 : nil }
        }
    }

    /// Where the traces of commands are kept.
    public struct Records: Sendable {
        /// The sound.
        public var archive: UtteranceArchive
        /// Everything else.
        public var journal: any Journal
        /// What carries runs out.
        public var dispatcher: Dispatcher
        /// What tells when something was said.
        let now: @Sendable () -> Date

        /// Makes the records.
        public init(
            archive: UtteranceArchive,
            journal: any Journal,
            dispatcher: Dispatcher,
            now: @escaping @Sendable () -> Date = { Date() }
        ) {
            self.archive = archive
            self.journal = journal
            self.dispatcher = dispatcher
            self.now = now
        }
    }

    let hearing: Hearing?
    private(set) var interpreter: Interpreter
    let splitter: CommandSplitter
    let decider: Decider
    private(set) var lastResort: LastResort?
    private(set) var records: Records?
    let stage: Stage
    let identifiers: any IdentifierGenerator
    private let wallClock: @Sendable () -> WallClock
    let clock = ContinuousClock()

    /// Puts a pipeline together.
    ///
    /// - Parameters:
    ///   - hearing: what turns sound into words; it may be left out where all words are typed.
    ///   - interpreter: what can be said, and how it is understood.
    ///   - decider: what may be done.
    ///   - lastResort: what is tried with words that are no sentence; `nil` for nothing.
    ///   - records: where traces are kept; `nil` leaves none. Without them it cannot go to the end.
    ///   - stage: how far to go.
    ///   - identifiers: names the utterances.
    ///   - wallClock: tells what day and time it is, for what is said of them.
    public init(
        hearing: Hearing?,
        interpreter: Interpreter,
        decider: Decider,
        lastResort: LastResort? = nil,
        records: Records?,
        stage: Stage,
        identifiers: any IdentifierGenerator = RandomIdentifierGenerator(),
        wallClock: @escaping @Sendable () -> WallClock = { .system }
    ) {
        precondition(!stage.leavesTraces || records != nil, "what leaves traces needs records")
        self.hearing = hearing
        self.interpreter = interpreter
        splitter = CommandSplitter(interpreter.grammar)
        self.decider = decider
        self.lastResort = lastResort
        self.records = records
        self.stage = stage
        self.identifiers = identifiers
        self.wallClock = wallClock
    }

    /// The pipeline as it leaves its traces somewhere.
    func recording(in records: Records) -> CommandPipeline {
        var pipeline = self
        pipeline.records = records
        return pipeline
    }

    /// The pipeline as it goes by words that are a sentence alone: neither by their sound nor with a language model.
    func byWordsAlone() -> CommandPipeline {
        var pipeline = self
        pipeline.interpreter = Interpreter(grammar: interpreter.grammar, phonetics: nil)
        pipeline.lastResort = nil
        return pipeline
    }

    /// Takes one utterance through all stages.
    ///
    /// - Parameters:
    ///   - utterance: the speech.
    ///   - ears: what hears it, one after the other until one is sure.
    ///   - detected: how long it took to find.
    /// - Returns: what became of it. That no endpoint could transcribe it, that it is refused or that its run fails is no error.
    /// - Throws: when it could not be kept or recorded, or a recogniser cannot be used at all; then nothing was done.
    func process(_ utterance: Utterance, by ears: [Ear], detected: Duration) async throws -> UtteranceReport {
        let keeping = try await keep(utterance)
        var comprehension = try await comprehend(utterance, by: ears)
        comprehension.report.timings[.detect] = detected
        return try await conclude(utterance, keptIn: keeping, comprehension)
    }

    /// Hears an utterance and finds out what it may mean, without keeping or doing anything.
    ///
    /// - Parameters:
    ///   - utterance: the speech.
    ///   - ears: what hears it, one after the other until one is sure.
    ///   - report: what became of it so far; what was heard is added.
    ///   - transcripts: what is to be recorded of what was heard; added to.
    /// - Returns: what it may mean; `nil` when the pipeline was to stop before.
    /// - Throws: when it could not be transcribed.
    func comprehend(
        _ utterance: Utterance,
        by ears: [Ear],
        _ report: inout UtteranceReport,
        _ transcripts: inout [TranscriptRecord]
    ) async throws -> Understanding? {
        var understanding: Understanding?
        for (index, ear) in ears.enumerated() {
            let (transcript, duration) = try await hear(utterance, by: ear, &report)
            transcripts.append(TranscriptRecord(transcript, of: utterance, duration: duration))
            guard stage != .transcript else { return nil }
            // A later one is rather asked than this one once more.
            let isLast = index == ears.count - 1
            let witness = ear.witness(of: transcript).map { Interpreter.Witness($0, utterance, listensAgain: isLast) }
            let heard = try await understand(transcript, of: utterance, witness: witness, &report)
            understanding = heard
            if isLast || isSure(of: heard) { break }
        }
        return understanding
    }

    /// Whether all of it may be acted on.
    func isSure(of understanding: Understanding) -> Bool { understanding.evidence.allSatisfy(decider.isSure(of:)) }

    /// Turns an utterance into words.
    ///
    /// - Parameters:
    ///   - utterance: the speech.
    ///   - ear: what hears it.
    ///   - report: what became of it so far; what was heard is added, and what was tried for that, also when it throws.
    /// - Returns: the words, and how long that took.
    /// - Throws: when it could not be transcribed.
    func hear(
        _ utterance: Utterance,
        by ear: Ear,
        _ report: inout UtteranceReport
    ) async throws -> (transcript: Transcript, duration: Duration) {
        let loading = try await clock.measure { try await ear.transcriber.prepare() }
        let began = clock.now
        let log = AttemptLog(of: utterance.id, since: Date())
        defer { report.attempts += log.records }
        let transcript = try await ear.transcriber.transcribe(utterance, telling: log.note)
        let transcribing = clock.now - began
        report.timings.add(loading, to: .load)
        report.timings.add(transcribing, to: .transcribe)
        report.transcript = transcript
        return (transcript, transcribing)
    }

    /// Takes words that were typed through the stages after transcription.
    ///
    /// - Parameter text: the words.
    /// - Returns: what became of them.
    /// - Throws: when they could not be recorded; then nothing was done.
    public func process(typed text: String) async throws -> UtteranceReport {
        var report = UtteranceReport(source: "typed")
        let words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        let transcript = Transcript(
            text: words,
            words: words.split(separator: " ").map { Transcript.Word(text: String($0), confidence: 1) },
            meanLogProbability: 0,
            // Nothing split them to tokens; their number still tells long from short.
            tokenCount: words.split(separator: " ").count + 1,
            model: "typed"
        )
        report.transcript = transcript
        if let records {
            let id = identifiers.next()
            report.id = id
            report.timings[.keep] = try await clock.measure {
                try await records.keep(typed: transcript, id: id)
            }
        }
        guard stage != .transcript else { return report }
        let understanding = try await understand(transcript, of: nil, witness: nil, &report)
        return try await decide(understanding, report)
    }

    /// What a transcript may mean.
    struct Understanding {
        var transcript: Transcript
        var splitting: Splitting
        /// What is known of each of its commands.
        var evidence: [Decider.Evidence]
    }

    /// Finds out what a transcript may mean.
    ///
    /// - Parameters:
    ///   - transcript: the words.
    ///   - utterance: the speech; `nil` where they were typed.
    ///   - witness: what can weigh readings against the sound.
    ///   - report: what became of it so far; the readings are added.
    /// - Returns: what it may mean.
    /// - Throws: when the recogniser cannot be used.
    func understand(
        _ transcript: Transcript,
        of utterance: Utterance?,
        witness: Interpreter.Witness?,
        _ report: inout UtteranceReport
    ) async throws -> Understanding {
        let began = clock.now
        let composer = SlotComposer(clock: wallClock())
        let isCutShort = utterance?.isCutShort ?? false
        let splitting = isCutShort ? .none : splitter.split(transcript.text).composed(by: composer)
        let evidence: [Decider.Evidence]
        if case .several(let commands) = splitting {
            report.readings = []
            evidence = commands.map { command in
                let readings = command.readings(confidence: transcript.confidence ?? 1)
                return Decider.Evidence(words: command.text, isCutShort: false, readings: readings)
            }
        } else {
            report.readings = try await interpreter.readings(of: transcript, witness: witness, composer: composer)
            evidence = [
                Decider.Evidence(words: transcript.text, isCutShort: isCutShort, readings: report.readings)
            ]
        }
        report.timings.add(clock.now - began, to: .understand)
        return Understanding(transcript: transcript, splitting: splitting, evidence: evidence)
    }

    /// Decides about what was understood, and does it.
    ///
    /// - Parameters:
    ///   - understanding: what was understood.
    ///   - before: what became of the utterance so far.
    ///   - entries: what of it is still to be recorded.
    /// - Returns: what became of it.
    /// - Throws: when it could not be recorded; then nothing was done.
    func decide(
        _ understanding: Understanding,
        _ before: UtteranceReport,
        recording entries: [JournalEntry] = []
    ) async throws -> UtteranceReport {
        var report = before
        let began = clock.now
        report.commands = understanding.evidence.map(judge).eachAfterTheOther()
        if let invention = understanding.transcript.invention {
            report.decision = .refuse(.invented(reason: invention.reason))
        }
        if report.decision?.isNotUnderstood == true {
            try await reconsider(&report, understanding.transcript, understanding.splitting)
        }
        if stage != .intent { report.timings[.decide] = clock.now - began }
        if let records { try await records.carryOut(&report, recording: entries, stage: stage, clock: clock) }
        return report
    }
}

extension TranscriptRecord {
    init(_ transcript: Transcript, of utterance: Utterance, duration: Duration) {
        self.init(
            utterance: utterance.id,
            model: transcript.model,
            text: transcript.text,
            meanLogProbability: transcript.meanLogProbability,
            duration: duration
        )
    }
}
