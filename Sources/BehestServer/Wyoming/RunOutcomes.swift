public import BehestPipeline
public import BehestWorkflow

/// How runs ended, for those who wait for it.
///
/// ```swift
/// try await conversation.run(watching: { await outcomes.take($0) })
/// ```
public actor RunOutcomes {
    /// So many runs are remembered, since one may end before anybody waits for it.
    private static let mostRemembered = 256

    private var ended: [RunRecord] = []
    private var waiters: [Int: AsyncStream<RunRecord>.Continuation] = [:]
    private var nextWaiter = 0

    /// Begins with none.
    public init() {}

    /// Takes note of what a conversation tells of its runs.
    public func take(_ progress: Conversation.Progress) {
        guard case .ended(let outcome) = progress else { return }
        ended.append(outcome.run)
        if ended.count > Self.mostRemembered { ended.removeFirst() }
        for waiter in waiters.values { waiter.yield(outcome.run) }
    }

    /// Waits until runs have ended.
    ///
    /// - Parameters:
    ///   - runs: the runs.
    ///   - time: how long to wait.
    /// - Returns: those that ended in that time, in the order of `runs`.
    /// - Throws: `CancellationError`.
    public func ends(of runs: [RunRecord.ID], within time: Duration) async throws -> [RunRecord] {
        var found = ended.filter { runs.contains($0.id) }
        if found.count < runs.count {
            let (stream, waiter) = AsyncStream.makeStream(of: RunRecord.self, bufferingPolicy: .unbounded)
            let number = nextWaiter
            nextWaiter += 1
            waiters[number] = waiter
            defer { waiters[number] = nil }
            found += await Self.collect(stream, until: Set(runs).subtracting(found.map(\.id)), within: time)
        }
        try Task.checkCancellation()
        return runs.compactMap { id in found.first { $0.id == id } }
    }

    /// Collects runs until all that are wanted are there, or the time is over.
    private static func collect(
        _ stream: AsyncStream<RunRecord>,
        until wanted: Set<RunRecord.ID>,
        within time: Duration
    ) async -> [RunRecord] {
        await withTaskGroup(of: [RunRecord].self) { group in
            group.addTask {
                var found: [RunRecord] = []
                for await run in stream where wanted.contains(run.id) {
                    found.append(run)
                    if found.count == wanted.count { break }
                }
                return found
            }
            group.addTask {
                try? await ContinuousClock().sleep(for: time)
                return []
            }
            let first = await group.next() ?? []
            group.cancelAll()
            // A stream that is not waited for any more still gives what it had found.
            return await group.reduce(first) { $0 + $1 }
        }
    }
}
