internal import Glibc

/// Reads pieces of a file by their place.
@safe struct FileHandleReader: ~Copyable {
    private let descriptor: Int32

    /// The file's length in bytes.
    let size: Int

    init?(path: String) {
        let descriptor = unsafe Glibc.open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else {
            close(descriptor)
            return nil
        }
        self.descriptor = descriptor
        size = Int(status.st_size)
    }

    deinit {
        close(descriptor)
    }

    /// Up to so many bytes from a place; fewer at the end of the file or after an error.
    func read(at offset: Int, count: Int) -> [UInt8] {
        unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            initialized = max(0, unsafe pread(descriptor, buffer.baseAddress, count, offset))
        }
    }
}
