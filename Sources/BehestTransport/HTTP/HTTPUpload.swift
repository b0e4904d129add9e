internal import Glibc

/// What is sent piece by piece: it need not be in memory whole, nor be whole when the request begins.
///
/// Its description tells its kind only.
public struct HTTPUpload: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// A part of it.
    enum Piece: Sendable {
        case bytes([UInt8])
        case file(path: String, length: Int)
        case growing(GrowingBody)
    }

    /// The kind of what is sent, such as `audio/wav`; `nil` to leave it to the request's headers.
    let contentType: String?
    let pieces: [Piece]

    /// Sends a file, which is read while it is sent.
    ///
    /// - Throws: ``TransportError`` when it cannot be read.
    public init(file path: String, contentType: String) throws(TransportError) {
        self.init([try Piece(file: path)], contentType: contentType)
    }

    /// Sends what is not whole yet.
    public init(growing body: GrowingBody, contentType: String) {
        self.init([.growing(body)], contentType: contentType)
    }

    /// Sends a form.
    public init(_ form: MultipartForm) {
        self.init(form.pieces, contentType: form.contentType)
    }

    init(_ pieces: [Piece], contentType: String?) {
        self.contentType = contentType
        self.pieces = pieces
    }

    /// How long it is in bytes; `nil` when that is not known yet.
    public var length: Int? {
        var length = 0
        for piece in pieces {
            switch piece {
            case .bytes(let bytes): length += bytes.count
            case .file(_, let count): length += count
            case .growing: return nil
            }
        }
        return length
    }

    /// The parts that grow.
    var growing: [GrowingBody] {
        pieces.compactMap { piece in
            guard case .growing(let body) = piece else { return nil }
            return body
        }
    }

    /// The kind of what is sent.
    public var description: String { contentType ?? "bytes" }

    /// The same as ``description``.
    public var debugDescription: String { description }

    /// A mirror of what may be shown.
    public var customMirror: Mirror { Mirror(self, children: ["contentType": description]) }
}

extension HTTPUpload.Piece {
    /// A file as it is now.
    init(file path: String) throws(TransportError) {
        var status = stat()
        guard unsafe stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG, unsafe access(path, R_OK) == 0 else {
            throw TransportError(
                .unreadableFile,
                "The file '\(path)' cannot be sent. Check that it is there and yours."
            )
        }
        self = .file(path: path, length: Int(status.st_size))
    }
}
