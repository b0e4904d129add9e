/// What happens while an agent is at work, in one form for all kinds of agents.
public enum AgentEvent: Sendable, Hashable {
    /// What a tool that an agent used came to.
    public enum ToolOutcome: Sendable, Hashable {
        case succeeded, failed
    }

    /// What was done to a file.
    public enum FileChange: String, Sendable, Hashable {
        case added, changed, deleted
    }

    /// What a piece of work has cost so far.
    public struct Usage: Sendable, Hashable {
        /// Tokens that were read.
        public var inputTokens: Int?
        /// Tokens that were written.
        public var outputTokens: Int?
        /// In US dollars.
        public var cost: Double?

        /// Makes a figure of what was used.
        public init(inputTokens: Int? = nil, outputTokens: Int? = nil, cost: Double? = nil) {
            self.inputTokens = inputTokens
            self.outputTokens = outputTokens
            self.cost = cost
        }
    }

    /// It began; with the name of the agent's own session, if it has one.
    case started(session: String?)
    /// It is alive, and nothing else is known.
    case heartbeat
    /// A piece of a program's standard output.
    case output(String)
    /// A piece of a program's standard error.
    case errorOutput(String)
    /// Words of the agent.
    case text(String)
    /// It uses a tool.
    case toolCall(id: String, kind: String, title: String)
    /// A tool came to an end.
    case toolResult(id: String, ToolOutcome)
    /// It asks whether it may do something.
    case permissionAsk(String)
    /// It says that it has changed a file; evidence is the file alone.
    case fileChange(path: String, FileChange)
    /// What was used so far.
    case usage(Usage)
}

/// Takes the events of an agent at work.
public struct AgentEvents: Sendable {
    private let take: @Sendable (AgentEvent) -> Void

    /// Makes a taker of events.
    ///
    /// - Parameter take: Called for each event in its order; it returns at once.
    public init(_ take: @escaping @Sendable (AgentEvent) -> Void) {
        self.take = take
    }

    /// Nobody looks on.
    public static let none = AgentEvents { _ in }

    /// Reports an event.
    public func report(_ event: AgentEvent) { take(event) }
}
