internal import Glibc
internal import Synchronization

/// The folder in which uploads are while they are worked on: its owner's alone, and empty when nothing is done.
public final class UploadSpool: Sendable {
    /// Where it is.
    public let folder: String

    private let count = Atomic(0)

    private static let prefix = "upload-"

    /// Opens the folder, and removes what a process has left there that was killed.
    ///
    /// - Parameter folder: its path; it is made if it is not there.
    /// - Throws: ``UploadSpoolError``.
    public init(folder: String) throws(UploadSpoolError) {
        do {
            try PrivateFolder.make(folder)
        } catch {
            throw UploadSpoolError(
                message:
                    "Uploads cannot be kept in '\(folder)': the folder cannot be made or is not yours. Move what is there away, or "
                    + "set XDG_STATE_HOME."
            )
        }
        self.folder = folder
        for name in Self.names(in: folder) where Self.isLeftOver(name) { _ = unsafe unlink("\(folder)/\(name)") }
    }

    /// Makes a file for an upload.
    ///
    /// - Throws: ``UploadSpoolError`` when there is no room.
    func makeFile() throws(UploadSpoolError) -> SpooledFile {
        let number = count.add(1, ordering: .relaxed).newValue
        return try SpooledFile(path: "\(folder)/\(Self.prefix)\(getpid())-\(number)")
    }

    /// Whether a file belongs to a process that is no more.
    private static func isLeftOver(_ name: String) -> Bool {
        guard name.hasPrefix(prefix), let process = pid_t(name.dropFirst(prefix.count).prefix { $0 != "-" }) else {
            return false
        }
        return process == getpid() || kill(process, 0) != 0 && errno == ESRCH
    }

    private static func names(in folder: String) -> [String] {
        guard let stream = unsafe opendir(folder) else { return [] }
        defer { _ = unsafe closedir(stream) }
        var names: [String] = []
        while let entry = unsafe readdir(stream) {
            unsafe withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                names.append(unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self))
            }
        }
        return names
    }
}

/// Why an upload cannot be kept.
public struct UploadSpoolError: Error, Sendable, CustomStringConvertible {
    /// One sentence: what failed, on what, and what to do.
    public let message: String

    /// The same as ``message``.
    public var description: String { message }
}
