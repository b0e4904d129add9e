internal import BehestAudio
internal import BehestInference
internal import BehestSpeech
internal import BehestWorkflow
internal import FoundationEssentials

/// What cannot be transcribed when it is said.
extension Conversation {
    /// Lets an utterance wait that is kept and that no endpoint could transcribe; or refuses it, where that leads nowhere.
    ///
    /// - Returns: what became of it, to be followed as any other.
    /// - Throws: ``JournalError`` when that could not be recorded.
    nonisolated func concludeUnheard(
        _ utterance: Utterance,
        keptIn keeping: Duration,
        _ comprehension: Comprehension,
        because failure: TranscriptionError
    ) async throws -> UtteranceReport {
        var report = comprehension.report
        report.id = utterance.id
        report.start = utterance.start
        report.duration = utterance.duration
        report.timings[.keep] = keeping
        try await records.record(comprehension)
        // Half a command is not acted on later either, nor what Behest may have said itself, and a sound that is not taken will
        // not be.
        let mayHelp =
            backlog != nil && !utterance.isCutShort && !comprehension.mayBeOwnSound && failure.code != .refused
        let refusal = try await mayHelp ? postpone(utterance.id, failure) : refuse(utterance.id, failure)
        report.decision = .refuse(refusal)
        report.exchange = try await keep(.unheard(refusal, mayBeOwnSound: comprehension.mayBeOwnSound))
        if mayHelp { backlog?.stir() }
        return report
    }

    /// Tries an utterance again that waits.
    ///
    /// - Parameters:
    ///   - waiting: the utterance.
    ///   - ears: what hears it.
    ///   - wakePhrase: what it may begin with.
    /// - Returns: what became of it: an exchange to be followed, or a refusal; `.postponed` when it goes on waiting.
    /// - Throws: when something could not be recorded; `CancellationError`.
    nonisolated func retry(
        _ waiting: WaitingUtterance,
        by ears: [CommandPipeline.Ear],
        after wakePhrase: WakePhrase?
    ) async throws -> UtteranceReport {
        let utterance: Utterance
        do throws(AudioError) {
            utterance = try waiting.utterance.sound()
        } catch {
            return try await close(waiting, because: "Its recording cannot be heard any more. \(error.message)")
        }
        do {
            return try await retry(utterance, of: waiting, by: ears, after: wakePhrase)
        } catch let error as InferenceError where error.code == .runFailed {
            // One utterance that the model cannot take; the ones after it may do.
            return try await close(waiting, because: error.message)
        } catch let error as InferenceError {
            // What is missing may be there at the next try.
            var report = report(of: waiting)
            report.decision = .refuse(try await postpone(waiting.id, TranscriptionError(.misconfigured, error.message)))
            return report
        }
    }

    private nonisolated func retry(
        _ utterance: Utterance,
        of waiting: WaitingUtterance,
        by ears: [CommandPipeline.Ear],
        after wakePhrase: WakePhrase?
    ) async throws -> UtteranceReport {
        let (interpreter, _) = await situation
        let opening = try await wakePhrase?.opening(of: utterance)
        let ears = opening.map { opening in ears.map { opening.removed(from: $0) } } ?? ears
        let comprehension = try await interpreter.comprehend(utterance, by: ears, expecting: .command)
        if let failure = comprehension.failure {
            var report = comprehension.report
            report.id = utterance.id
            try await records.record(comprehension)
            let mayHelp = failure.code != .refused
            let refusal = try await mayHelp ? postpone(utterance.id, failure) : refuse(utterance.id, failure)
            report.decision = .refuse(refusal)
            return report
        }
        var (report, heard) = try await interpreter.conclude(
            utterance,
            keptIn: .zero,
            comprehension,
            expecting: .command,
            in: records
        )
        report.exchange = try await hear(late: heard, lateness(of: heard, saidAt: waiting.utterance.createdAt))
        return report
    }

    /// Refuses an utterance that has waited too long.
    nonisolated func giveUp(_ waiting: WaitingUtterance) async throws -> UtteranceReport {
        try await close(waiting, because: "Nothing could hear it for a day. \(waiting.reason)")
    }

    private nonisolated func close(
        _ waiting: WaitingUtterance,
        because reason: String
    ) async throws -> UtteranceReport {
        var report = report(of: waiting)
        report.decision = .refuse(try await refuse(waiting.id, TranscriptionError(.failed, reason)))
        return report
    }

    private nonisolated func report(of waiting: WaitingUtterance) -> UtteranceReport {
        var report = UtteranceReport(source: waiting.utterance.source)
        report.id = waiting.id
        report.start = waiting.utterance.start
        report.duration = waiting.utterance.duration
        return report
    }

    private nonisolated func postpone(_ id: UtteranceRecord.ID, _ failure: TranscriptionError) async throws -> Refusal {
        try await records.journal.postpone(id, triedAt: now(), because: failure.message)
        return .postponed(reason: failure.message)
    }

    private nonisolated func refuse(_ id: UtteranceRecord.ID, _ failure: TranscriptionError) async throws -> Refusal {
        let path = try await records.journal.utterance(id)?.audioPath
        let way = path.map { " Run 'behest run \($0)' to take it up again." } ?? ""
        let refusal = Refusal.unheard(reason: failure.message + way)
        try await records.journal.record(
            DecisionRecord(utterance: id, verdict: .refuse, reason: refusal.text, intent: nil)
        )
        return refusal
    }

    private nonisolated func lateness(of heard: Heard, saidAt moment: Date) async throws -> Lateness {
        let plans = heard.commands.compactMap(\.plan)
        let since = try await records.journal.runs(limit: 100).filter { $0.createdAt > moment }
        let isRepeated = plans.contains { plan in
            since.contains { $0.plan.intent == plan.intent && $0.plan.slots == plan.slots }
        }
        return Lateness(age: now().timeIntervalSince(moment), isRepeated: isRepeated)
    }
}

extension UtteranceRecord {
    /// The utterance as it is on disk.
    fileprivate func sound() throws(AudioError) -> Utterance {
        guard let audioPath else { throw AudioError(.unreadable, "It was typed.") }
        return try AudioFile(path: audioPath).utterance(id: id, source: source, start: start)
    }
}
