internal import Synchronization

/// Whether the members of a team are fit for work, asked at most every so often.
final class TeamHealth: Sendable {
    /// For how long an answer counts; one that is unfit is looked at again sooner.
    static let validity = (fit: Duration.seconds(30), unfit: Duration.seconds(5))
    /// How long an answer is waited for.
    static let patience = Duration.seconds(30)

    private struct Answer {
        var health: AgentHealth
        var until: ContinuousClock.Instant
    }

    private let answers = Mutex<[String: Answer]>([:])

    /// Whether a member is fit.
    ///
    /// - Parameters:
    ///   - member: The member.
    ///   - workspace: Where the work is.
    ///   - ask: Asks it.
    /// - Returns: What it said, now or a moment ago.
    func health(
        of member: TeamMember,
        in workspace: String,
        asking ask: @escaping @Sendable () async -> AgentHealth
    ) async -> AgentHealth {
        let key = "\(member.name)\n\(workspace)"
        let now = ContinuousClock.now
        if let known = answers.withLock({ $0[key] }), known.until > now { return known.health }
        let health = await withTaskGroup(of: AgentHealth?.self) { group in
            group.addTask { await ask() }
            group.addTask {
                try? await Task.sleep(for: Self.patience)
                return nil
            }
            defer { group.cancelAll() }
            let seconds = Self.patience.components.seconds
            return await group.next().flatMap(\.self)
                ?? .unavailable("It does not say within \(seconds) seconds whether it is fit.")
        }
        // What was broken off says nothing.
        guard !Task.isCancelled else { return health }
        let validity = health == .ready ? Self.validity.fit : Self.validity.unfit
        answers.withLock { $0[key] = Answer(health: health, until: .now + validity) }
        return health
    }
}
