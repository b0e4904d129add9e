public import BehestTransport
internal import Glibc
public import Logging
internal import NIOCore
internal import NIOPosix
public import ServiceLifecycle
internal import Synchronization

/// Lets others use Behest over the Wyoming protocol, as Home Assistant does: for speech, for the meaning of words, and to
/// carry out what they say.
///
/// ```swift
/// let offer = WyomingOffer(hearing: .init(transcriber, model: .moonshine("moonshine-base")), languages: ["en"], version: "1")
/// let server = try WyomingServer(at: WyomingAddress("unix:///run/user/1000/behest/wyoming.sock"), offering: offer)
/// ```
///
/// The protocol knows neither passwords nor encryption: whoever reaches the address may use all that is offered. So a
/// socket is for its owner alone, and a port for this machine, unless the caller wants otherwise.
public struct WyomingServer: Service {
    private let address: WyomingAddress
    private let offer: WyomingOffer
    private let limits: WyomingServerLimits
    private let logger: Logger
    private let onReady: @Sendable (WyomingAddress) -> Void

    /// Makes a server; nothing is served yet.
    ///
    /// - Parameters:
    ///   - address: where it is served; port 0 is any free one.
    ///   - offer: what it offers.
    ///   - limits: the most that clients may take.
    ///   - isOpenToOthers: whether other machines may use it.
    ///   - logger: told of what the server cannot tell a client.
    ///   - onReady: called once clients are served, with the address that they reach it at.
    /// - Throws: ``WyomingError`` when other machines could reach it and are not to.
    public init(
        at address: WyomingAddress,
        offering offer: WyomingOffer,
        limits: WyomingServerLimits = WyomingServerLimits(),
        isOpenToOthers: Bool = false,
        logger: Logger = Logger(label: "behest.wyoming") { _ in SwiftLogNoOpLogHandler() },
        onReady: @escaping @Sendable (WyomingAddress) -> Void = { _ in }
    ) throws(WyomingError) {
        if !isOpenToOthers { try Self.checkIsLocal(address) }
        self.address = address
        self.offer = offer
        self.limits = limits
        self.logger = logger
        self.onReady = onReady
    }

    /// Checks that only this machine can reach an address.
    ///
    /// - Throws: ``WyomingError`` when others can.
    public static func checkIsLocal(_ address: WyomingAddress) throws(WyomingError) {
        guard address.isLocal else {
            throw WyomingError(
                .unusable,
                "'\(address)' can be reached by other machines, and Wyoming knows no password: serve at 'tcp://127.0.0.1:10300'."
            )
        }
    }

    /// Checks that the address can be served at, before anything is begun that would have to be ended again.
    ///
    /// - Throws: ``WyomingError`` when it cannot; `CancellationError`.
    public func checkAddress() async throws {
        let listener = try await bind(to: address)
        defer { removeSocket() }
        try await listener.executeThenClose { _ in }
    }

    /// Serves until the service group is to shut down, and then until what was asked for is answered; or until the task is
    /// cancelled.
    ///
    /// Where connections can be taken no more, as after an error of the system, it begins anew at the same place.
    ///
    /// - Throws: ``WyomingError`` when the address cannot be served at; `CancellationError`.
    public func run() async throws {
        var place = address
        var listener = try await bind(to: place)
        defer { removeSocket() }
        place = reached(listener.channel)
        onReady(place)
        let seats = Seats(limits.connections)
        try await withThrowingDiscardingTaskGroup { group in
            var number = 0
            while true {
                do {
                    try await takeArrivals(of: listener) { arrival in
                        let isWelcome = seats.take()
                        number += 1
                        group.addTask { [number] in
                            await serve(arrival, number, isWelcome: isWelcome)
                            if isWelcome { seats.leave() }
                        }
                    }
                } catch {
                    logger.debug("Connections can be taken no more.", metadata: ["error": "\(error)"])
                }
                if Task.isShuttingDownGracefully { return }
                try Task.checkCancellation()
                try? await cancelWhenGracefulShutdown { try await ContinuousClock().sleep(for: .seconds(1)) }
                if Task.isShuttingDownGracefully { return }
                try Task.checkCancellation()
                listener = try await bind(to: place)
            }
        }
        try Task.checkCancellation()
    }

    /// Takes connections for as long as there are any to be had.
    private func takeArrivals(
        of listener: NIOAsyncChannel<WyomingArrival, Never>,
        _ take: (WyomingArrival) -> Void
    ) async throws {
        try await listener.executeThenClose { arrivals in
            try await withGracefulShutdownHandler {
                for try await arrival in arrivals { take(arrival) }
            } onGracefulShutdown: {
                // Whoever has come before is still served.
                listener.channel.close(promise: nil)
            }
        }
    }

    private func serve(_ arrival: WyomingArrival, _ number: Int, isWelcome: Bool) async {
        do {
            try await arrival.take().executeThenClose { inbound, outbound in
                guard isWelcome else {
                    let text = "Too many are connected: try again later."
                    try await outbound.write(WyomingRefusal(code: "too-many-connections", text: text).event)
                    return await outlast(inbound)
                }
                await WyomingExchange(offer, limits: limits, number: number).serve(inbound, outbound)
            }
        } catch {
            // The client has gone, which is its right.
            logger.debug("A connection ended early.", metadata: ["error": "\(error)"])
        }
    }

    /// Reads on for a moment and heeds nothing, so that the client does not miss what it was told.
    private func outlast(_ inbound: WyomingExchange.Inbound) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                var events = inbound.makeAsyncIterator()
                while let event = try? await events.next() { _ = event }
            }
            group.addTask { try? await ContinuousClock().sleep(for: WyomingExchange.farewell) }
            await group.next()
            group.cancelAll()
        }
    }

    private func bind(to address: WyomingAddress) async throws -> NIOAsyncChannel<WyomingArrival, Never> {
        let bootstrap = ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.backlog, value: 64)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.autoRead, value: false)
        @Sendable func prepare(_ channel: any Channel) -> EventLoopFuture<WyomingArrival> {
            channel.eventLoop.makeSucceededFuture(WyomingArrival(channel))
        }
        do {
            switch address {
            case .tcp(let host, let port):
                return try await bootstrap.bind(host: host, port: port, childChannelInitializer: prepare)
            case .unix(let path):
                try await checkNobodyServes(path)
                let listener = try await bootstrap.bind(
                    unixDomainSocketPath: path,
                    cleanupExistingSocketFile: true,
                    childChannelInitializer: prepare
                )
                _ = unsafe chmod(path, 0o600)
                return listener
            }
        } catch let error where error is WyomingError || error is CancellationError {
            throw error
        } catch let error as IOError {
            let reason = unsafe String(cString: strerror(error.errnoCode))
            throw WyomingError(.unusable, "'\(address)' cannot be served at: \(reason). Choose another address.")
        } catch {
            throw WyomingError(.unusable, "'\(address)' cannot be served at: \(error). Choose another address.")
        }
    }

    private func removeSocket() {
        if case .unix(let path) = address { _ = unsafe unlink(path) }
    }

    /// A socket that was left over is taken, one that somebody serves at is not.
    private func checkNobodyServes(_ path: String) async throws {
        guard unsafe access(path, F_OK) == 0 else { return }
        do {
            try await WyomingConnection.open(to: address).close()
        } catch is WyomingError {
            return
        }
        throw WyomingError(
            .unusable,
            "Another program serves at '\(address)' already: end it first, or choose another address."
        )
    }

    /// Where the server is reached, once it is known which port is free.
    private func reached(_ channel: any Channel) -> WyomingAddress {
        guard case .tcp(let host, _) = address, let port = channel.localAddress?.port else { return address }
        return .tcp(host: host, port: port)
    }
}

/// How many clients may still come.
private final class Seats: Sendable {
    private let free: Mutex<Int>

    init(_ count: Int) {
        free = Mutex(count)
    }

    /// Takes a seat, if one is free.
    func take() -> Bool {
        free.withLock { free in
            guard free > 0 else { return false }
            free -= 1
            return true
        }
    }

    func leave() {
        free.withLock { $0 += 1 }
    }
}
