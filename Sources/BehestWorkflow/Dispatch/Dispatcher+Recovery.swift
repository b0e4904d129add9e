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

    /// The runs that this process or one that died had and is not at, at most so many; the most urgent and oldest first.
    ///
    /// - Throws: ``JournalError`` when the journal cannot be read.
    public func leftOver(limit: Int) async throws -> [RunRecord] {
        var runs: [RunRecord] = []
        for id in try await journal.abandonedRuns(presence.liveness, .leftOver, limit: limit) {
            if let run = try await journal.run(id) { runs.append(run) }
        }
        return runs
    }

    /// Refuses utterances that an earlier process did not come to understand: to act on them now, when nobody expects it any
    /// more, would be a surprise.
    ///
    /// Those that wait to be transcribed go on waiting.
    ///
    /// - Returns: the utterances; their sound is kept.
    /// - Throws: ``JournalError`` when the journal fails.
    /// - Precondition: no other process works with the journal; see ``JournalLock``.
    public func refuseLeftovers() async throws -> [UtteranceRecord] {
        let waiting = Set(try await journal.waitingUtterances().map(\.id))
        let utterances = try await journal.undecidedUtterances().filter { !waiting.contains($0.id) }
        for utterance in utterances {
            let sound = utterance.audioPath.map { " Run 'behest run \($0)' to take it up again." } ?? ""
            let reason = "Behest ended before this was understood.\(sound)"
            try await journal.record(
                DecisionRecord(utterance: utterance.id, verdict: .refuse, reason: reason, intent: nil)
            )
        }
        return utterances
    }

    /// Brings to an end what an earlier process left over.
    ///
    /// A run that was recorded was promised: it is carried out, without the steps that are done. An utterance that was
    /// not understood yet is refused.
    ///
    /// - Returns: what was found; nothing, as a rule.
    /// - Throws: ``JournalError`` when the journal fails; `CancellationError`.
    /// - Parameter isAlone: whether no other process works with the journal; see ``JournalLock``. Only then an utterance
    ///   that was not understood is known to be left over.
    public func recover(isAlone: Bool = true) async throws -> Recovery {
        var recovery = Recovery()
        if isAlone { recovery.utterances = try await refuseLeftovers() }
        var runs: [RunOutcome] = []
        try await attend(until: .idle, to: .leftOver) { runs.append($0) }
        recovery.runs = runs.sorted { ($0.run.createdAt, $0.run.id) < ($1.run.createdAt, $1.run.id) }
        return recovery
    }
}
