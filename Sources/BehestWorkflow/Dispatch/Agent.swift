/// What carries a task out.
///
/// A task may be given to an agent more than once, after a crash: an agent whose effect must not be made twice
/// recognises it by ``Assignment/idempotencyKey``. When the surrounding Swift task is cancelled, an agent stops, leaves
/// nothing running behind and throws `CancellationError`.
public protocol Agent: Sendable {
    /// The names that the agent answers to, with the inputs that each takes.
    var signatures: [AgentSignature] { get }

    /// Carries a task out.
    ///
    /// - Throws: An error whose description is a sentence for a person. A task that was carried out and did not come to
    ///   a good end, such as a program that exits with 1, is no error but a result with a ``AgentResult/failure``.
    func perform(_ assignment: Assignment) async throws -> AgentResult

    /// Makes ready beforehand what would make the first task take longer than the next; nothing as a rule.
    ///
    /// - Parameter workspace: The path of the workspace in which tasks are to be expected.
    func prepare(in workspace: String) async
}

extension Agent {
    /// Makes nothing ready.
    public func prepare(in workspace: String) async {}
}

/// What came of a task.
public struct AgentResult: Sendable, Hashable {
    /// What later steps may use, by name.
    public var outputs: [String: JSONValue]
    /// What was done, in a sentence for a person.
    public var summary: String
    /// Why it did not come to a good end; `nil` when it did.
    public var failure: String?

    /// Makes a result.
    public init(outputs: [String: JSONValue] = [:], summary: String, failure: String? = nil) {
        self.outputs = outputs
        self.summary = summary
        self.failure = failure
    }
}

/// An agent that cannot carry a task out.
public struct AgentError: Error, Sendable, CustomStringConvertible {
    /// What failed, on what, and what to do.
    public var message: String
    /// The error beneath.
    public var cause: (any Error)?

    /// Makes an error.
    public init(_ message: String, cause: (any Error)? = nil) {
        self.message = message
        self.cause = cause
    }

    /// The message.
    public var description: String { message }
}
