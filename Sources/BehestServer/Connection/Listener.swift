internal import Glibc
internal import Hummingbird
internal import HummingbirdCore
internal import Logging
internal import NIOCore
internal import NIOPosix
internal import ServiceLifecycle
internal import Synchronization

/// A place at which the server listens for connections.
enum Listener {
    case socket(String)
    case loopback(LoopbackAddress)

    /// A connection that says nothing for so long is closed.
    private static let longestSilence = TimeAmount.seconds(30)
    /// The most connections at a time; more wait until one is closed.
    private static let mostConnections = 256

    /// Serves until it is to end; where connections can be taken no more, as after an error of the system, it begins anew.
    ///
    /// - Throws: ``ServerError`` when the place cannot be had; `CancellationError`.
    func serve(_ router: Router<ServerContext>, _ readiness: Readiness) async throws {
        let served = Mutex<Listener?>(nil)
        while true {
            let place = served.withLock(\.self) ?? self
            do {
                return try await place.serveOnce(router) { port in
                    let isFirst = served.withLock { served in
                        defer { served = place.at(port) }
                        return served == nil
                    }
                    if isFirst { readiness.add(port: port) }
                }
            } catch let error as IOError {
                throw ServerError(error, at: place)
            } catch is ServiceGroupError {
                try? await cancelWhenGracefulShutdown { try await ContinuousClock().sleep(for: .seconds(1)) }
                if Task.isShuttingDownGracefully { return }
                try Task.checkCancellation()
            }
        }
    }

    /// Takes the place and gives it up again.
    ///
    /// - Throws: ``ServerError`` when it cannot be had.
    func check() async throws {
        guard case .loopback(let address) = self else { return }
        do {
            let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
                .bind(host: address.host.rawValue, port: address.port).get()
            try await channel.close()
        } catch let error as IOError {
            throw ServerError(error, at: self)
        }
    }

    private func serveOnce(
        _ router: Router<ServerContext>,
        onRunning: @escaping @Sendable (_ port: Int?) -> Void
    ) async throws {
        // Failures are answered, and nobody reads a log of requests that one key makes.
        let logger = Logger(label: "behest.server") { _ in SwiftLogNoOpLogHandler() }
        let application = Application(
            router: router,
            server: .http1(configuration: Self.connections),
            configuration: ApplicationConfiguration(
                address: address,
                availableConnectionsDelegate: .maximum(Self.mostConnections, logger: logger)
            ),
            onServerRunning: { channel in
                if case .socket(let path) = self { _ = unsafe chmod(path, 0o600) }
                onRunning(channel.localAddress?.port)
            },
            logger: logger
        )
        try await application.run()
    }

    /// The same place, with the port that was free.
    private func at(_ port: Int?) -> Listener {
        guard case .loopback(let address) = self, let port else { return self }
        return .loopback(LoopbackAddress(address.host, port: port))
    }

    private static var connections: HTTP1Channel.Configuration {
        HTTP1Channel.Configuration(
            additionalChannelHandlers: [EarlyAnswerHandler()],
            idleTimeout: longestSilence,
            httpDecoderConfiguration: .init(
                maxHeaderFieldSize: 16 * 1_024,
                maxHeaderListSize: 32 * 1_024,
                maxHeaderFieldCount: 100
            )
        )
    }

    private var address: BindAddress {
        switch self {
        case .socket(let path): .unixDomainSocket(path: path)
        case .loopback(let address): .hostname(address.host.rawValue, port: address.port)
        }
    }
}

extension ServerError {
    fileprivate init(_ error: IOError, at listener: Listener) {
        let reason = unsafe String(cString: strerror(error.errnoCode))
        switch listener {
        case .socket(let path):
            self.init(
                .unusable,
                "The control socket '\(path)' cannot be served: \(reason). Set XDG_RUNTIME_DIR to another folder."
            )
        case .loopback(let address) where error.errnoCode == EADDRINUSE:
            self.init(
                .portTaken,
                "Another program has port \(address.port) of '\(address)': end it, or choose another port."
            )
        case .loopback(let address):
            self.init(.unusable, "Nothing can be served at '\(address)': \(reason). Choose another port.")
        }
    }
}
