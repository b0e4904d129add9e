import FoundationEssentials
import Glibc

/// Files that are either there whole or not there, also after the loss of power.
enum DurableFile {
    /// Writes a file beside its place, through to the disk, and then puts it in its place.
    ///
    /// - Parameters:
    ///   - data: What is written.
    ///   - path: The file.
    ///   - key: What tells this writer's half-written file from others'; one that a crash left is replaced.
    /// - Throws: ``AgentError`` when the disk is full or the directory cannot be written; then nothing is in its place.
    static func write(_ data: Data, to path: String, key: String) throws {
        let directory = path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
        let part = "\(directory)/.\(key).part"
        _ = unsafe unlink(part)
        let descriptor = unsafe open(part, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw SystemError.last("make", path) }
        defer { close(descriptor) }
        do {
            try write(data, to: descriptor, path: path)
            guard fsync(descriptor) == 0 else { throw SystemError.last("write", path) }
            guard unsafe rename(part, path) == 0 else { throw SystemError.last("make", path) }
        } catch {
            _ = unsafe unlink(part)
            throw error
        }
        try synchronise(directory: directory)
    }

    private static func write(_ data: Data, to descriptor: Int32, path: String) throws {
        var rest = data[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw SystemError.last("write", path) }
            rest = rest.dropFirst(count)
        }
    }

    private static func synchronise(directory: String) throws {
        let descriptor = unsafe open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw SystemError.last("open", directory) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw SystemError.last("write", directory) }
    }
}
