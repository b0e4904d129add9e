public import Foundation
internal import GRDB

/// The journal in one SQLite file.
///
/// It is written ahead (WAL), so that reading never waits for writing, and with `synchronous=FULL`, so that a record
/// that was acknowledged survives the loss of power.
public struct SQLiteJournal: Journal {
    /// The file.
    public let path: String

    let pool: DatabasePool
    private let commits = GroupCommit()
    let now: @Sendable () -> Date

    /// Opens the journal of a file, and makes it and its directory where they are missing.
    ///
    /// - Parameters:
    ///   - path: The file.
    ///   - now: Tells the time.
    /// - Throws: ``JournalError`` when the file cannot be opened, brought up to date or written through to the disk.
    public init(path: String, now: @escaping @Sendable () -> Date = { Date() }) throws(JournalError) {
        do {
            try Self.makeDirectory(of: path)
            // Of several processes that start at once, one makes the tables and the others find them.
            let opening = OpeningLock(journalPath: path)
            var configuration = Configuration()
            configuration.busyMode = .timeout(5)
            configuration.foreignKeysEnabled = true
            configuration.label = "journal"
            pool = try DatabasePool(path: path, configuration: configuration)
            // Only now: a pool sets it to NORMAL while it opens.
            let level = try pool.writeWithoutTransaction { database in
                try database.execute(sql: "PRAGMA synchronous = FULL")
                return try Int.fetchOne(database, sql: "PRAGMA synchronous")
            }
            guard level == 2 else {
                throw JournalError(
                    .notDurable,
                    "Could not make the journal '\(path)' write through to the disk. Put it on another file system."
                )
            }
            try JournalSchema.migrator.migrate(pool)
            opening.release()
        } catch {
            throw JournalError(error, doing: "open", path: path)
        }
        self.path = path
        self.now = now
    }

    /// Makes the directory of a file, and those above it, where they are missing; nobody else may look into them.
    private static func makeDirectory(of path: String) throws {
        let names = path.split(separator: "/").dropLast()
        var directory = path.hasPrefix("/") ? "" : "."
        for name in names {
            directory += "/\(name)"
            guard unsafe mkdir(directory, 0o700) != 0, errno != EEXIST else { continue }
            let reason = unsafe String(cString: strerror(errno)).lowercased()
            throw JournalError(
                .cannotOpen,
                "Could not make the directory '\(directory)' for the journal: \(reason). "
                    + "Make the one above it writable, or choose another place."
            )
        }
    }

    /// Writes all or nothing; it is on the disk when this returns.
    ///
    /// Cancellation does not reach it: half-done work must be recordable as such.
    func write<Value: Sendable>(_ updates: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
        do {
            return try await withCheckedThrowingContinuation { continuation in
                let write = GroupCommit.Write { database in
                    let value = try updates(database)
                    return { continuation.resume(returning: value) }
                } fail: {
                    continuation.resume(throwing: $0)
                }
                commits.add(write)
                pool.asyncWriteWithoutTransaction { [commits] in commits.commit(in: $0) }
            }
        } catch let error as IllegalTransition {
            throw error
        } catch let error as ClaimLost {
            throw error
        } catch {
            throw JournalError(error, doing: "write", path: path)
        }
    }

    /// Reads one state of the journal.
    func read<Value: Sendable>(_ query: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
        do {
            return try await withCheckedThrowingContinuation { continuation in
                pool.asyncRead { database in
                    continuation.resume(with: Result { try query(database.get()) })
                }
            }
        } catch {
            throw JournalError(error, doing: "read", path: path)
        }
    }
}
