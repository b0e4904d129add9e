/// What carries a task out.
///
/// A task may be given to an agent more than once, after a crash: an agent whose effect must not be made twice
/// recognises it by ``Assignment/idempotencyKey``. When the surrounding Swift task is cancelled, an agent stops, leaves
/// nothing running behind and throws `CancellationError`.
///
/// Of an agent only exit codes, files and answers are believed, never its words about them.
public protocol Agent: Sendable {
    /// The names that the agent answers to, with the inputs that each takes.
    var signatures: [AgentSignature] { get }

    /// Says whether the agent could carry a task out now, without doing anything that is felt by others.
    ///
    /// - Parameter workspace: The path of the workspace in which tasks are to be expected.
    /// - Returns: Whether it is ready, or why not.
    func health(in workspace: String) async -> AgentHealth

    /// Says whether the agent could carry a task out now that has these inputs, as ``health(in:)`` does.
    ///
    /// - Parameters:
    ///   - inputs: Those inputs that are known beforehand.
    ///   - workspace: The path of the workspace in which tasks are to be expected.
    /// - Returns: Whether it is ready, or why not.
    func health(for inputs: [String: JSONValue], in workspace: String) async -> AgentHealth

    /// Carries a task out.
    ///
    /// - Parameters:
    ///   - assignment: The task.
    ///   - events: Takes what happens meanwhile. Each event is a sign of life: a task that gives none for longer than its
    ///     step allows is stopped.
    /// - Returns: What came of it. A task that was carried out and did not come to a good end, such as a program that
    ///   exits with 1, is no error but a result with a ``AgentResult/failure``.
    /// - Throws: ``AgentError``, whose kind says whether it may pass by itself; `CancellationError`.
    func perform(_ assignment: Assignment, events: AgentEvents) async throws -> AgentResult

    /// Makes ready beforehand what would make the first task take longer than the next; nothing as a rule.
    ///
    /// - Parameter workspace: The path of the workspace in which tasks are to be expected.
    func prepare(in workspace: String) async
}

extension Agent {
    /// Says that the agent is always ready.
    public func health(in workspace: String) async -> AgentHealth { .ready }

    /// Says what it says of all its tasks.
    public func health(for inputs: [String: JSONValue], in workspace: String) async -> AgentHealth {
        await health(in: workspace)
    }

    /// Makes nothing ready.
    public func prepare(in workspace: String) async {}

    /// Carries a task out, with nobody looking on.
    public func perform(_ assignment: Assignment) async throws -> AgentResult {
        try await perform(assignment, events: .none)
    }
}

/// Whether an agent could carry a task out now.
public enum AgentHealth: Sendable, Hashable {
    /// It could.
    case ready
    /// It could not; why, and what to do, in a sentence for a person.
    case unavailable(String)
}

/// What came of a task.
public struct AgentResult: Sendable, Hashable {
    /// What later steps may use, by name.
    public var outputs: [String: JSONValue]
    /// What was done, in a sentence for a person.
    public var summary: String
    /// Why it did not come to a good end; `nil` when it did.
    public var failure: String?
    /// Whether it failed because who was at it died in the middle, so that it may pass by itself.
    public var hasDied: Bool

    /// Makes a result.
    public init(
        outputs: [String: JSONValue] = [:],
        summary: String,
        failure: String? = nil,
        hasDied: Bool = false
    ) {
        self.outputs = outputs
        self.summary = summary
        self.failure = failure
        self.hasDied = hasDied
    }
}
