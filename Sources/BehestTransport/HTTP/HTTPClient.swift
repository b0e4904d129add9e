/// Sends requests over HTTP, and gives the answers.
///
/// ```swift
/// let client = HTTPClient()
/// let response = try await client.response(to: HTTPRequest(.get, try HTTPAddress("https://example.org")))
/// ```
///
/// Certificates are checked, connections are used again, and the proxy variables (`https_proxy`, `no_proxy` …) are
/// heeded. All requests of a client share one thread, which begins with the first and ends with the client.
public final class HTTPClient: Sendable {
    private let loop = TransferLoop()

    /// Makes a client.
    public init() {}

    deinit {
        loop.stop()
    }

    /// Sends a request and waits for the whole answer.
    ///
    /// - Returns: the answer; a status that tells of a failure is no error.
    /// - Throws: ``TransportError`` when there is no whole answer; `CancellationError` when the surrounding Swift task
    ///   was cancelled, which ends the request at once.
    public func response(to request: HTTPRequest) async throws -> HTTPResponse {
        try Task.checkCancellation()
        let transfer = try Transfer(request)
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                transfer.onEnd { continuation.resume(returning: $0) }
                loop.add(transfer)
            }
        } onCancel: {
            loop.cancel(transfer)
        }
        return try result.get()
    }
}
