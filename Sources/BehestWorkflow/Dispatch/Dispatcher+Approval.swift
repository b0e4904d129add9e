internal import FoundationEssentials

/// Runs that wait for a person's yes; none of them keeps a worker.
extension Dispatcher {
    /// How long a run waits for a yes.
    public static let approvalTime = 86_400.0

    /// Carries a held run out, since a person has agreed to the plan of some hash.
    ///
    /// - Parameters:
    ///   - id: The run.
    ///   - hash: The hash of the plan that the person was shown: what was agreed to is what is done.
    /// - Returns: The run, ready to be done by this process.
    /// - Throws: ``ApprovalError`` when it cannot be agreed to; ``JournalError``.
    public func approve(_ id: RunRecord.ID, planHash hash: String) async throws -> RunRecord {
        try await journal.approve(id, planHash: hash, at: now(), by: presence.record)
    }

    /// Brings a run to its end that somebody has asked to be given up, by whoever is at it.
    ///
    /// - Returns: The run at its end.
    /// - Throws: ``JournalError``; `CancellationError`.
    public func giveUp(_ id: RunRecord.ID) async throws -> RunOutcome {
        guard try await journal.run(id)?.state == .held else { return try await perform(id) }
        try await giveUp(held: id, because: AgentTask.runCancelled, said: "Cancelled.")
        return try await perform(id)
    }

    /// Gives up the runs for whose yes the time is over.
    ///
    /// - Returns: Those that cannot be read.
    func expireHeldRuns() async throws -> [UnreadableRun] {
        let said = "Nobody agreed to it within a day, and it was given up."
        var unreadable: [UnreadableRun] = []
        for run in try await journal.expiredRuns(at: now()) {
            do {
                try await giveUp(held: run, because: "Nobody agreed to it", said: said)
            } catch let error as JournalError where error.code == .unreadable {
                unreadable.append(UnreadableRun(id: run, reason: error.message))
            }
        }
        return unreadable
    }

    private func giveUp(held run: RunRecord.ID, because reason: String, said: String) async throws {
        for task in try await journal.tasks(of: run) where !task.state.isFinal {
            _ = try await journal.apply(.cancelled(reason), toTask: task.id)
        }
        _ = try await journal.apply(.finished(.cancelled, said: said), toRun: run)
    }
}

/// A run that cannot be agreed to.
public enum ApprovalError: Error, Sendable, Hashable, CustomStringConvertible {
    /// It does not wait for a yes.
    case notHeld(RunRecord.ID, RunState)
    /// The time for that is over.
    case expired(RunRecord.ID)
    /// What was shown is another plan than the one that was recorded.
    case otherPlan(RunRecord.ID)

    /// What is wrong, and what to do.
    public var description: String {
        switch self {
        case .notHeld(let run, let state): "The run '\(run)' is \(state.rawValue) and waits for nobody's yes."
        case .expired(let run):
            "The time to agree to the run '\(run)' is over. Give the command again."
        case .otherPlan(let run):
            "The plan of the run '\(run)' is not the one that you were shown, and nothing was done. Look at it again."
        }
    }
}
