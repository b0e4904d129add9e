public import BehestAudio
public import BehestGrammar
public import BehestSpeech
public import BehestWorkflow
internal import FoundationEssentials

/// The way of a command, from its sound to the end of what it causes.
///
/// ```swift
/// for file in files {
///     for try await report in pipeline.commands(in: AudioFile(path: file)) { print(report) }
/// }
/// ```
///
/// What is kept, heard, decided and done is in the journal before the next stage begins. With a ``Stage`` short of the
/// end, nothing is kept and nothing is done.
public struct CommandPipeline: Sendable {
    /// How far to go.
    public enum Stage: String, Sendable, Hashable, CaseIterable {
        /// Only what was heard.
        case transcript
        /// What it means.
        case intent
        /// What would be done.
        case plan
        /// All of it.
        case end
    }

    /// What turns sound into words.
    public struct Hearing: Sendable {
        /// How speech is found.
        public var detection: UtteranceReader.Detection
        /// What turns it to text.
        public var transcriber: any Transcriber

        /// Puts the two together.
        public init(detection: UtteranceReader.Detection, transcriber: any Transcriber) {
            self.detection = detection
            self.transcriber = transcriber
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

        /// Makes the records.
        public init(archive: UtteranceArchive, journal: any Journal, dispatcher: Dispatcher) {
            self.archive = archive
            self.journal = journal
            self.dispatcher = dispatcher
        }
    }

    let hearing: Hearing?
    private let grammar: Grammar
    private let splitter: CommandSplitter
    let decider: Decider
    let lastResort: LastResort?
    private let records: Records?
    let stage: Stage
    let identifiers: any IdentifierGenerator
    private let wallClock: @Sendable () -> WallClock
    private let clock = ContinuousClock()

    /// Puts a pipeline together.
    ///
    /// - Parameters:
    ///   - hearing: what turns sound into words; it may be left out where all words are typed.
    ///   - grammar: what can be said.
    ///   - decider: what may be done.
    ///   - lastResort: what is tried with words that are no sentence; `nil` for nothing.
    ///   - records: where traces are kept; needed only to go to the end.
    ///   - stage: how far to go.
    ///   - identifiers: names the utterances.
    ///   - wallClock: tells what day and time it is, for what is said of them.
    public init(
        hearing: Hearing?,
        grammar: Grammar,
        decider: Decider,
        lastResort: LastResort? = nil,
        records: Records?,
        stage: Stage,
        identifiers: any IdentifierGenerator = RandomIdentifierGenerator(),
        wallClock: @escaping @Sendable () -> WallClock = { .system }
    ) {
        precondition(stage != .end || records != nil, "going to the end needs records")
        self.hearing = hearing
        self.grammar = grammar
        splitter = CommandSplitter(grammar)
        self.decider = decider
        self.lastResort = lastResort
        self.records = stage == .end ? records : nil
        self.stage = stage
        self.identifiers = identifiers
        self.wallClock = wallClock
    }

    /// Takes one utterance through all stages.
    ///
    /// - Parameters:
    ///   - utterance: the speech.
    ///   - transcriber: what turns it to text.
    ///   - detected: how long it took to find.
    /// - Returns: what became of it. That it is refused or that its run fails is no error.
    /// - Throws: when it could not be kept, transcribed or recorded; then nothing was done.
    func process(
        _ utterance: Utterance,
        by transcriber: any Transcriber,
        detected: Duration
    ) async throws -> UtteranceReport {
        var report = UtteranceReport(source: utterance.source)
        report.start = utterance.start
        report.duration = utterance.duration
        report.timings[.detect] = detected

        if let records {
            report.id = utterance.id
            report.timings[.keep] = try await clock.measure {
                try await records.keep(utterance)
            }
        }
        report.timings[.load] = try await clock.measure { try await transcriber.prepare() }
        let began = clock.now
        let transcript = try await transcriber.transcribe(utterance)
        let transcribing = clock.now - began
        report.timings[.transcribe] = transcribing
        report.transcript = transcript
        if let records {
            let record = TranscriptRecord(
                utterance: utterance.id,
                model: transcript.model,
                text: transcript.text,
                meanLogProbability: transcript.meanLogProbability,
                duration: transcribing
            )
            let keeping = try await clock.measure { try await records.journal.record(record) }
            report.timings[.keep] = (report.timings[.keep] ?? .zero) + keeping
        }
        return try await understand(transcript, isCutShort: utterance.isCutShort, report)
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
            tokenCount: 0,
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
        return try await understand(transcript, isCutShort: false, report)
    }

    private func understand(
        _ transcript: Transcript,
        isCutShort: Bool,
        _ before: UtteranceReport
    ) async throws -> UtteranceReport {
        var report = before
        guard stage != .transcript else { return report }
        let began = clock.now
        let composer = SlotComposer(clock: wallClock())
        let splitting = isCutShort ? .none : splitter.split(transcript.text).composed(by: composer)
        let parts: [SpokenCommand]
        if case .several(let commands) = splitting {
            parts = commands
        } else {
            let whole = SpokenCommand(whole: transcript.text, matches: grammar.matches(of: transcript.text))
            parts = [whole.composed(by: composer)]
        }
        let evidence = parts.map { part in
            Decider.Evidence(
                words: part.text,
                confidence: transcript.confidence,
                isCutShort: isCutShort,
                readings: part.readings
            )
        }
        report.timings[.understand] = clock.now - began

        let deciding = clock.now
        report.commands = evidence.map(judge).eachAfterTheOther()
        if case .refuse(.notUnderstood)? = report.decision {
            try await reconsider(&report, transcript, splitting)
        }
        if stage != .intent { report.timings[.decide] = clock.now - deciding }
        if let records { try await records.carryOut(&report, clock: clock) }
        return report
    }
}
