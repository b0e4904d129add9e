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
    /// - Precondition: no other process works with the journal; see ``JournalLock``.
    public func recover() async throws -> Recovery {
        var recovery = Recovery()
        recovery.utterances = try await refuseLeftovers()
        recovery.runs = try await recoverRuns()
        return recovery
    }

    /// Brings to an end the runs that no living process has, several at a time.
    ///
    /// - Returns: the runs at their ends, in the order in which they were recorded.
    /// - Throws: ``JournalError`` when the journal fails; `CancellationError`.
    @discardableResult
    public func recoverRuns(atOnce: Int = 8) async throws -> [RunOutcome] {
        let runs = try await journal.abandonedRuns(presence.liveness).filter { !presence.isDriving($0) }
        var outcomes: [Int: RunOutcome] = [:]
        try await withThrowingTaskGroup(of: (Int, RunOutcome).self) { group in
            var next = 0
            var active = 0
            while active > 0 || next < runs.count {
                while active < atOnce, next < runs.count {
                    let (index, id) = (next, runs[next])
                    group.addTask { (index, try await perform(id)) }
                    next += 1
                    active += 1
                }
                guard let (index, outcome) = try await group.next() else { break }
                outcomes[index] = outcome
                active -= 1
            }
        }
        return outcomes.sorted { $0.key < $1.key }.map(\.value)
    }
}
