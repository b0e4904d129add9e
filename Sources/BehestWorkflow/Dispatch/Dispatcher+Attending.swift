internal import FoundationEssentials

extension Dispatcher {
    /// When attending to runs ends.
    public enum AttendingEnd: Sendable, Hashable {
        /// When there is nothing more to do.
        case idle
        /// When the surrounding Swift task is cancelled.
        case cancelled
    }

    /// How many runs are carried out at the same time where nothing else is said.
    public static let usualRunsAtOnce = 8

    /// How often it is looked for new runs when there are none.
    private static let lookInterval = Duration.milliseconds(500)

    /// Carries out the runs that no living process has.
    ///
    /// When the surrounding Swift task is cancelled, what is being done is stopped, and the runs are left to others as they are.
    ///
    /// - Parameters:
    ///   - end: When that ends.
    ///   - atOnce: How many are carried out at the same time.
    ///   - scope: Which runs these are.
    ///   - watch: Told of each run at its end.
    /// - Throws: ``JournalError`` when the journal fails; `CancellationError`.
    public func attend(
        until end: AttendingEnd,
        atOnce: Int = usualRunsAtOnce,
        to scope: AbandonedRuns = .anybodys,
        watching watch: (RunOutcome) async throws -> Void
    ) async throws {
        try await withThrowingTaskGroup(of: RunOutcome?.self) { group in
            defer { group.cancelAll() }
            var active: Set<RunRecord.ID> = []
            var next: [RunRecord.ID] = []
            var isWaiting = false
            while true {
                if next.isEmpty, active.count < atOnce {
                    try await expireHeldRuns()
                    // Those it is at are among them.
                    let found = try await journal.abandonedRuns(
                        presence.liveness,
                        scope,
                        limit: active.count + 4 * atOnce
                    )
                    next = found.reversed().filter { !active.contains($0) && !presence.isDriving($0) }
                }
                while active.count < atOnce, let id = next.popLast() {
                    active.insert(id)
                    group.addTask { try await perform(id, interruption: .leaves) }
                }
                if active.isEmpty, end == .idle { return }
                // However long those take that it is at, it looks for more.
                if active.count < atOnce, !isWaiting {
                    isWaiting = true
                    group.addTask {
                        try await clock.sleep(for: Self.lookInterval)
                        return nil
                    }
                }
                guard let outcome = try await group.next() ?? nil else {
                    isWaiting = false
                    continue
                }
                active.remove(outcome.run.id)
                try await watch(outcome)
            }
        }
    }
}
