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
        } catch {
            throw JournalError(error, doing: "open", path: path)
        }
        self.path = path
        self.now = now
    }

    private static func makeDirectory(of path: String) throws {
        let directory = URL(filePath: path).deletingLastPathComponent().path
        guard !FileManager.default.fileExists(atPath: directory) else { return }
        try FileManager.default.createDirectory(
            atPath: directory,
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700]
        )
    }

    /// Writes in one transaction.
    ///
    /// Cancellation does not reach it: half-done work must be recordable as such.
    func write<Value: Sendable>(_ updates: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
        do {
            return try await withCheckedThrowingContinuation { continuation in
                pool.asyncWrite(updates) { _, result in continuation.resume(with: result) }
            }
        } catch let error as IllegalTransition {
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
