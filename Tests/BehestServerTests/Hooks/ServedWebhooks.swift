import BehestAgents
import BehestGrammar
import BehestPipeline
import BehestTransport
import BehestWorkflow
import Crypto
import FoundationEssentials
import TestSupport
import Testing

@testable import BehestServer

/// A server of one test's own, to which webhooks are sent.
struct ServedWebhooks: Sendable {
    static let standardSecret = "whsec_" + Data((0..<32).map { UInt8($0 * 7) }).base64EncodedString()
    static let githubSecret = "It's a Secret to Everybody"

    let port: Int
    let journal: SQLiteJournal
    let dispatcher: Dispatcher
    /// Where everything is, the workspace within it.
    let folder: String

    var workspace: String { folder + "/work" }

    /// Does something while workflows can be begun: `standard` and `github` let senders in, and `other` is no workflow's.
    ///
    /// - Parameters:
    ///   - workflows: the pack's workflows, for the intents `Do` and `Else` with the slots `x` and `y`.
    ///   - work: what is done.
    /// - Throws: what the work throws, or why nothing can be served.
    static func serving(
        _ workflows: String,
        _ work: @escaping @Sendable (ServedWebhooks) async throws -> Void
    ) async throws {
        let directory = try TemporaryDirectory()
        let folder = directory.url.path
        try FileManager.default.createDirectory(atPath: folder + "/work", withIntermediateDirectories: true)
        let agents = AgentRegistry([ShellAgent()])
        let journal = try SQLiteJournal(path: folder + "/journal.sqlite")
        let dispatcher = Dispatcher(journal: journal, agents: agents)
        let planner = Planner(try definitions(workflows, agents))
        let secrets = ["S": standardSecret, "G": githubSecret]
        var hooks: [String: IncomingWebhook] = [:]
        for name in ["standard", "other"] {
            hooks[name] = try await IncomingWebhook(.standard, secret: .environment("S"), environment: secrets)
        }
        hooks["github"] = try await IncomingWebhook(.github, secret: .environment("G"), environment: secrets)
        let (ready, isReady) = AsyncStream<Int>.makeStream()
        let server = ControlServer(
            at: try ControlSocket(path: folder + "/run/control.sock"),
            door: LoopbackDoor(at: LoopbackAddress(port: 0), token: try AccessToken(file: folder + "/server/token")),
            control: ListeningControl(),
            webhooks: WebhookReceiver(hooks, dispatcher: dispatcher, workspace: folder + "/work") { planner },
            version: "1.2.3"
        ) { port in
            isReady.yield(port ?? 0)
            isReady.finish()
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await server.run() }
            group.addTask {
                let port = try #require(await ready.first { _ in true })
                try await work(ServedWebhooks(port: port, journal: journal, dispatcher: dispatcher, folder: folder))
            }
            defer { group.cancelAll() }
            try await group.next()
        }
        _ = consume directory
    }

    private static func definitions(_ workflows: String, _ agents: AgentRegistry) throws -> [WorkflowDefinition] {
        let root = try #require(PackDocument(text: "workflows:\n\(workflows)\n", file: "p.yaml").root)
        let reading = WorkflowReader.read(
            try #require(root["workflows"]),
            scripts: nil,
            slots: ["Do": ["x", "y"], "Else": ["x"]],
            agents: agents.signatures
        )
        #expect(reading.diagnostics == [])
        return reading.definitions
    }

    /// Sends something as it is.
    func send(
        _ body: [UInt8],
        to path: String,
        _ headers: [String: String]
    ) async throws -> (status: Int, answer: String) {
        var request = HTTPRequest(.post, try HTTPAddress("http://127.0.0.1:\(port)\(path)"))
        request.headers = headers.map { HTTPHeader($0.key, $0.value) }
        request.body = body
        let response = try await HTTPClient().response(to: request)
        return (response.status, String(decoding: response.body, as: UTF8.self))
    }

    /// Sends something as Standard Webhooks have it.
    func send(
        _ body: String,
        to name: String = "standard",
        id: String,
        age: Int = 0,
        secret: String = standardSecret
    ) async throws -> (status: Int, answer: String) {
        let seconds = String(Int(Date().timeIntervalSince1970) - age)
        let key = SymmetricKey(data: try #require(Data(base64Encoded: String(secret.dropFirst(6)))))
        let code = HMAC<SHA256>.authenticationCode(for: Array("\(id).\(seconds).\(body)".utf8), using: key)
        let signature = "v1,\(Data(code).base64EncodedString())"
        return try await send(
            Array(body.utf8),
            to: "/hooks/\(name)",
            ["webhook-id": id, "webhook-timestamp": seconds, "webhook-signature": "v1,AAAA \(signature)"]
        )
    }

    /// Sends something as GitHub does.
    func sendAsGitHub(
        _ body: String,
        id: String,
        event: String = "push",
        secret: String = githubSecret
    ) async throws -> (status: Int, answer: String) {
        let code = HMAC<SHA256>.authenticationCode(for: Array(body.utf8), using: SymmetricKey(data: Data(secret.utf8)))
        let digits = code.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        return try await send(
            Array(body.utf8),
            to: "/hooks/github",
            ["X-GitHub-Delivery": id, "X-GitHub-Event": event, "X-Hub-Signature-256": "sha256=\(digits)"]
        )
    }
}
