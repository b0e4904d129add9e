internal import Foundation
internal import GRDB

/// Looking after the file.
extension SQLiteJournal {
    /// Looks for damage in the file itself: pages that do not fit together, indexes that lack rows, references into
    /// nothing; and for runs and tasks that cannot be read.
    ///
    /// - Returns: a line for each fault; none when it is whole.
    /// - Throws: ``JournalError`` when the journal cannot be read at all.
    public func damage() async throws -> [String] {
        try await read { database in
            let faults = try String.fetchAll(database, sql: "PRAGMA integrity_check(20)")
            let references = try Row.fetchAll(database, sql: "PRAGMA foreign_key_check").prefix(20).map { row in
                "row \(row["rowid"] as Int64? ?? 0) of \(row["table"] as String) refers to nothing in \(row["parent"] as String)"
            }
            return (faults == ["ok"] ? [] : faults) + references + (try database.unreadableRecords())
        }
    }

    /// Writes the journal as it is now to another file, while others may write on.
    ///
    /// The copy is there whole or not at all, also after a loss of power.
    ///
    /// - Parameter path: the copy; what was there is replaced.
    /// - Throws: ``JournalError`` when it cannot be written.
    public func backUp(to path: String) async throws {
        let draft = path + ".part"
        do {
            try Self.removeFile(draft)
            // Outside a transaction, as this wants it; it sees one state all the same.
            try await pool.unsafeRead { database in
                try database.execute(sql: "VACUUM INTO ?", arguments: [draft])
            }
            guard Self.flush(draft), unsafe rename(draft, path) == 0, Self.flush(Self.folder(of: path)) else {
                throw JournalError(.storage, unsafe String(cString: strerror(errno)))
            }
        } catch {
            let reason = (error as? DatabaseError)?.message ?? "\(error)"
            try? Self.removeFile(draft)
            throw JournalError(
                .storage,
                "Could not write the copy '\(path)': \(reason). Make its folder writable or free some space; the journal is as it was.",
                cause: error
            )
        }
    }

    /// Gives space that is no longer needed back to the file system.
    ///
    /// - Returns: the sizes of the file before and after, in bytes.
    /// - Throws: ``JournalError`` when it cannot be done, such as while another process writes.
    public func vacuum() async throws -> (before: Int64, after: Int64) {
        do {
            let before = size
            try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
                pool.asyncWriteWithoutTransaction { database in
                    continuation.resume(
                        with: Result {
                            // Whoever of them is alive enters itself again with its next sign.
                            try database.execute(
                                sql: """
                                    DELETE FROM workers WHERE id NOT IN (
                                        SELECT worker FROM runs
                                        WHERE state IN ('held', 'ready', 'running') AND worker IS NOT NULL
                                    )
                                    """
                            )
                            try database.execute(sql: "VACUUM")
                            try database.checkpoint(.truncate)
                        }
                    )
                }
            }
            return (before, size)
        } catch {
            throw JournalError(error, doing: "compact", path: path)
        }
    }

    /// How many bytes the file and what is written ahead of it take.
    public var size: Int64 {
        [path, path + "-wal"].reduce(0) { sum, file in
            let attributes = try? FileManager.default.attributesOfItem(atPath: file)
            return sum + (attributes?[.size] as? Int64 ?? (attributes?[.size] as? Int).map(Int64.init) ?? 0)
        }
    }

    private static func folder(of path: String) -> String {
        let folder = URL(filePath: path).deletingLastPathComponent().path
        return folder.isEmpty ? "." : folder
    }

    private static func removeFile(_ path: String) throws {
        guard unsafe unlink(path) != 0, errno != ENOENT else { return }
        throw JournalError(.storage, "'\(path)' is in the way")
    }

    /// Puts a file's or a folder's content on the disk itself.
    private static func flush(_ path: String) -> Bool {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        return fsync(descriptor) == 0
    }
}
