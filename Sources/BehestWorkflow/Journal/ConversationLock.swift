internal import Glibc

/// Keeps a second process from talking with the person by the same journal: each would ask what the other has asked.
public struct ConversationLock: ~Copyable, Sendable {
    private let descriptor: Int32

    /// Takes the lock; it is held until this is gone or the process has ended, however it ends.
    ///
    /// - Parameter journalPath: The journal's file; the lock is a file beside it.
    /// - Throws: ``JournalError`` when another process has it, or its file cannot be made.
    public init(journalPath: String) throws(JournalError) {
        let path = journalPath + ".conversation"
        let file = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard file >= 0 else {
            let reason = unsafe String(cString: strerror(errno))
            throw JournalError(
                .cannotOpen,
                "Could not make the lock file '\(path)': \(reason). Mend that folder; nothing was done."
            )
        }
        guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
            let holder = Self.process(named: file).map { " as process \($0)" } ?? ""
            close(file)
            throw JournalError(
                .busy,
                "Behest listens already\(holder). End that one first, or give this one a journal of its own by XDG_STATE_HOME."
            )
        }
        // For whoever comes second; that it cannot be written is no reason not to listen.
        let name = Array("\(getpid())\n".utf8)
        ftruncate(file, 0)
        _ = unsafe name.withUnsafeBytes { unsafe pwrite(file, $0.baseAddress, $0.count, 0) }
        descriptor = file
    }

    deinit {
        close(descriptor)
    }

    /// The process whose number is in the file.
    private static func process(named file: Int32) -> Int32? {
        var bytes = [UInt8](repeating: 0, count: 16)
        let count = unsafe bytes.withUnsafeMutableBytes { unsafe pread(file, $0.baseAddress, $0.count, 0) }
        return Int32(String(decoding: bytes.prefix(max(0, count)), as: UTF8.self).filter(\.isNumber))
    }
}
