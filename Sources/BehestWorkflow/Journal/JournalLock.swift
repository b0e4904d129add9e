internal import Glibc

/// Tells whether any other process is at work with a journal.
///
/// Every process that works holds the lock together with the others, until it ends, however it ends. Who gets it alone
/// is the only one, so whatever is unfinished in the journal was left over by a process that is gone.
public struct JournalLock: ~Copyable, Sendable {
    private let descriptor: Int32

    /// Whether this process has the lock alone.
    public private(set) var isAlone: Bool

    /// Takes the lock of a journal; alone if that is possible at once, else together with the others.
    ///
    /// - Parameter journalPath: The journal's file; the lock is a file beside it.
    /// - Throws: ``JournalError`` when the lock's file cannot be made.
    public init(journalPath: String) throws(JournalError) {
        let path = journalPath + ".lock"
        descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            let reason = unsafe String(cString: strerror(errno))
            throw JournalError(
                .cannotOpen,
                "Could not make the lock file '\(path)': \(reason). Mend that folder; nothing was done."
            )
        }
        isAlone = flock(descriptor, LOCK_EX | LOCK_NB) == 0
        if !isAlone { flock(descriptor, LOCK_SH) }
    }

    deinit {
        close(descriptor)
    }

    /// Lets others work too.
    public mutating func share() {
        guard isAlone else { return }
        flock(descriptor, LOCK_SH)
        isAlone = false
    }
}
