extension Dispatcher {
    /// What was left over when a process ended before its time, and what became of it.
    public struct Recovery: Sendable, Hashable {
        /// The runs that were carried out to their end.
        public var runs: [RunOutcome] = []
        /// The utterances that nobody had understood yet; they are refused now, and their sound is kept.
        public var utterances: [UtteranceRecord] = []

        /// Begins with nothing.
        public init() {}
    }

    /// Brings to an end what an earlier process left over.
    ///
    /// A run that was recorded was promised: it is carried out, without the steps that are done. An utterance that was
    /// not understood yet is not: to act on it now, when nobody expects it any more, would be a surprise. It is refused.
    ///
    /// - Returns: what was found; nothing, as a rule.
    /// - Throws: ``JournalError`` when the journal fails; `CancellationError`.
    /// - Precondition: no other process works with the journal; see ``JournalLock``.
    public func recover() async throws -> Recovery {
        var recovery = Recovery()
        for utterance in try await journal.undecidedUtterances() {
            let sound = utterance.audioPath.map { " Run 'behest run \($0)' to take it up again." } ?? ""
            let reason = "Behest ended before this was understood.\(sound)"
            try await journal.record(
                DecisionRecord(utterance: utterance.id, verdict: .refuse, reason: reason, intent: nil)
            )
            recovery.utterances.append(utterance)
        }
        for run in try await journal.unfinishedRuns() {
            recovery.runs.append(try await perform(run.id))
        }
        return recovery
    }
}
