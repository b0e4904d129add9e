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
    ///   - warn: Told once of each run that cannot be read; it is set aside, and the others go on.
    ///   - watch: Told of each run at its end.
    /// - Throws: ``JournalError`` when the journal fails; `CancellationError`.
    public func attend(
        until end: AttendingEnd,
        atOnce: Int = usualRunsAtOnce,
        to scope: AbandonedRuns = .anybodys,
        warning warn: (UnreadableRun) async throws -> Void = { _ in },
        watching watch: (RunOutcome) async throws -> Void
    ) async throws {
        try await withThrowingTaskGroup(of: Step.self) { group in
            defer { group.cancelAll() }
            var active: Set<RunRecord.ID> = []
            var next: [RunRecord.ID] = []
            var isWaiting = false
            var aside: Set<RunRecord.ID> = []
            var passed: Set<RunRecord.ID> = []
            while true {
                if next.isEmpty, active.count < atOnce {
                    for run in try await expireHeldRuns() where aside.insert(run.id).inserted { try await warn(run) }
                    // Those it is at are among them.
                    let found = try await journal.abandonedRuns(
                        presence.liveness,
                        scope,
                        limit: active.count + aside.count + passed.count + 4 * atOnce
                    )
                    next = found.reversed().filter {
                        !active.contains($0) && !aside.contains($0) && !passed.contains($0) && !presence.isDriving($0)
                    }
                }
                while active.count < atOnce, let id = next.popLast() {
                    active.insert(id)
                    group.addTask { try await attend(to: id) }
                }
                if active.isEmpty, end == .idle { return }
                // However long those take that it is at, it looks for more.
                if active.count < atOnce, !isWaiting {
                    isWaiting = true
                    group.addTask {
                        try await clock.sleep(for: Self.lookInterval)
                        return .waited
                    }
                }
                switch try await group.next() {
                case .ended(let outcome)?:
                    active.remove(outcome.run.id)
                    try await watch(outcome)
                case .unreadable(let run)?:
                    active.remove(run.id)
                    if aside.insert(run.id).inserted { try await warn(run) }
                case .passed(let id)?:
                    active.remove(id)
                    passed.insert(id)
                case .waited?, nil:
                    isWaiting = false
                    passed = []
                }
            }
        }
    }

    /// Something that came to its end while it attends.
    private enum Step: Sendable {
        case ended(RunOutcome)
        case unreadable(UnreadableRun)
        /// Somebody else has it, or has had it; it is not looked at again at once.
        case passed(RunRecord.ID)
        case waited
    }

    private func attend(to id: RunRecord.ID) async throws -> Step {
        do {
            return try await attempt(id, interruption: .leaves).map(Step.ended) ?? .passed(id)
        } catch let error as JournalError where error.code == .unreadable {
            return .unreadable(UnreadableRun(id: id, reason: error.message))
        }
    }
}

/// A run that stands in the journal so that it cannot be read.
public struct UnreadableRun: Error, Sendable, Hashable, Identifiable, CustomStringConvertible {
    /// Its identifier.
    public var id: RunRecord.ID
    /// What is wrong.
    public var reason: String

    /// A sentence for a person.
    public var description: String {
        "The run '\(id)' cannot be read and is left as it is; the others go on. Look at it with 'behest journal check'. (\(reason))"
    }
}
