/// A form with fields and files (`multipart/form-data`).
///
/// ```swift
/// var form = MultipartForm()
/// form.add("model", "whisper-1")
/// try form.add("file", file: "/tmp/a.wav", as: "a.wav", contentType: "audio/wav")
/// request.upload = HTTPUpload(form)
/// ```
///
/// Its description tells nothing of what is in it, which may be secret or speech.
public struct MultipartForm: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    private let boundary: String
    private var parts: [HTTPUpload.Piece] = []

    /// Makes a form without fields, with a boundary that nobody can guess.
    public init() {
        var generator = SystemRandomNumberGenerator()
        let number = UInt128.random(in: 0 ... .max, using: &generator)
        self.init(boundary: "behest-" + String(number, radix: 36))
    }

    /// Makes a form without fields.
    ///
    /// - Parameter boundary: what parts the fields; no field may hold it.
    init(boundary: String) {
        self.boundary = boundary
    }

    /// Adds a field.
    public mutating func add(_ name: String, _ value: String) {
        begin("name=\"\(Self.escaped(name))\"")
        append(value + "\r\n")
    }

    /// Adds a file that is in memory.
    public mutating func add(_ name: String, bytes: [UInt8], as file: String, contentType: String) {
        add(name, .bytes(bytes), file, contentType)
    }

    /// Adds a file that is read while it is sent.
    ///
    /// - Throws: ``TransportError`` when it cannot be read.
    public mutating func add(
        _ name: String,
        file path: String,
        as file: String,
        contentType: String
    ) throws(TransportError) {
        add(name, try .init(file: path), file, contentType)
    }

    /// Adds a file that still grows; what is to be known before it is whole must have been added before it.
    public mutating func add(_ name: String, growing body: GrowingBody, as file: String, contentType: String) {
        add(name, .growing(body), file, contentType)
    }

    private mutating func add(_ name: String, _ content: HTTPUpload.Piece, _ file: String, _ contentType: String) {
        begin("name=\"\(Self.escaped(name))\"; filename=\"\(Self.escaped(file))\"", contentType: contentType)
        parts.append(content)
        append("\r\n")
    }

    private mutating func begin(_ parameters: String, contentType: String? = nil) {
        append("--\(boundary)\r\nContent-Disposition: form-data; \(parameters)\r\n")
        if let contentType { append("Content-Type: \(contentType)\r\n") }
        append("\r\n")
    }

    private mutating func append(_ text: String) {
        if case .bytes(let before)? = parts.last {
            parts[parts.count - 1] = .bytes(before + Array(text.utf8))
        } else {
            parts.append(.bytes(Array(text.utf8)))
        }
    }

    /// A name as it stands between quotation marks, in the way of the WHATWG's forms.
    private static func escaped(_ name: String) -> String {
        var escaped = ""
        for scalar in name.unicodeScalars {
            switch scalar {
            case "\"": escaped += "%22"
            case "\r": escaped += "%0D"
            case "\n": escaped += "%0A"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }

    // MARK: - As it is shown

    /// What it is.
    public var description: String { "multipart/form-data" }

    /// The same as ``description``.
    public var debugDescription: String { description }

    /// A mirror of what may be shown.
    public var customMirror: Mirror { Mirror(self, children: []) }

    // MARK: - As it is sent

    var contentType: String { "multipart/form-data; boundary=\(boundary)" }

    var pieces: [HTTPUpload.Piece] {
        var whole = self
        whole.append("--\(boundary)--\r\n")
        return whole.parts
    }
}
