public import BehestPipeline
internal import Glibc
internal import Hummingbird
internal import Logging
public import ServiceLifecycle

/// Lets other programs of the same user tell Behest when to listen, over HTTP on a unix socket.
///
/// ```
/// curl --unix-socket "$XDG_RUNTIME_DIR/behest/control.sock" -X POST http://behest/v1/listening/toggle
/// ```
public struct ControlServer: Service {
    private let socket: ControlSocket
    private let control: ListeningControl
    private let version: String
    private let onReady: @Sendable () -> Void

    /// Makes a server; nothing is served yet.
    ///
    /// - Parameters:
    ///   - socket: where it is served.
    ///   - control: what is told.
    ///   - version: Behest's version.
    ///   - onReady: called once requests are answered.
    public init(
        at socket: ControlSocket,
        control: ListeningControl,
        version: String,
        onReady: @escaping @Sendable () -> Void = {}
    ) {
        self.socket = socket
        self.control = control
        self.version = version
        self.onReady = onReady
    }

    /// Serves until the service group is to shut down, or the task is cancelled.
    ///
    /// - Throws: when the socket cannot be bound; `CancellationError`.
    public func run() async throws {
        let router = Router()
        router.add(middleware: APIErrors())
        ListeningRoutes(control: control, version: version).add(to: router.group("v1"))
        // Failures are answered, and nobody reads a log of requests that one key makes.
        let logger = Logger(label: "behest.control") { _ in SwiftLogNoOpLogHandler() }
        let path = socket.path
        let application = Application(
            router: router,
            configuration: ApplicationConfiguration(address: .unixDomainSocket(path: path)),
            onServerRunning: { [onReady] _ in
                _ = unsafe chmod(path, 0o600)
                onReady()
            },
            logger: logger
        )
        try await application.run()
    }
}
