internal import BehestAudio
internal import BehestGrammar
internal import BehestSpeech
internal import BehestWorkflow

/// What was heard and understood of an utterance before anything of it was kept: perhaps it goes on.
struct Comprehension: Sendable {
    /// What became of it so far.
    var report: UtteranceReport
    /// What it may mean; `nil` when the pipeline was to stop before.
    var understanding: CommandPipeline.Understanding?
    /// What it may mean as a reply, best first; empty where nobody converses.
    var replies: [Reading] = []
    /// What was expected when it was understood.
    var expectation = Expectation.command
    /// Whether it is what Behest itself sounded, and not what a person said.
    var isOwnSound = false
    /// Whether Behest spoke meanwhile, and it could not be transcribed, so that nobody can tell whose it is.
    var mayBeOwnSound = false
    /// What is still to be recorded, beside the attempts that the report tells of.
    var transcripts: [TranscriptRecord] = []

    /// What is to be recorded of how it was heard.
    var entries: [JournalEntry] {
        report.attempts.map(JournalEntry.attempt) + transcripts.map(JournalEntry.transcript)
    }

    /// Why it could not be transcribed; `nil` as a rule.
    var failure: TranscriptionError? { report.failure }

    /// What it may mean as a command, however unsure that is.
    var meaning: Interpretation? { understanding?.evidence.last?.readings.first?.interpretation }

    /// What was said before it lets expect.
    enum Expectation: Sendable, Hashable {
        /// Nothing is asked.
        case command
        /// A question is open.
        case answer
        /// A question is open that is answered with free text.
        case text
    }
}

extension CommandPipeline {
    /// Hears an utterance and finds out what it may mean; nothing is kept.
    ///
    /// That no endpoint can transcribe it is no error.
    func comprehend(_ utterance: Utterance, by ears: [Ear]) async throws -> Comprehension {
        var report = UtteranceReport(source: utterance.source)
        var transcripts: [TranscriptRecord] = []
        var understanding: Understanding?
        do {
            understanding = try await comprehend(utterance, by: ears, &report, &transcripts)
        } catch let error as TranscriptionError {
            report.failure = error
        }
        return Comprehension(report: report, understanding: understanding, transcripts: transcripts)
    }

    /// Does what was understood in an utterance that is over and kept.
    ///
    /// - Parameters:
    ///   - utterance: the speech, to its end.
    ///   - keeping: how long it took to keep it.
    ///   - comprehension: what was understood, perhaps of a little less of the silence at its end.
    /// - Returns: what became of it; one that no endpoint could transcribe is refused.
    /// - Throws: when it could not be recorded; then nothing was done.
    func conclude(
        _ utterance: Utterance,
        keptIn keeping: Duration,
        _ comprehension: Comprehension
    ) async throws -> UtteranceReport {
        var report = comprehension.report
        report.start = utterance.start
        report.duration = utterance.duration
        if records != nil {
            report.id = utterance.id
            report.timings.add(keeping, to: .keep)
        }
        let entries = comprehension.entries
        if let failure = comprehension.failure {
            return try await refuse(report, because: failure, recording: entries)
        }
        guard let understanding = comprehension.understanding else {
            try await records?.journal.record(entries)
            return report
        }
        return try await decide(understanding, report, recording: entries)
    }

    /// Puts an utterance on disk; returns how long it took.
    func keep(_ utterance: Utterance) async throws -> Duration {
        try await clock.measure { try await records?.keep(utterance) }
    }

    /// How what was said so far ends.
    func ending(of comprehension: Comprehension) -> Patience.Ending {
        guard let understanding = comprehension.understanding else { return .unclear }
        let text = understanding.transcript.text
        if splitter.endsOnConnective(text) { return .open }
        let isSure = isSure(of: understanding)
        let last = understanding.evidence.last?.readings.first
        switch interpreter.guide.ending(of: isSure ? last?.wording ?? text : text) {
        case .complete: return isSure ? .complete : .unclear
        case .open, .unfinished: return .open
        case .astray: return .unclear
        }
    }
}
