internal import NIOCore
internal import NIOPosix
internal import Synchronization

/// A connection with a Wyoming service, as its client.
///
/// ```swift
/// let connection = try await WyomingConnection.open(to: try WyomingAddress("tcp://localhost:10300"))
/// try await connection.send(WyomingInfo.question)
/// let answer = try await connection.receive()
/// ```
///
/// It is closed when nobody holds it any more, and at once when a task that waits for it is cancelled.
public final class WyomingConnection: Sendable {
    /// Where the service is.
    public let address: WyomingAddress

    private let channel: any Channel
    private let mailbox: WyomingMailbox
    /// What closes it after a time, if anything does.
    private let closing = Mutex<Scheduled<Void>?>(nil)

    /// How much may have come in that nobody has taken.
    private static let mostWaiting = 1_024 * 1_024

    private init(_ channel: any Channel, _ mailbox: WyomingMailbox, to address: WyomingAddress) {
        self.channel = channel
        self.mailbox = mailbox
        self.address = address
    }

    deinit {
        close(after: nil)
        channel.close(promise: nil)
    }

    /// Connects with a service.
    ///
    /// - Parameters:
    ///   - address: where it is.
    ///   - limits: the most that its events may have.
    /// - Returns: the connection.
    /// - Throws: ``WyomingError`` when nothing answers there; `CancellationError`.
    public static func open(
        to address: WyomingAddress,
        limits: WyomingEventDecoder.Limits = WyomingEventDecoder.Limits()
    ) async throws -> WyomingConnection {
        try Task.checkCancellation()
        let mailbox = WyomingMailbox(limit: mostWaiting)
        let bootstrap = ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(WyomingMailboxHandler(mailbox, limits))
                }
            }
        let outcome = FirstOutcome<any Channel>()
        let connecting =
            switch address {
            case .tcp(let host, let port): bootstrap.connect(host: host, port: port)
            case .unix(let path): bootstrap.connect(unixDomainSocketPath: path)
            }
        // A connection that is made when nobody wants it any more is closed at once.
        connecting.whenComplete { result in
            if !outcome.set(result), case .success(let channel) = result { channel.close(promise: nil) }
        }
        do {
            return WyomingConnection(try await outcome.value(), mailbox, to: address)
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            throw WyomingError(connecting: error, to: address)
        }
    }

    /// Sends an event, and returns once the connection has taken it all.
    ///
    /// - Throws: ``WyomingError`` when the connection is over; `CancellationError`.
    public func send(_ event: WyomingEvent) async throws {
        try Task.checkCancellation()
        do {
            try await withTaskCancellationHandler {
                try await channel.writeAndFlush(ByteBuffer(bytes: event.encoded)).get()
            } onCancel: {
                close()
            }
        } catch {
            try Task.checkCancellation()
            throw WyomingError(.cutShort, "'\(address)' closed the connection before all was sent. Try again.")
        }
    }

    /// Waits for the next event.
    ///
    /// - Returns: the event; `nil` when the service has closed the connection between two events.
    /// - Throws: ``WyomingError`` when the connection broke off or something else than Wyoming came; `CancellationError`.
    public func receive() async throws -> WyomingEvent? {
        try Task.checkCancellation()
        let arrival = await withTaskCancellationHandler {
            await mailbox.next()
        } onCancel: {
            close()
        }
        try Task.checkCancellation()
        switch arrival {
        case .event(let event): return event
        case .end: return nil
        case .failure(let error): throw error
        }
    }

    /// Whether an event has come that was not received yet.
    public var hasReceived: Bool { mailbox.hasEvents }

    /// Whether it is closed, or an event of one of some types has come that was not received yet.
    public func isClosed(orHasReceived types: Set<String>) async -> Bool {
        // What has arrived at this machine is read first.
        try? await channel.eventLoop.submit {}.get()
        return mailbox.holds(anyOf: types)
    }

    /// Closes the connection after a time, unless another time is set by then; `nil` for never.
    public func close(after delay: Duration?) {
        closing.withLock { closing in
            closing?.cancel()
            closing = delay.map { delay in
                channel.eventLoop.scheduleTask(in: TimeAmount(delay)) { [weak self] in self?.close() }
            }
        }
    }

    /// Closes the connection; nothing more comes.
    public func close() {
        mailbox.end(.end)
        channel.close(promise: nil)
    }
}

/// Decodes what comes in, and puts it into the mailbox.
private final class WyomingMailboxHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let mailbox: WyomingMailbox
    private var decoder: WyomingEventDecoder

    init(_ mailbox: WyomingMailbox, _ limits: WyomingEventDecoder.Limits) {
        self.mailbox = mailbox
        decoder = WyomingEventDecoder(limits: limits)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        decoder.append(unwrapInboundIn(data).readableBytesView)
        do {
            while let event = try decoder.next() {
                guard mailbox.put(event) else {
                    throw WyomingError(.tooLong, "The service sends more than it was asked for. Check the address.")
                }
            }
        } catch {
            mailbox.end(.failure(error))
            context.close(promise: nil)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        do throws(WyomingError) {
            try decoder.end()
            mailbox.end(.end)
        } catch {
            mailbox.end(.failure(error))
        }
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        mailbox.end(.failure(WyomingError(.cutShort, "The connection broke off. Try again.")))
        context.close(promise: nil)
    }
}

extension WyomingError {
    /// Says why a connection was not made.
    fileprivate init(connecting error: any Error, to address: WyomingAddress) {
        switch error {
        case let failure as NIOConnectionError where failure.connectionErrors.isEmpty:
            self.init(.unknownHost, "The host of '\(address)' is not known. Check its name and the network.")
        case is SocketAddressError:
            self.init(.unknownHost, "The host of '\(address)' is not known. Check its name and the network.")
        default:
            self.init(
                .notConnected,
                "Nothing answers at '\(address)'. Check that the service runs and that the address is right."
            )
        }
    }
}

/// The outcome of something that cannot be called off, for one who may stop waiting for it.
private final class FirstOutcome<Value: Sendable>: Sendable {
    private struct State {
        var result: Result<Value, any Error>?
        var waiter: CheckedContinuation<Value, any Error>?
    }

    private let state = Mutex(State())

    /// Sets the outcome.
    ///
    /// - Returns: whether it is the first.
    @discardableResult
    func set(_ result: Result<Value, any Error>) -> Bool {
        let (isFirst, waiter) = state.withLock { state -> (Bool, CheckedContinuation<Value, any Error>?) in
            guard state.result == nil else { return (false, nil) }
            state.result = result
            defer { state.waiter = nil }
            return (true, state.waiter)
        }
        waiter?.resume(with: result)
        return isFirst
    }

    /// Waits for the outcome; when the task is cancelled, that is it.
    func value() async throws -> Value {
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let result = state.withLock { state -> Result<Value, any Error>? in
                    if state.result == nil { state.waiter = continuation }
                    return state.result
                }
                if let result { continuation.resume(with: result) }
            }
        } onCancel: {
            set(.failure(CancellationError()))
        }
    }
}
