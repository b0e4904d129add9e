internal import Glibc

/// Reads an upload for libcurl, piece after piece.
///
/// It lives on the loop's thread alone. Files are read there too: what they hold was written a moment ago, or is read ahead.
@safe final class UploadReader {
    /// What a read finds.
    enum Supply: Equatable {
        /// So many bytes were put into the buffer; none when all was read.
        case bytes(Int)
        /// There will be more, but not yet.
        case later
        /// A file is shorter than it was, or cannot be read.
        case failed
    }

    private let pieces: [HTTPUpload.Piece]
    private var index = 0
    private var offset = 0
    private var file: Int32 = -1
    private var hasTakenGrowing = false

    /// Whether a piece could not be read.
    private(set) var hasFailed = false

    init(_ upload: HTTPUpload) {
        pieces = upload.pieces
        skipEmpty()
    }

    deinit {
        closeFile()
    }

    /// Whether all was read.
    var isDone: Bool { index == pieces.count }

    /// Reads what fits into a buffer.
    func read(into buffer: UnsafeMutableRawBufferPointer) -> Supply {
        while !isDone {
            switch pieces[index] {
            case .bytes(let bytes):
                let count = min(buffer.count, bytes.count - offset)
                unsafe buffer.copyMemory(from: bytes, at: offset, count: count)
                advance(count, of: bytes.count)
                return .bytes(count)
            case .file(let path, let length):
                let count = unsafe readFile(path, into: buffer, most: length - offset)
                guard count > 0 else { return fail() }
                advance(count, of: length)
                return .bytes(count)
            case .growing(let body):
                hasTakenGrowing = true
                switch unsafe body.take(into: buffer) {
                case .bytes(let count): return .bytes(count)
                case .later: return .later
                case .end: next()
                }
            }
        }
        return .bytes(0)
    }

    /// Reads no more: nobody wants the rest.
    func stop() {
        closeFile()
        index = pieces.count
        offset = 0
    }

    /// Goes back to the beginning, if that can be had again.
    ///
    /// - Returns: whether it can.
    func rewind() -> Bool {
        guard !hasTakenGrowing else { return false }
        closeFile()
        index = 0
        offset = 0
        skipEmpty()
        return true
    }

    private func readFile(_ path: String, into buffer: UnsafeMutableRawBufferPointer, most: Int) -> Int {
        if file < 0 { file = unsafe open(path, O_RDONLY | O_CLOEXEC) }
        guard file >= 0 else { return -1 }
        while true {
            let count = unsafe Glibc.read(file, buffer.baseAddress, min(buffer.count, most))
            if count < 0, errno == EINTR { continue }
            return count
        }
    }

    private func advance(_ count: Int, of length: Int) {
        offset += count
        if offset == length { next() }
    }

    private func next() {
        closeFile()
        index += 1
        offset = 0
        skipEmpty()
    }

    /// A piece without bytes is none, so that the last byte is known to be the last.
    private func skipEmpty() {
        while !isDone {
            switch pieces[index] {
            case .bytes(let bytes) where bytes.isEmpty: index += 1
            case .file(_, 0): index += 1
            default: return
            }
        }
    }

    private func fail() -> Supply {
        hasFailed = true
        return .failed
    }

    private func closeFile() {
        if file >= 0 { close(file) }
        file = -1
    }
}

extension UnsafeMutableRawBufferPointer {
    /// Copies a part of an array to the beginning.
    func copyMemory(from bytes: [UInt8], at offset: Int, count: Int) {
        unsafe bytes.withUnsafeBytes { source in
            unsafe copyMemory(from: UnsafeRawBufferPointer(rebasing: source[offset..<offset + count]))
        }
    }
}
