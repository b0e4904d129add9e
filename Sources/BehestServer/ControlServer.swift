public import BehestPipeline
internal import Hummingbird
internal import Logging
public import ServiceLifecycle

/// Lets other programs of the same user tell Behest when to listen, and have recordings transcribed, over HTTP: on a unix socket, and on
/// a port of this machine if there is a door for it.
///
/// ```
/// curl --unix-socket "$XDG_RUNTIME_DIR/behest/control.sock" -X POST http://behest/v1/listening/toggle
/// ```
public struct ControlServer: Service {
    private let socket: ControlSocket
    private let door: LoopbackDoor?
    private let control: ListeningControl
    private let transcription: TranscriptionEndpoint?
    private let webhooks: WebhookReceiver?
    private let version: String
    private let onReady: @Sendable (_ port: Int?) -> Void

    /// Makes a server; nothing is served yet.
    ///
    /// - Parameters:
    ///   - socket: where it is served.
    ///   - door: where else it is served, over TCP; `nil` for nowhere.
    ///   - control: what is told.
    ///   - transcription: what transcribes; `nil` for nothing.
    ///   - webhooks: what webhooks of other programs begin, by the door; `nil` for nothing.
    ///   - version: Behest's version.
    ///   - onReady: called once requests are answered, with the port of the door.
    public init(
        at socket: ControlSocket,
        door: LoopbackDoor? = nil,
        control: ListeningControl,
        transcription: TranscriptionEndpoint? = nil,
        webhooks: WebhookReceiver? = nil,
        version: String,
        onReady: @escaping @Sendable (_ port: Int?) -> Void = { _ in }
    ) {
        self.socket = socket
        self.door = door
        self.control = control
        self.transcription = transcription
        self.webhooks = webhooks
        self.version = version
        self.onReady = onReady
    }

    /// Checks that the port of the door can be had, before anything is begun that would have to be ended again.
    ///
    /// - Throws: ``ServerError`` when it cannot.
    public func checkDoor() async throws {
        if let door { try await Listener.loopback(door.address).check() }
    }

    /// Serves until the service group is to shut down, or the task is cancelled.
    ///
    /// When it is to shut down, what is being transcribed comes to its end, and what waits is sent away.
    ///
    /// - Throws: ``ServerError`` when the port cannot be had; when the socket cannot be bound; `CancellationError`.
    public func run() async throws {
        let readiness = Readiness(of: door == nil ? 1 : 2, then: onReady)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try await Listener.socket(socket.path).serve(router(), readiness)
            }
            if let door {
                group.addTask {
                    try await Listener.loopback(door.address).serve(router(for: door), readiness)
                }
            }
            if let queue = transcription?.queue {
                group.addTask {
                    try await gracefulShutdown()
                    queue.close()
                }
            }
            for try await _ in group {}
        }
    }

    /// What answers; over TCP only whom the door lets in.
    private func router(for door: LoopbackDoor? = nil) -> Router<ServerContext> {
        let router = Router(context: ServerContext.self)
        router.add(middleware: APIErrors())
        if let door {
            router.add(middleware: AccessCheck(host: door.address.host, token: door.token, signed: webhooks != nil))
            if let webhooks { WebhookRoutes(receiver: webhooks).add(to: router) }
        }
        let version1 = router.group("v1")
        ListeningRoutes(control: control, version: version).add(to: version1)
        if let transcription { TranscriptionRoutes(endpoint: transcription).add(to: version1) }
        return router
    }
}
