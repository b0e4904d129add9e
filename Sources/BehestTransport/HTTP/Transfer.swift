internal import CCurl
internal import Synchronization

/// One request on its way, with what has come back of the answer.
///
/// What ``HTTPExchange`` calls may be called anywhere; all else is called on the loop's thread alone, where libcurl calls back too.
final class Transfer: Sendable {
    private struct State {
        var answer: AnswerBuffer
        var isCancelled = false
        var isAnsweredEarly = false
        var changes = 0
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    let request: HTTPRequest
    /// The lines of the request's headers.
    let headerLines: [String]
    private let state: Mutex<State>

    /// Prepares a request.
    ///
    /// - Throws: ``TransportError`` when a header could be taken for several.
    init(_ request: HTTPRequest) throws(TransportError) {
        self.request = request
        var headers = request.headers
        if let kind = request.upload?.contentType { headers.append(HTTPHeader("Content-Type", kind)) }
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
        headerLines = headers.map { "\($0.name): \($0.value)" }
        let buffer = AnswerBuffer(longest: request.longestAnswer, followsRedirects: request.followsRedirects)
        state = Mutex(State(answer: buffer))
    }

    // MARK: - For who waits

    /// Looks at what has come.
    ///
    /// - Returns: what was found, and a number for ``change(since:)``.
    func look<Value>(_ look: (inout AnswerBuffer) throws -> Value?) throws -> (Value?, Int) {
        try state.withLock { (try look(&$0.answer), $0.changes) }
    }

    /// Waits until something has changed since a look.
    func change(since seen: Int) async {
        await withCheckedContinuation { continuation in
            let hasChanged = state.withLock { state in
                if state.changes == seen { state.waiting.append(continuation) }
                return state.changes != seen
            }
            if hasChanged { continuation.resume() }
        }
    }

    /// Whether the answer began before all of the body had been sent.
    var isAnsweredEarly: Bool { state.withLock { $0.isAnsweredEarly } }

    /// Notes that the answer is not wanted any more.
    ///
    /// - Returns: whether it was still on its way.
    func cancel() -> Bool {
        update { state in
            guard !state.answer.isOver else { return false }
            state.isCancelled = true
            state.answer.end(.failure(CancellationError()))
            return true
        }
    }

    // MARK: - For the loop

    /// Whether the answer is not wanted any more.
    var isCancelled: Bool { state.withLock { $0.isCancelled } }

    /// Takes a line of the answer's head.
    ///
    /// - Parameters:
    ///   - line: the line.
    ///   - isEarly: whether some of the body has not been sent.
    /// - Returns: what it belongs to.
    func takeHeader(_ line: String, isEarly: Bool) -> AnswerBuffer.Line {
        let (kind, isFinal) = update { state in
            let kind = state.answer.take(line: line)
            if kind != .preliminary, isEarly { state.isAnsweredEarly = true }
            return (kind, state.answer.hasHead)
        }
        // Who still writes is told at once; a redirect that is followed may yet want all of it.
        if kind == .refusal, isFinal { closeBodies() }
        return kind
    }

    /// Whether the status and the headers are there.
    var hasHead: Bool { state.withLock { $0.answer.hasHead } }

    /// Takes a piece of the answer.
    func take(_ bytes: [UInt8]) -> AnswerBuffer.Taking {
        update { $0.answer.take(bytes) }
    }

    /// Ends it with an error; `nil` when the answer is whole.
    func end(_ error: TransportError?) {
        closeBodies()
        update { $0.answer.end(error.map { .failure($0) } ?? .success(())) }
    }

    private func closeBodies() {
        for body in request.upload?.growing ?? [] { body.close() }
    }

    /// Changes the state, and wakes who waits for a change.
    private func update<Value: Sendable>(_ change: (inout State) -> Value) -> Value {
        let (value, waiting) = state.withLock { state in
            let value = change(&state)
            state.changes += 1
            defer { state.waiting = [] }
            return (value, state.waiting)
        }
        for continuation in waiting { continuation.resume() }
        return value
    }
}

extension HTTPHeader {
    /// Whether it stays one header when it is sent.
    fileprivate var isWellFormed: Bool {
        let isToken = name.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: ":") }
        return !name.isEmpty && isToken && value.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }
    }
}
