internal import GRDB
internal import Synchronization

/// Writes of several tasks, put through to the disk together: while one commit waits for the disk, the next ones gather.
///
/// ```
///  write ─┐
///  write ─┼─► waiting ─► one transaction, each write in a savepoint of its own ─► commit, flushed ─► all are told
///  write ─┘
/// ```
///
/// A write that fails takes back only itself. When the transaction as a whole fails, so does each write in it.
final class GroupCommit: Sendable {
    /// A write that waits.
    struct Write: Sendable {
        /// Writes, and returns what is to be done once it is on the disk.
        var write: @Sendable (Database) throws -> @Sendable () -> Void
        /// Told that it was not written.
        var fail: @Sendable (any Error) -> Void
    }

    private let waiting = Mutex<[Write]>([])

    /// Adds a write to the next commit; a ``commit(in:)`` must follow.
    func add(_ write: Write) {
        waiting.withLock { $0.append(write) }
    }

    /// Writes all that waits; nothing when an earlier commit has taken it along.
    func commit(in database: Database) {
        let writes = waiting.withLock { waiting in
            defer { waiting = [] }
            return waiting
        }
        guard !writes.isEmpty else { return }
        CrashPoint.pass()
        var outcomes: [Result<@Sendable () -> Void, any Error>] = []
        do {
            try database.inTransaction(.immediate) {
                for write in writes {
                    outcomes.append(try Self.outcome(of: write, in: database))
                }
                return .commit
            }
        } catch {
            for write in writes { write.fail(error) }
            return
        }
        CrashPoint.pass()
        for (write, outcome) in zip(writes, outcomes) {
            switch outcome {
            case .success(let done): done()
            case .failure(let error): write.fail(error)
            }
        }
    }

    /// Does one write.
    ///
    /// - Returns: what is to be done when it is on the disk, or why it was taken back.
    /// - Throws: what ended the whole transaction, as a full disk does.
    private static func outcome(
        of write: Write,
        in database: Database
    ) throws -> Result<@Sendable () -> Void, any Error> {
        var done: (@Sendable () -> Void)?
        do {
            try database.inSavepoint {
                done = try write.write(database)
                return .commit
            }
        } catch {
            guard database.isInsideTransaction else { throw error }
            return .failure(error)
        }
        return .success(done ?? {})
    }
}
