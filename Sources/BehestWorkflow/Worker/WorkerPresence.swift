internal import Synchronization

/// One worker's presence in the journal: who it is, what it is at, and its signs of life.
final class WorkerPresence: Sendable {
    /// How long a worker is taken for alive after a sign of life, in seconds.
    static let lease = 30.0

    private struct State {
        /// When the last sign was given, in seconds since the machine was started.
        var lastSign = 0.0
        /// The runs it carries out.
        var driven: Set<RunRecord.ID> = []
    }

    private let identity: WorkerIdentity
    private let journal: any Journal
    private let state = Mutex(State())

    init(_ identity: WorkerIdentity, journal: any Journal) {
        self.identity = identity
        self.journal = journal
    }

    /// The worker as it is to be recorded now; who records it gives a sign of life.
    var record: WorkerRecord {
        let now = Uptime.seconds
        state.withLock { $0.lastSign = now }
        return WorkerRecord(identity: identity, deadline: now + Self.lease)
    }

    /// How the worker sees the others.
    var liveness: WorkerLiveness { WorkerLiveness(observer: identity, uptime: Uptime.seconds) }

    /// Gives a sign of life, if the last one was some time ago.
    func giveSign() async throws {
        let now = Uptime.seconds
        let isDue = state.withLock { state in
            guard now - state.lastSign > Self.lease / 4 else { return false }
            state.lastSign = now
            return true
        }
        if isDue { try await journal.note(WorkerRecord(identity: identity, deadline: now + Self.lease)) }
    }

    /// Whether the worker is at a run.
    func isDriving(_ run: RunRecord.ID) -> Bool { state.withLock { $0.driven.contains(run) } }

    /// Takes down that the worker is at a run; false when it is already.
    func begin(_ run: RunRecord.ID) -> Bool { state.withLock { $0.driven.insert(run).inserted } }

    /// Takes down that the worker is no longer at a run.
    func end(_ run: RunRecord.ID) { _ = state.withLock { $0.driven.remove(run) } }
}
