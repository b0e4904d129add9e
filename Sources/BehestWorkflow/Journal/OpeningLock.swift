internal import Glibc

/// Keeps other processes from opening a journal while this one does.
///
/// Where it cannot be had, as in a folder that may only be read, opening goes on without it: the journal itself then says
/// what is wrong.
struct OpeningLock: ~Copyable {
    private let descriptor: Int32

    /// Waits until no other process is opening the journal.
    init(journalPath: String) {
        descriptor = unsafe open(journalPath + ".opening", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        if descriptor >= 0 { flock(descriptor, LOCK_EX) }
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    /// Lets the others go on.
    consuming func release() {}
}
