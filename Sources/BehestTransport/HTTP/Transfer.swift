internal import CCurl
internal import Synchronization

/// One request on its way, with what has come back of the answer.
///
/// Everything but ``onEnd(_:)`` and ``cancel()`` is called on the loop's thread alone, where libcurl calls back too.
final class Transfer: Sendable {
    typealias Result = Swift.Result<HTTPResponse, any Error>

    private struct State {
        var headers: [HTTPHeader] = []
        var body: [UInt8] = []
        var isTooLong = false
        var isCancelled = false
        var end: (@Sendable (Result) -> Void)?
    }

    let request: HTTPRequest
    private let lines: [String]
    private let state = Mutex(State())

    /// Prepares a request.
    ///
    /// - Throws: ``TransportError`` when a header could be taken for several.
    init(_ request: HTTPRequest) throws(TransportError) {
        self.request = request
        var headers = request.headers
        if let key = request.key { headers.append(HTTPHeader("Authorization", "Bearer \(key.text)")) }
        // Without these, libcurl waits for the server's leave to send a long body, and calls every body a form.
        headers.append(HTTPHeader("Expect", ""))
        for header in headers where !header.isWellFormed {
            throw TransportError(
                .badHeader,
                "The header '\(header.name.prefix { $0.isLetter || $0 == "-" })' holds what no header may, such as the "
                    + "end of a line. Check the key or setting that it is made of."
            )
        }
        lines = headers.map { "\($0.name): \($0.value)" }
    }

    /// The lines of the request's headers.
    var headerLines: [String] { lines }

    /// Says what to do at the end; it is done once, on the loop's thread.
    func onEnd(_ end: @escaping @Sendable (Result) -> Void) {
        state.withLock { $0.end = end }
    }

    /// Notes that the answer is not wanted any more.
    func cancel() {
        state.withLock { $0.isCancelled = true }
    }

    /// Whether the answer is not wanted any more.
    var isCancelled: Bool { state.withLock { $0.isCancelled } }

    /// Takes a piece of the answer.
    ///
    /// - Returns: whether the answer may go on.
    func take(_ bytes: [UInt8]) -> Bool {
        state.withLock { state in
            guard state.body.count + bytes.count <= request.longestAnswer else {
                state.isTooLong = true
                return false
            }
            state.body += bytes
            return !state.isCancelled
        }
    }

    /// Takes a line of the answer's head; a new status line begins a new head, as after a redirect.
    func takeHeader(_ line: String) {
        state.withLock { state in
            if line.hasPrefix("HTTP/") {
                state.headers = []
                state.body = []
            }
            guard let colon = line.firstIndex(of: ":"), !line.hasPrefix("HTTP/") else { return }
            let value = line[line.index(after: colon)...].drop { $0 == " " || $0 == "\t" }
            state.headers.append(HTTPHeader(String(line[..<colon]), String(value.prefix { !$0.isNewline })))
        }
    }

    /// Ends the transfer.
    ///
    /// - Parameters:
    ///   - code: what libcurl says of it.
    ///   - status: the status of the answer.
    func end(_ code: TransportError.Code, status: Int) {
        let (end, result) = state.withLock { state -> ((@Sendable (Result) -> Void)?, Result) in
            defer { state.end = nil }
            if state.isCancelled { return (state.end, .failure(CancellationError())) }
            if state.isTooLong { return (state.end, .failure(TransportError(.tooLong, on: request.address))) }
            guard code == TransportError.Code(CURLE_OK) else {
                return (state.end, .failure(TransportError(code, on: request.address)))
            }
            return (state.end, .success(HTTPResponse(status: status, headers: state.headers, body: state.body)))
        }
        end?(result)
    }
}

extension HTTPHeader {
    /// Whether it stays one header when it is sent.
    fileprivate var isWellFormed: Bool {
        let isToken = name.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: ":") }
        return !name.isEmpty && isToken && value.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }
    }
}
