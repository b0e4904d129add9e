public import BehestTransport
public import BehestWorkflow
public import FoundationEssentials

/// Sends events to other programs over HTTP, signed, so that the receiver knows who they are from.
///
/// An event has the same identifier each time the task is taken up, by which a receiver drops what it has already had.
public struct WebhookAgent: Agent {
    /// The waits between attempts that Standard Webhooks propose, in seconds: about three days in all.
    static let schedule: [Double] = [5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400]

    /// What receivers take for sure, in bytes.
    static let mostBytes = 20_000

    private static let timeout = Duration.seconds(20)

    /// `webhook/send` sends an event to a destination of the configuration (`to`), or to an address of the pack's (`url`).
    public let signatures = [
        AgentSignature(
            "webhook/send",
            required: ["event"],
            optional: ["to", "url", "data", "subject"],
            retry: RetryPolicy(schedule: Self.schedule)
        )
    ]

    private let destinations: [String: WebhookDestination]
    private let environment: [String: String]
    private let http: LazyClient
    private let now: @Sendable () -> Date

    /// Makes the agent.
    ///
    /// - Parameters:
    ///   - destinations: Where events may be sent, by the names that packs use.
    ///   - environment: The process's environment, which may hold the secrets.
    ///   - http: What requests are sent with; `nil` for a client of its own.
    ///   - now: Tells the time.
    public init(
        _ destinations: [String: WebhookDestination] = [:],
        environment: [String: String] = ProcessInfo.processInfo.environment,
        http: HTTPClient? = nil,
        now: @escaping @Sendable () -> Date = { Date() }
    ) {
        self.destinations = destinations
        self.environment = environment
        self.http = LazyClient(http)
        self.now = now
    }

    /// Says whether the secrets of all destinations can be read; nothing is sent.
    public func health(in workspace: String) async -> AgentHealth {
        for (name, destination) in destinations.sorted(by: { $0.key < $1.key }) {
            do {
                _ = try await signature(of: [], id: "evt_0", event: "ping", for: destination)
            } catch {
                return .unavailable("The webhook '\(name)' cannot be signed. \(error)")
            }
        }
        return .ready
    }

    /// Sends an event; that it was taken is all that is asked of the answer.
    public func perform(_ assignment: Assignment, events: AgentEvents) async throws -> AgentResult {
        let inputs = WebhookInputs(assignment.inputs)
        let destination = try inputs.destination(among: destinations)
        let event = try CloudEvent(
            try inputs.event(),
            of: assignment,
            subject: inputs.subject,
            data: inputs.data,
            now: now()
        )
        let body = Array(event.json.json.utf8)
        guard body.count <= Self.mostBytes else {
            throw AgentError(
                "The event has \(body.count) bytes, and receivers take at most \(Self.mostBytes). Send less, or a link to it."
            )
        }
        var request = HTTPRequest(.post, destination.address)
        request.body = body
        request.timeout = Self.timeout
        // What is signed for one receiver is not sent on to another.
        request.mostRedirects = 0
        request.isSentOnce = true
        request.longestAnswer = 1 << 20
        request.headers = [HTTPHeader("Content-Type", CloudEvent.contentType)]
        request.headers += try await signature(of: body, id: event.id, event: event.type, for: destination)
        events.report(.heartbeat)
        do {
            try check(try await http.current.response(to: request), from: destination)
        } catch let error as TransportError where error.code == .tooLong {
            throw AgentError("'\(destination.address)' answers with more than a receiver should. Check the address.")
        } catch let error as TransportError {
            let forGood: Set<TransportError.Code> = [.badAddress, .badHeader, .unsupportedAddress, .untrusted]
            throw AgentError(
                error.message,
                kind: forGood.contains(error.code) ? .permanent : .passing(retryAfter: nil),
                cause: error
            )
        }
        return AgentResult(
            outputs: ["id": .string(event.id), "type": .string(event.type)],
            summary: "Sent '\(event.type)' to \(destination.address.host)."
        )
    }

    private func check(_ response: HTTPResponse, from destination: WebhookDestination) throws {
        let (status, place) = (response.status, "'\(destination.address)'")
        switch status {
        case 200..<300: return
        case 300..<400:
            throw AgentError(
                "\(place) sends events elsewhere (\(status)), where they are not sent. Write the address that it means into the configuration."
            )
        case 410: throw AgentError("\(place) wants no more events (410). Take it out of the pack or the configuration.")
        case 408, 425, 429, 500...:
            let wait = AskedWait.retryAfter(response, now: Int(now().timeIntervalSince1970))
            throw AgentError(
                "\(place) could not take the event now (\(status)). It is sent again later.",
                kind: .passing(retryAfter: wait)
            )
        default:
            throw AgentError(
                "\(place) did not take the event (\(status)). Check its address, its secret, and what it wants to get."
            )
        }
    }

    private func signature(
        of body: [UInt8],
        id: String,
        event: String,
        for destination: WebhookDestination
    ) async throws -> [HTTPHeader] {
        guard destination.signing != .none else { return [] }
        guard let secret = try await destination.secret?.read(environment) else {
            throw AgentError("There is no secret to sign with: name one in 'webhooks', or write 'signature: none'.")
        }
        let seconds = Int(now().timeIntervalSince1970)
        return destination.signing == .standard
            ? try WebhookSignature(standard: body, id: id, seconds: seconds, secret: secret).headers
            : WebhookSignature(github: body, id: id, event: event, secret: secret).headers
    }
}
