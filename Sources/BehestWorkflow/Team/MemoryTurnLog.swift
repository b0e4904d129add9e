internal import FoundationEssentials
internal import Synchronization

/// Turns that are kept in memory alone, for one process: for whoever tries a team out without a journal.
public final class MemoryTurnLog: TurnLog {
    private struct Entry {
        var turn: TeamTurn
        var candidates: [String]
    }

    private let entries = Mutex<[Entry]>([])
    private let now: @Sendable () -> Date

    /// Makes an empty log.
    public init() { now = { Date() } }

    /// The turns of a task in their order.
    public func turns(of task: AgentTask.ID) async throws -> [TeamTurn] {
        entries.withLock { $0.map(\.turn).filter { $0.task == task } }
    }

    /// Looks for somebody to take a turn.
    public func begin(
        _ request: TurnRequest,
        choosing choose: @escaping @Sendable (TeamLoad) -> TeamChoice
    ) async throws -> TeamTurn {
        let moment = now()
        return entries.withLock { entries in
            let known = entries.firstIndex {
                $0.turn.task == request.task && $0.turn.place == request.place && $0.turn.isOpen
            }
            var load = TeamLoad()
            for (index, entry) in entries.enumerated() where index != known {
                if entry.turn.state == .waiting, index < known ?? .max {
                    for name in entry.candidates { load.ahead[name, default: 0] += 1 }
                }
                guard let member = entry.turn.member else { continue }
                if entry.turn.state == .running { load.open[member, default: 0] += 1 }
                if entry.turn.task == request.task, entry.turn.place != request.place, !entry.turn.isSettled {
                    load.sameTask.insert(member)
                }
            }
            let number = 1 + entries.count { $0.turn.task == request.task }
            var turn = known.map { entries[$0].turn } ?? TeamTurn(request, number: number, at: moment)
            turn.take(choose(load), under: request.claim, at: moment)
            let entry = Entry(turn: turn, candidates: request.candidates)
            if let known { entries[known] = entry } else { entries.append(entry) }
            return turn
        }
    }

    /// Records how a turn ended.
    public func end(_ turn: TeamTurn, _ ending: TurnEnding) async throws {
        let moment = now()
        try entries.withLock { entries in
            guard let index = entries.firstIndex(where: { $0.turn.id == turn.id && $0.turn.isOpen }) else {
                throw IllegalTransition(subject: "turn \(turn.id)", state: "not running", wanted: "ended")
            }
            entries[index].turn.end(ending, at: moment)
        }
    }

    /// Records that the step as a whole has failed.
    public func settle(_ task: AgentTask.ID, of run: RunRecord.ID, claim: Int) async throws {
        entries.withLock { entries in
            for index in entries.indices where entries[index].turn.task == task {
                if [.failed, .lost].contains(entries[index].turn.state) { entries[index].turn.isSettled = true }
            }
        }
    }
}
