internal import CSndfile
internal import Glibc

/// A file that is in memory only, for what wants a file where there are but bytes.
package enum MemoryFile {
    /// Makes a file that is read from its beginning.
    ///
    /// - Parameter bytes: what it holds.
    /// - Returns: its descriptor, which is the caller's to close; `nil` when the system has no room for it.
    package static func descriptor(holding bytes: [UInt8]) -> Int32? {
        let descriptor = behest_memory_file()
        guard descriptor >= 0 else { return nil }
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes { unsafe write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else {
                close(descriptor)
                return nil
            }
            rest = rest.dropFirst(count)
        }
        guard lseek(descriptor, 0, SEEK_SET) == 0 else {
            close(descriptor)
            return nil
        }
        return descriptor
    }
}
