internal import Synchronization

/// A request on its way, and its answer as it comes.
///
/// An exchange that nobody holds any more is given up.
public final class HTTPExchange: Sendable {
    private let client: HTTPClient
    private let transfer: Transfer
    private let isLeft = Atomic(false)

    init(_ transfer: Transfer, of client: HTTPClient) {
        self.client = client
        self.transfer = transfer
    }

    deinit {
        if !isLeft.load(ordering: .relaxed) { cancel() }
    }

    /// Waits for the status and the headers.
    ///
    /// - Returns: the answer without its body.
    /// - Throws: ``TransportError`` when there is no answer; `CancellationError`.
    public func head() async throws -> HTTPResponse {
        try await wait { try $0.wholeHead() }
    }

    /// Whether the answer began before all of the body had been sent, as that of a server which refuses the rest.
    public var isAnsweredEarly: Bool { transfer.isAnsweredEarly }

    /// Waits for the next piece of the body.
    ///
    /// The server goes on as pieces are taken.
    ///
    /// - Returns: the piece; `nil` at the end.
    /// - Throws: ``TransportError`` when the rest does not come; `CancellationError`.
    public func next() async throws -> [UInt8]? {
        let supply = try await wait { answer -> AnswerBuffer.Supply? in
            let supply = try answer.next()
            if case .later = supply { return nil }
            return supply
        }
        guard case .piece(let piece, let mayGoOn) = supply else { return nil }
        if mayGoOn { client.loop.resume(transfer) }
        return piece
    }

    /// Waits for the whole answer, or what is left of its body.
    ///
    /// - Throws: ``TransportError`` when it does not come whole; `CancellationError`.
    public func response() async throws -> HTTPResponse {
        var response = try await head()
        while let piece = try await next() { response.body += piece }
        return response
    }

    /// Gives it up, unless the answer is there already.
    ///
    /// Whoever waits for it gets a `CancellationError`.
    public func cancel() {
        client.loop.cancel(transfer)
    }

    /// Leaves the rest of the answer to itself.
    ///
    /// It is not waited for, but neither given up, so that the connection can be used again.
    public func leave() {
        isLeft.store(true, ordering: .relaxed)
    }

    /// Waits until there is what is looked for; cancelling the surrounding Swift task gives the request up.
    private func wait<Value>(_ look: (inout AnswerBuffer) throws -> Value?) async throws -> Value {
        while true {
            guard !Task.isCancelled else {
                cancel()
                throw CancellationError()
            }
            let (value, seen) = try transfer.look(look)
            if let value { return value }
            await withTaskCancellationHandler {
                await transfer.change(since: seen)
            } onCancel: {
                cancel()
            }
        }
    }
}
