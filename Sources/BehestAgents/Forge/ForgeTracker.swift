public import BehestTransport
public import BehestWorkflow
public import FoundationEssentials

/// Files bug reports as issues of a forge.
///
/// The same task makes an issue or a comment once, also when the answer was lost: what it made has a mark that is looked for first.
public struct ForgeTracker: Agent {
    /// What every tracker can do.
    public let signatures = TrackerSignatures.all

    let settings: ForgeSettings
    let defaults: Attachments
    let environment: [String: String]
    let now: @Sendable () -> Date
    private let http: LazyClient
    private let timeout: Duration

    /// Makes the agent.
    ///
    /// - Parameters:
    ///   - settings: Which forge, and where.
    ///   - defaults: What is attached where the pack does not say.
    ///   - environment: The process's environment, which may hold the token and tells of the desktop.
    ///   - http: What requests are sent with; `nil` for a client of its own.
    ///   - timeout: How long the forge may take for an answer.
    ///   - now: Tells the time.
    public init(
        _ settings: ForgeSettings,
        defaults: Attachments = Attachments(),
        environment: [String: String] = ProcessInfo.processInfo.environment,
        http: HTTPClient? = nil,
        timeout: Duration = .seconds(30),
        now: @escaping @Sendable () -> Date = { Date() }
    ) {
        self.settings = settings
        self.defaults = defaults
        self.environment = environment
        self.http = LazyClient(http)
        self.timeout = timeout
        self.now = now
    }

    /// Says whether the forge, the repository and the token are as they should be, by a look at the repository.
    public func health(in workspace: String) async -> AgentHealth {
        let place = "\(settings.kind.name) at '\(settings.address.host)'"
        guard settings.token != nil else {
            return .unavailable(
                "\(place) takes issues only with a token: name one under 'tracker' of the configuration."
            )
        }
        do {
            let client = try await client(.none)
            let repository = try await client.send(client.api.lookUp()).json
            if repository["archived"] == true {
                return .unavailable("'\(settings.repository)' is archived by \(place), and takes no issues.")
            }
            if repository["has_issues"] == false || repository["issues_enabled"] == false
                || repository["issues_access_level"] == "disabled"
            {
                return .unavailable("'\(settings.repository)' has no issues: turn them on in its settings by \(place).")
            }
            return .ready
        } catch {
            return .unavailable("\(error)")
        }
    }

    /// Makes, changes or looks for an issue; what was made under the same key is returned.
    public func perform(_ assignment: Assignment, events: AgentEvents) async throws -> AgentResult {
        let inputs = TrackerInputs(assignment.inputs)
        switch assignment.agent {
        case "tracker/similar": return try await similar(inputs, events)
        case "tracker/search": return try await search(inputs, events)
        case "tracker/append": return try await append(inputs, assignment, events)
        case "tracker/comment": return try await comment(inputs, assignment, events)
        case "tracker/label": return try await label(inputs, events)
        case "tracker/close": return try await close(inputs, assignment, events)
        default: return try await create(inputs, assignment, events)
        }
    }

    /// What speaks to the forge, with the token as it is now.
    func client(_ events: AgentEvents) async throws -> ForgeClient {
        ForgeClient(
            settings,
            token: try await settings.token?.read(environment),
            http: http.current,
            timeout: timeout,
            events: events,
            now: now
        )
    }

    func result(_ number: Int, url: String, _ summary: String) -> AgentResult {
        AgentResult(outputs: ["number": .number(Double(number)), "url": .string(url)], summary: summary)
    }
}
