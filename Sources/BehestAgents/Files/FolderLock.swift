import BehestWorkflow
import Glibc

/// A lock on a folder that holds between processes; it is let go with the value, and by the system when we crash.
struct FolderLock: ~Copyable {
    private let descriptor: Int32

    /// Waits for the lock, and throws when another program does not let go of it.
    static func acquire(in folder: String, patience: Duration = .seconds(10)) async throws -> FolderLock {
        let path = "\(folder)/.lock"
        let descriptor = unsafe open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw SystemError.last("open", path) }
        let lock = FolderLock(descriptor: descriptor)
        let deadline = ContinuousClock.now + patience
        // Asked again and again, because waiting in the system would block a thread that others need.
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            guard errno == EWOULDBLOCK || errno == EINTR else { throw SystemError.last("lock", path) }
            guard ContinuousClock.now < deadline else {
                throw AgentError("Could not lock '\(path)': another program holds it. Stop that program and retry.")
            }
            try await Task.sleep(for: .milliseconds(5))
        }
        return lock
    }

    private init(descriptor: Int32) {
        self.descriptor = descriptor
    }

    deinit {
        close(descriptor)
    }
}
