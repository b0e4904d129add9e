internal import Glibc

/// An upload on disk, which is removed when nobody holds it any more.
final class SpooledFile: Sendable {
    let path: String
    private let descriptor: Int32

    /// Makes an empty file that only its owner can read.
    init(path: String) throws(UploadSpoolError) {
        descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw Self.failure(path) }
        self.path = path
    }

    deinit {
        close(descriptor)
        _ = unsafe unlink(path)
    }

    /// Writes more of it.
    func append(_ bytes: [UInt8]) throws(UploadSpoolError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes { unsafe write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw Self.failure(path) }
            rest = rest.dropFirst(count)
        }
    }

    private static func failure(_ path: String) -> UploadSpoolError {
        let reason = unsafe String(cString: strerror(errno))
        return UploadSpoolError(message: "The upload cannot be written to '\(path)': \(reason). Make room there.")
    }
}
