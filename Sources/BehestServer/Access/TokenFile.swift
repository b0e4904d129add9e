internal import Glibc

/// The open file of an access token.
struct TokenFile: ~Copyable {
    private let path: String
    private let descriptor: Int32

    /// Longer ones are no tokens.
    private static let longest = 1_024

    /// Opens a file; `nil` when there is none.
    ///
    /// - Throws: when it cannot be read, or can be by others.
    init?(path: String) throws(AccessTokenError) {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard descriptor >= 0 else {
            if errno == ENOENT { return nil }
            throw Self.failure("read", path)
        }
        var facts = stat()
        let isKnown = unsafe fstat(descriptor, &facts) == 0
        guard isKnown, facts.st_mode & S_IFMT == S_IFREG, facts.st_uid == geteuid() else {
            close(descriptor)
            throw AccessTokenError(
                .unusable,
                "The token file '\(path)' is no file of yours: move it away, and a new one is made."
            )
        }
        guard facts.st_mode & 0o077 == 0 else {
            close(descriptor)
            throw AccessTokenError(
                .open,
                "The token in '\(path)' can be read by others, so it protects nothing: delete the file, and a new one is made, "
                    + "or run 'chmod 600' on it if nobody has read it."
            )
        }
        self.path = path
        self.descriptor = descriptor
    }

    deinit {
        close(descriptor)
    }

    /// The token, without the line's end behind it.
    func token() throws(AccessTokenError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: Self.longest)
        let count = unsafe pread(descriptor, &bytes, bytes.count, 0)
        var token = bytes.prefix(max(0, count))
        while let last = token.last, last <= 0x20 { token.removeLast() }
        guard token.count >= AccessToken.shortest, token.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            throw AccessTokenError(
                .noToken,
                "The file '\(path)' holds no token (\(AccessToken.shortest) characters or more, without spaces): delete it, "
                    + "and a new one is made."
            )
        }
        return Array(token)
    }

    /// Makes a file, whole or not at all; one that is there meanwhile is left alone.
    static func make(_ path: String, token: [UInt8]) throws(AccessTokenError) {
        let draft = "\(path).\(getpid())"
        _ = unsafe unlink(draft)
        let descriptor = unsafe open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw failure("make", path) }
        defer { _ = unsafe unlink(draft) }
        let line = token + [UInt8(ascii: "\n")]
        let count = unsafe write(descriptor, line, line.count)
        let isSafe = count == line.count && fsync(descriptor) == 0
        guard close(descriptor) == 0, isSafe else { throw failure("make", path) }
        guard unsafe link(draft, path) == 0 || errno == EEXIST else { throw failure("make", path) }
    }

    private static func failure(_ what: String, _ path: String) -> AccessTokenError {
        let reason = unsafe String(cString: strerror(errno))
        return AccessTokenError(
            .unusable,
            "Could not \(what) the token file '\(path)': \(reason). Mend that, or set XDG_STATE_HOME."
        )
    }
}
