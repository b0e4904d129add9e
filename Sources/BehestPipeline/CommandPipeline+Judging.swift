internal import BehestGrammar
internal import BehestSpeech
internal import BehestWorkflow

extension CommandPipeline {
    /// Decides about one command, as far as the pipeline goes.
    func judge(_ evidence: Decider.Evidence) -> CommandReport {
        var report = CommandReport(words: evidence.words)
        switch decider.reading(of: evidence) {
        case .success(let reading): report.interpretation = reading.interpretation
        case .failure(let refusal): report.decision = .refuse(refusal)
        }
        if stage != .intent { report.decision = decider.decide(evidence) }
        return report
    }

    /// Refuses an utterance that no endpoint could transcribe: whoever runs a recording is there to run it again.
    func refuse(
        _ before: UtteranceReport,
        because error: TranscriptionError,
        recording entries: [JournalEntry]
    ) async throws -> UtteranceReport {
        var report = before
        report.failure = error
        report.decision = .refuse(.unheard(reason: error.message))
        if let records { try await records.carryOut(&report, recording: entries, stage: stage, clock: clock) }
        return report
    }

    /// Says more about words that are no sentence: which part of them is one, or what a language model makes of them.
    ///
    /// - Throws: `CancellationError`.
    func reconsider(_ report: inout UtteranceReport, _ transcript: Transcript, _ splitting: Splitting) async throws {
        if case .partly(let parts) = splitting {
            let understood = parts.filter { !$0.matches.isEmpty }.map(\.text)
            let unknown = parts.filter(\.matches.isEmpty).map(\.text)
            report.decision = .refuse(.partlyUnderstood(understood: understood, unknown: unknown))
            return
        }
        guard let lastResort else { return }
        switch try await lastResort.reading(of: transcript.text) {
        case .nothing(let note): report.decision = .refuse(.unproposed(words: transcript.text, note: note))
        case .reading(let reading):
            report.interpretation = reading.interpretation
            report.decision = decider.decide(proposed: reading, words: transcript.text)
        }
    }
}

extension SpokenCommand {
    /// What it may mean, by its words.
    ///
    /// - Parameter confidence: how sure the recogniser was of the utterance.
    /// - Returns: a reading for each match, best first.
    func readings(confidence: Double) -> [Reading] {
        matches.map { match in
            Reading(
                interpretation: match.interpretation,
                wording: text,
                scores: Reading.Scores(confidence: confidence)
            )
        }
    }

    /// The command with its best reading, and those that are as good, with whole values for built-in slots; none that
    /// names what does not exist.
    func composed(by composer: SlotComposer) -> SpokenCommand {
        var command = self
        command.matches = matches.prefix { $0.cost == matches[0].cost }.compactMap { match in
            var match = match
            guard let composed = composer.compose(match.interpretation, in: text) else { return nil }
            match.interpretation = composed
            return match
        }
        return command
    }
}

extension Splitting {
    /// The splitting with whole values for built-in slots; a part that names what does not exist is no sentence.
    func composed(by composer: SlotComposer) -> Splitting {
        switch self {
        case .none: return .none
        case .partly(let parts): return .partly(parts.map { $0.composed(by: composer) })
        case .several(let commands):
            let composed = commands.map { $0.composed(by: composer) }
            return composed.contains(where: \.matches.isEmpty) ? .partly(composed) : .several(composed)
        }
    }
}

extension Decision {
    /// Whether nothing that can be asked for is near enough to the words.
    var isNotUnderstood: Bool {
        switch self {
        case .refuse(.notUnderstood), .refuse(.notCloseEnough): true
        default: false
        }
    }
}
