internal import BehestAudio
internal import BehestGrammar
internal import BehestSpeech
internal import BehestWorkflow
internal import FoundationEssentials

extension CommandPipeline.Records {
    /// Puts an utterance on disk, before the first attempt to understand it.
    func keep(_ utterance: Utterance) async throws {
        let file = try archive.keep(utterance)
        try await journal.record(
            UtteranceRecord(
                id: utterance.id,
                source: utterance.source,
                start: utterance.start,
                duration: utterance.duration,
                audioPath: file.path,
                createdAt: now()
            )
        )
    }

    /// Records what was heard in an utterance that is kept, and what was tried for that.
    func record(_ comprehension: Comprehension) async throws {
        try await journal.record(comprehension.entries)
    }

    /// Records words that were typed, as an utterance without sound.
    func keep(typed transcript: Transcript, id: String) async throws {
        try await journal.record([
            .utterance(
                UtteranceRecord(
                    id: id,
                    source: "typed",
                    start: .zero,
                    duration: .zero,
                    audioPath: nil,
                    createdAt: now()
                )
            ),
            .transcript(
                TranscriptRecord(
                    utterance: id,
                    model: transcript.model,
                    text: transcript.text,
                    meanLogProbability: nil,
                    duration: .zero
                )
            ),
        ])
    }

    /// Records what was decided about each command, and does it.
    ///
    /// - Parameters:
    ///   - report: what was decided; what became of it is added.
    ///   - entries: what of the utterance is still to be recorded.
    ///   - stage: how far it goes; short of leaving traces nothing is recorded.
    ///   - clock: measures how long it takes.
    /// - Throws: `JournalError` when something could not be recorded; `CancellationError`.
    func carryOut(
        _ report: inout UtteranceReport,
        recording entries: [JournalEntry],
        stage: CommandPipeline.Stage,
        clock: ContinuousClock
    ) async throws {
        guard stage.leavesTraces, let id = report.id, report.decision != nil else {
            return report.timings.add(try await clock.measure { try await journal.record(entries) }, to: .keep)
        }
        let began = clock.now
        var commands = report.commands
        // Several commands in one breath are sentences by their words.
        let reading = commands.count == 1 ? report.readings.first : nil
        let plans = commands.prefix { $0.decision?.isAct == true }.compactMap(\.plan)
        let decisions = commands.compactMap { $0.decision?.record(of: id, $0.interpretation, reading) }
        let runs = try await dispatcher.record(
            sequence: plans,
            utterance: id,
            held: stage == .hold,
            isForAnybody: stage != .end,
            with: entries + decisions.map(JournalEntry.decision)
        )
        report.timings[.record] = clock.now - began
        guard !runs.isEmpty else { return }

        guard stage == .end else {
            for (index, run) in runs.enumerated() {
                commands[index].outcome = RunOutcome(run: run, tasks: try await journal.tasks(of: run.id))
            }
            report.commands = commands
            return
        }
        let acting = clock.now
        for (index, run) in runs.enumerated() {
            commands[index].outcome = try await dispatcher.perform(run.id)
        }
        report.commands = commands
        report.timings[.act] = clock.now - acting
    }
}

extension Decision {
    /// The decision as the journal keeps it.
    fileprivate func record(
        of utterance: String,
        _ interpretation: Interpretation?,
        _ reading: Reading?
    ) -> DecisionRecord {
        let (verdict, reason): (DecisionRecord.Verdict, String) =
            switch self {
            case .act: (.act, reading?.grounds ?? Reading.groundsByWords)
            case .ask(let question): (.ask, question.text)
            case .refuse(let refusal): (.refuse, refusal.text)
            }
        let slots = interpretation?.slots.map { ($0.name, JSONValue($0.value)) } ?? []
        return DecisionRecord(
            utterance: utterance,
            verdict: verdict,
            reason: reason,
            intent: interpretation?.intent,
            slots: Dictionary(slots) { first, _ in first }
        )
    }
}

extension Reading {
    static let groundsByWords = "The words are a sentence of the grammar."

    /// Why it was acted on, in a sentence for a person.
    var grounds: String {
        guard !isExact else { return Self.groundsByWords }
        let certainty = Int((Calibration().certainty(of: self) * 100).rounded())
        return "The words sound like '\(wording)', and the audio bears it out (\(certainty) %)."
    }
}
