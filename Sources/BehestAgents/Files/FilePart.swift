import BehestWorkflow
import Glibc

/// The beginning or the end of a file; never what is no file, such as a pipe, which would be waited for.
enum FilePart {
    /// Reads at most so many bytes.
    ///
    /// - Returns: the bytes, and whether they are all that the file has.
    /// - Throws: ``AgentError`` when it cannot be read.
    static func read(_ path: String, atMost limit: Int, fromEnd: Bool = false) throws -> (bytes: [UInt8], isAll: Bool) {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw SystemError.last("read", path) }
        defer { close(descriptor) }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw AgentError("'\(path)' is no file.")
        }
        let size = Int(status.st_size)
        let start = fromEnd ? max(0, size - limit) : 0
        var failure: AgentError?
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: min(size, limit)) { buffer, count in
            while count < buffer.count {
                let place = unsafe buffer.baseAddress.map { unsafe $0 + count }
                let read = unsafe pread(descriptor, place, buffer.count - count, off_t(start + count))
                if read < 0, errno == EINTR { continue }
                if read < 0 { failure = SystemError.last("read", path) }
                guard read > 0 else { break }
                count += read
            }
        }
        if let failure { throw failure }
        return (bytes, size <= limit)
    }
}
