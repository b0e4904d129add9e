import BehestWorkflow

/// What a coding agent has told while it was at work.
struct CoderRecord: Sendable {
    /// The most events that are passed on; what is beyond shows only that the agent is alive.
    private static let mostEvents = 20_000

    private var cutter = LineCutter()
    private var reader: any CoderEventReader
    private var count = 0

    /// The name of its own session.
    private(set) var session: String?
    /// How often it used a tool.
    private(set) var toolCalls = 0
    /// What it asked to be allowed, which nobody could.
    private(set) var asks: [String] = []
    /// What it says that it used.
    private(set) var usage = AgentEvent.Usage()

    init(_ format: CoderProfile.Format) {
        reader = format.reader()
    }

    /// What it says of its end.
    var ending: CoderEnding? { reader.ending }

    /// Why it is taken to have failed by what it told, or did not.
    var failure: String? {
        if let ending { return ending.failure.map { "it says that it failed: \($0)" } }
        return reader.mustEnd ? "it ended without saying how" : nil
    }

    /// Takes the next bytes.
    ///
    /// - Returns: what they tell; a sign of life if nothing else.
    mutating func take(_ bytes: [UInt8]) -> [AgentEvent] {
        let events = cutter.lines(after: bytes).flatMap { read($0) }.filter { $0 != .heartbeat }
        count += events.count
        return events.isEmpty || count > Self.mostEvents ? [.heartbeat] : events
    }

    /// Takes what stands after the last line break.
    mutating func finish() -> [AgentEvent] {
        cutter.finish().map { read($0) } ?? []
    }

    private mutating func read(_ line: [UInt8]) -> [AgentEvent] {
        let events = reader.read(line)
        for event in events {
            switch event {
            case .started(let name): session = name ?? session
            case .toolCall: toolCalls += 1
            case .permissionAsk(let what): if asks.count < 20, !asks.contains(what) { asks.append(what) }
            case .usage(let newer):
                usage.inputTokens = newer.inputTokens ?? usage.inputTokens
                usage.outputTokens = newer.outputTokens ?? usage.outputTokens
                usage.cost = newer.cost ?? usage.cost
            default: break
            }
        }
        return events
    }
}
