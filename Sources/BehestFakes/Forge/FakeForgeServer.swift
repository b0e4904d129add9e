internal import HTTPTypes
internal import Hummingbird
internal import Logging
internal import NIOCore
public import ServiceLifecycle

/// Serves a fake forge over HTTP on this machine.
public struct FakeForgeServer: Service {
    private let forge: FakeForge
    private let port: Int
    private let onReady: @Sendable (_ port: Int) -> Void

    /// A request may be so long, in bytes.
    private static let longestRequest = 64 << 20

    /// Makes a server; nothing is served yet.
    ///
    /// - Parameters:
    ///   - forge: what is served.
    ///   - port: where; 0 for any that is free.
    ///   - onReady: called with the port once requests are answered.
    public init(_ forge: FakeForge, port: Int = 0, onReady: @escaping @Sendable (_ port: Int) -> Void) {
        self.forge = forge
        self.port = port
        self.onReady = onReady
    }

    /// Serves until the task is cancelled or the service group shuts down.
    public func run() async throws {
        let forge = forge
        let onReady = onReady
        let application = Application(
            responder: CallbackResponder { (request: Request, context: FakeContext) in
                try await Self.answer(request, context, by: forge)
            },
            configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: port)),
            onServerRunning: { channel in onReady(channel.localAddress?.port ?? 0) },
            logger: Logger(label: "behest.fake") { _ in SwiftLogNoOpLogHandler() }
        )
        do {
            try await application.run()
        } catch let error as IOError {
            throw FakeForgeError(port: port, reason: "\(error)")
        }
    }

    private static func answer(_ request: Request, _ context: FakeContext, by forge: FakeForge) async throws -> Response
    {
        let body = try await request.body.collect(upTo: longestRequest)
        var headers: [String: String] = [:]
        for field in request.headers { headers[field.name.canonicalName] = field.value }
        headers["host"] = request.head.authority
        let answer = forge.answer(
            FakeRequest(
                method: request.method.rawValue,
                target: request.head.path ?? "/",
                headers: headers,
                body: Array(body.readableBytesView)
            )
        )
        if answer.delay > 0 { try await Task.sleep(for: .seconds(answer.delay)) }
        var fields = HTTPFields()
        for (name, value) in answer.headers {
            if let name = HTTPField.Name(name) { fields[name] = value }
        }
        let status = HTTPResponse.Status(code: answer.status)
        switch answer.delivery {
        case .whole:
            return Response(status: status, headers: fields, body: .init(byteBuffer: ByteBuffer(bytes: answer.body)))
        case .half:
            let half = ByteBuffer(bytes: answer.body.prefix(answer.body.count / 2))
            return Response(
                status: status,
                headers: fields,
                body: ResponseBody(contentLength: answer.body.count) { writer in
                    try await writer.write(half)
                    try await context.channel.close()
                    throw Lost()
                }
            )
        case .lost:
            try await context.channel.close()
            throw Lost()
        case .never:
            // Until the server ends: that the other side has gone is not noticed while nothing is read.
            try await Task.sleep(for: .seconds(86_400))
            throw Lost()
        }
    }

    /// The connection was dropped on purpose.
    private struct Lost: Error {}
}

/// What belongs to a request: the connection that it came over.
struct FakeContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    let channel: any Channel

    init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        channel = source.channel
    }
}

/// The forge cannot be served.
public struct FakeForgeError: Error, Sendable, CustomStringConvertible {
    /// The port that was wanted.
    public let port: Int
    let reason: String

    /// One sentence.
    public var description: String {
        "The fake forge cannot be served on port \(port): \(reason). Choose another with --port, or 0 for any that is free."
    }
}
