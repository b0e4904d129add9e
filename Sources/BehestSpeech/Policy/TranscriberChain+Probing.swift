internal import Synchronization

extension TranscriberChain {
    /// Probes endpoints that are left alone, when they may have recovered, until it is cancelled; nothing happens while all work.
    ///
    /// Without it the next utterance finds out. It is to be called once.
    public func probe() async {
        await withTaskGroup { group in
            for link in links.indices {
                group.addTask {
                    for await _ in self.openings[link].stream { await self.probeUntilClosed(link) }
                }
            }
        }
    }

    /// Probes one again and again; it ends also when an utterance is faster, which tells when there is more to do.
    private func probeUntilClosed(_ link: Int) async {
        while let trial = breakers.withLock({ $0[link].nextTrial }) {
            let wait = trial - now()
            if wait > .zero, (try? await clock.sleep(for: wait)) == nil { return }
            let moment = now()
            let begun = breakers.withLock { breakers in
                breakers[link].admits(at: moment) ? breakers[link].begin(at: moment) : nil
            }
            if let begun { await tryOut(link, begun) }
            if Task.isCancelled { return }
        }
    }

    /// Probes one whose trial was begun.
    private func tryOut(_ link: Int, _ trial: Int) async {
        let (probe, limit) = (links[link].probe, links[link].settings.timeLimit)
        var failure: TranscriptionError?
        do {
            failure = try await limited(to: limit, clock, probe)
        } catch {
            failure = TranscriptionError(anyError: error)
        }
        let moment = now()
        let wasCancelled = Task.isCancelled
        let isBack = breakers.withLock { breakers in
            if wasCancelled {
                breakers[link].abandon(trial, at: moment)
                return false
            }
            // What does not take silence works.
            guard let failure, failure.code != .refused else { return breakers[link].succeed() }
            var rest: Duration?
            if case .after(let wait) = failure.retry { rest = wait }
            breakers[link].fail(trial, at: moment, wantingRest: rest)
            return false
        }
        if isBack { recovered(links[link].name) }
    }
}

/// Does something for a limited time.
///
/// - Returns: `nil` when it was done, else that it took too long and was stopped.
/// - Throws: what it throws.
func limited(
    to limit: Duration,
    _ clock: any Clock<Duration>,
    _ work: @escaping @Sendable () async throws -> Void
) async throws -> TranscriptionError? {
    try await withThrowingTaskGroup(of: TranscriptionError?.self) { group in
        group.addTask {
            try await work()
            return nil
        }
        group.addTask {
            try await clock.sleep(for: limit)
            return TranscriptionError(.timedOut, "It did not answer in time; see whether it runs.", retry: .allowed)
        }
        defer { group.cancelAll() }
        return try await group.next() ?? nil
    }
}
