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
    let loop: TransferLoop

    /// Makes a client.
    ///
    /// - Parameter mostAtOnce: how many requests may be on their way at once, and thus how many connections there are; the others
    ///   wait for their turn, in their order.
    public init(mostAtOnce: Int = 256) {
        loop = TransferLoop(mostAtOnce: mostAtOnce)
    }

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
        return try await open(request).response()
    }

    /// Begins with a request, whose body may still grow and whose answer may be taken piece by piece.
    ///
    /// - Throws: ``TransportError`` when it cannot be sent as it is.
    public func open(_ request: HTTPRequest) throws(TransportError) -> HTTPExchange {
        let transfer = try Transfer(request)
        for body in request.upload?.growing ?? [] {
            // The loop outlives the transfer, which outlives the wish.
            body.onMore { [weak transfer, weak loop] in
                guard let transfer, let loop else { return }
                loop.resume(transfer)
            }
        }
        loop.add(transfer)
        return HTTPExchange(transfer, of: self)
    }
}
