internal import Glibc

/// The place of the control socket: a folder that only its owner can enter, and a lock that one process holds.
///
/// Whoever holds the lock is the one who serves, so that a socket that is found there was left over.
public final class ControlSocket: Sendable {
    /// The socket's path.
    public let path: String

    private let lock: Int32

    /// The longest path that the system takes for a socket.
    private static let longestPath = 107

    /// Claims the place of a socket.
    ///
    /// - Parameter path: the socket's path, in a folder of its own, which is made if it is not there.
    /// - Throws: ``ControlSocketError`` when another process serves there, or nobody can.
    public init(path: String) throws(ControlSocketError) {
        guard path.utf8.count <= Self.longestPath else {
            throw ControlSocketError(
                .unusable,
                "The path of the control socket, '\(path)', is too long for a socket: set XDG_RUNTIME_DIR to a shorter folder."
            )
        }
        let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
        try Self.make(folder)
        self.path = path
        let lock = unsafe open(path + ".lock", O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard lock >= 0 else { throw Self.failure(folder) }
        guard flock(lock, LOCK_EX | LOCK_NB) == 0 else {
            let holder = Self.read(lock)
            close(lock)
            throw ControlSocketError(
                .taken,
                "Another Behest listens already\(holder.isEmpty ? "" : " (process \(holder))"): end it first, or go on with it."
            )
        }
        self.lock = lock
        Self.write("\(getpid())", to: lock)
        _ = unsafe unlink(path)
    }

    deinit {
        _ = unsafe unlink(path)
        close(lock)
    }

    private static func make(_ folder: String) throws(ControlSocketError) {
        do {
            try PrivateFolder.make(folder)
        } catch .foreign {
            throw ControlSocketError(
                .unusable,
                "'\(folder)' is no folder of yours, so the control socket cannot be there: move it away, or set XDG_RUNTIME_DIR."
            )
        } catch {
            throw failure(folder)
        }
    }

    private static func failure(_ folder: String) -> ControlSocketError {
        let reason = unsafe String(cString: strerror(errno))
        return ControlSocketError(
            .unusable,
            "The control socket cannot be made in '\(folder)': \(reason). Mend that folder, or set XDG_RUNTIME_DIR."
        )
    }

    /// The process that holds a lock, as it wrote it there.
    private static func read(_ lock: Int32) -> String {
        var bytes = [UInt8](repeating: 0, count: 16)
        let count = unsafe pread(lock, &bytes, bytes.count, 0)
        return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self).filter(\.isNumber)
    }

    private static func write(_ text: String, to lock: Int32) {
        ftruncate(lock, 0)
        _ = unsafe pwrite(lock, text, text.utf8.count, 0)
    }
}

/// Why the control socket cannot be served.
public struct ControlSocketError: Error, Sendable, CustomStringConvertible {
    /// The kinds of failure.
    public enum Code: Sendable, Hashable {
        /// Another process serves it.
        case taken
        /// It cannot be made there.
        case unusable
    }

    /// What kind of failure it is.
    public let code: Code

    /// One sentence: what failed, on what, and what to do.
    public let message: String

    /// The same as ``message``.
    public var description: String { message }

    init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }
}
