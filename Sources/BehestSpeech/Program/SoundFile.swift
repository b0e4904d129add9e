internal import Glibc

/// A recording in a file that nobody else can read and that is gone with its value, for programs that want a path.
struct SoundFile: ~Copyable {
    /// Where it is.
    let path: String

    private init(path: String) {
        self.path = path
    }

    deinit {
        _ = unsafe unlink(path)
    }

    /// Writes a recording into the folder for such files.
    ///
    /// - Parameters:
    ///   - bytes: what it holds.
    ///   - folder: the folder.
    /// - Returns: the file; `nil` when there is no room.
    static func write(_ bytes: [UInt8], in folder: String) -> SoundFile? {
        var template = Array("\(folder)/behest-XXXXXX.wav".utf8CString)
        // It has the mode 0600.
        let descriptor = unsafe mkstemps(&template, Int32(".wav".utf8.count))
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        let file = SoundFile(path: String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self))
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return nil }
            rest = rest.dropFirst(count)
        }
        return file
    }
}
