internal import GRDB

extension JournalError {
    /// Says in a sentence what an error beneath means for the journal of a file.
    init(_ error: any Error, doing verb: String, path: String) {
        if let error = error as? JournalError {
            self = error
            return
        }
        let (code, what, remedy) = Self.explanation(of: error, path: path)
        self.init(code, "Could not \(verb) the journal '\(path)': \(what). \(remedy)", cause: error)
    }

    private static func explanation(of error: any Error, path: String) -> (Code, what: String, remedy: String) {
        guard let error = error as? DatabaseError else {
            if error is DecodingError {
                return (.unreadable, "it holds a record that cannot be read", "Find it with 'behest journal check'.")
            }
            return (.cannotOpen, String(describing: error), "Make its directory writable, or choose another place.")
        }
        switch error.resultCode.primaryResultCode {
        case .SQLITE_FULL:
            return (.diskFull, "the disk is full", "Free some space; nothing was done.")
        case .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH:
            return (.readOnly, "it may not be written", "Make the file and its directory writable; nothing was done.")
        case .SQLITE_BUSY, .SQLITE_LOCKED:
            return (.busy, "another program holds it", "Stop that program and try again; nothing was done.")
        case .SQLITE_CANTOPEN:
            return (.cannotOpen, "the file cannot be opened", "Make its directory writable, or choose another place.")
        case .SQLITE_NOTADB, .SQLITE_CORRUPT:
            return (.damaged, "the file is damaged or no journal", "Move it away and restore a copy.")
        case .SQLITE_CONSTRAINT:
            return (.conflict, "the record contradicts it (\(error.message ?? "a constraint"))", "Nothing was written.")
        default:
            return (.storage, error.message ?? "the storage failed", "Check the disk; nothing was done.")
        }
    }
}
