internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import NIOPosix
internal import ServiceLifecycle

/// Reads a form from a request, its recording to disk.
///
/// No more of it is in memory than one write takes, whatever its size.
struct UploadReader {
    let spool: UploadSpool
    let limits: UploadLimits

    /// How much is written at once.
    private static let writeLength = 256 * 1_024

    /// Reads all of a request.
    ///
    /// - Throws: ``APIError`` when it is no form, too large or too slow; ``QueueRefusal`` when the server is about to end and cannot
    ///   wait for the rest; ``UploadSpoolError``.
    func read(_ request: Request) async throws -> Upload {
        let boundary = try check(request.headers)
        return try await withThrowingTaskGroup(of: Upload?.self) { group in
            group.addTask { try await read(request.body, boundary: boundary) }
            group.addTask {
                try await Task.sleep(for: limits.longestUpload)
                return nil
            }
            group.addTask { () -> Upload? in
                try await gracefulShutdown()
                throw QueueRefusal.closing
            }
            defer { group.cancelAll() }
            guard let upload = try await group.next() ?? nil else {
                throw APIError(
                    .requestTimeout,
                    .timedOut,
                    "The request took longer than \(limits.longestUpload.components.seconds) seconds to arrive: send the recording faster."
                )
            }
            return upload
        }
    }

    /// Looks at what a request says of its body before any of it is read.
    ///
    /// - Returns: what the parts of the form are kept apart by.
    private func check(_ headers: HTTPFields) throws -> String {
        let type = headers[.contentType].flatMap { HeaderParameters($0) }
        guard let type, type.value == "multipart/form-data" else {
            throw APIError(
                .unsupportedMediaType,
                .unsupportedMedia,
                "Send the recording as a form: 'Content-Type: multipart/form-data' with a field 'file'."
            )
        }
        guard let boundary = type["boundary"], !boundary.isEmpty,
            boundary.utf8.count <= MultipartParser.longestBoundary,
            boundary.utf8.allSatisfy({ (0x20...0x7E).contains($0) })
        else { throw APIError(.badRequest, .badRequest, "'Content-Type' names no boundary that can be one.") }
        if let length = headers[.contentLength] {
            guard let length = Int(length), length <= limits.longestBody else { throw UploadForm.tooLarge(limits) }
        } else if headers[.transferEncoding] == nil {
            throw APIError(
                .lengthRequired,
                .badRequest,
                "The request has no body: send 'Content-Length', or the body in chunks."
            )
        }
        return boundary
    }

    private func read(_ body: RequestBody, boundary: String) async throws -> Upload {
        var parser = MultipartParser(boundary: boundary)
        var form = UploadForm(limits: limits) { try spool.makeFile() }
        var length = 0
        do {
            for try await piece in body {
                length += piece.readableBytes
                guard length <= limits.longestBody else { throw UploadForm.tooLarge(limits) }
                for event in try parser.take(piece.readableBytesView) { try form.take(event) }
                if let (bytes, file) = form.takeUnwritten(from: Self.writeLength) { try await write(bytes, to: file) }
            }
            try Task.checkCancellation()
            try parser.finish()
        } catch let error as MultipartError {
            let status: HTTPResponse.Status = error.code == .tooLong ? .contentTooLarge : .badRequest
            throw APIError(status, .badRequest, "The form cannot be read. \(error.message)")
        }
        if let (bytes, file) = form.takeUnwritten(from: 1) { try await write(bytes, to: file) }
        return form.upload
    }

    /// Writes on a thread that may wait for the disk.
    private func write(_ bytes: [UInt8], to file: SpooledFile) async throws {
        do {
            try await NIOThreadPool.singleton.runIfActive { try file.append(bytes) }
        } catch is UploadSpoolError {
            throw APIError(
                HTTPResponse.Status(code: 507, reasonPhrase: "Insufficient Storage"),
                .failed,
                "There is no room for the recording: make some on the disk of Behest's state folder."
            )
        }
    }
}
