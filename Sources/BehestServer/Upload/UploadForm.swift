internal import HTTPTypes

/// Puts the events of a form together to an upload.
struct UploadForm {
    private let limits: UploadLimits
    private let makeFile: () throws -> SpooledFile
    private(set) var upload = Upload()
    /// What is to be written to the file.
    private var unwritten: [UInt8] = []
    private var fileLength = 0
    private var field: (name: String, value: [UInt8])?
    private var isInFile = false
    private var count = 0

    init(limits: UploadLimits, makeFile: @escaping () throws -> SpooledFile) {
        self.limits = limits
        self.makeFile = makeFile
    }

    /// Takes an event.
    ///
    /// - Throws: ``APIError`` when there is too much of something; ``UploadSpoolError``.
    mutating func take(_ event: MultipartParser.Event) throws {
        switch event {
        case .begin(let part): try begin(part)
        case .content(let bytes): try append(bytes)
        case .end: try end()
        }
    }

    /// Gives what is to be written to the file, once there is enough of it to be worth it.
    ///
    /// - Parameter count: how much is enough.
    /// - Returns: the bytes, and where they belong; `nil` when there are too few.
    mutating func takeUnwritten(from count: Int) -> (bytes: [UInt8], file: SpooledFile)? {
        guard let file = upload.file, !unwritten.isEmpty, unwritten.count >= count else { return nil }
        defer { unwritten = [] }
        return (unwritten, file)
    }

    private mutating func begin(_ part: FormPart) throws {
        count += 1
        guard count <= UploadLimits.mostFields else {
            throw APIError(.badRequest, .badRequest, "The form has more than \(UploadLimits.mostFields) fields.")
        }
        guard part.name == "file" else {
            field = (part.name, [])
            return
        }
        guard upload.file == nil else {
            throw APIError(
                .badRequest,
                .invalid,
                "There are two files: send one recording a request.",
                parameter: "file"
            )
        }
        upload.file = try makeFile()
        upload.fileName = part.fileName ?? ""
        isInFile = true
    }

    private mutating func append(_ bytes: [UInt8]) throws {
        if isInFile {
            fileLength += bytes.count
            guard fileLength <= limits.largestFile else { throw Self.tooLarge(limits) }
            unwritten += bytes
        } else if let name = field?.name {
            field?.value += bytes
            guard let length = field?.value.count, length <= UploadLimits.longestValue else {
                throw APIError(
                    .contentTooLarge,
                    .tooLarge,
                    "The field is longer than \(UploadLimits.longestValue) bytes.",
                    parameter: name
                )
            }
        }
    }

    private mutating func end() throws {
        isInFile = false
        guard let (name, bytes) = field else { return }
        field = nil
        guard let value = String(validating: bytes, as: UTF8.self) else {
            throw APIError(.badRequest, .invalid, "The field is no UTF-8.", parameter: name)
        }
        upload.fields.append(Upload.Field(name: name, value: value))
    }

    static func tooLarge(_ limits: UploadLimits) -> APIError {
        let size = limits.largestFile >> 20
        return APIError(
            .contentTooLarge,
            .tooLarge,
            "The recording is larger than \(size > 0 ? "\(size) MiB" : "\(limits.largestFile) bytes"): send it as FLAC or Opus, or in parts.",
            parameter: "file"
        )
    }
}
