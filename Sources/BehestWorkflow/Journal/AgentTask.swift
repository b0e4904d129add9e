/// One step of a run, as the journal keeps it.
public struct AgentTask: Sendable, Hashable, Identifiable {
    /// A change of a task.
    public enum Change: Sendable, Hashable {
        /// A person is asked first.
        case held
        /// The steps before it are done.
        case readied
        /// An agent takes it up, with the step's values as they are now computed.
        case started(PlannedStep)
        /// The process that was at it is gone; it is to be done again under the same key.
        case interrupted
        /// It is done.
        case succeeded(outputs: [String: JSONValue], summary: String)
        /// It could not be done.
        case failed(String, outputs: [String: JSONValue])
        /// It was given up.
        case cancelled(String)
        /// It was not to be done.
        case skipped(String)
    }

    /// Its identifier: that of the run with the task's number.
    public var id: String
    /// The run.
    public var run: RunRecord.ID
    /// Its place among the run's tasks, from 0.
    public var position: Int
    /// The step with its values, as far as they are computed.
    public var step: PlannedStep
    /// Where it stands.
    public var state: TaskState
    /// How often an agent took it up.
    public var attempts: Int
    /// What it returned.
    public var outputs: [String: JSONValue]
    /// What it did, in a sentence for a person.
    public var summary: String?
    /// Why it could not be done, was given up or was not to be done.
    public var error: String?

    /// Makes the task of a step.
    public init(run: RunRecord.ID, position: Int, step: PlannedStep, state: TaskState) {
        id = "\(run).\(position + 1)"
        self.run = run
        self.position = position
        self.step = step
        self.state = state
        attempts = 0
        outputs = [:]
    }

    /// What every attempt at this task tells its agent, so that a repeated effect is recognised as the same.
    public var idempotencyKey: String { "\(run)/\(step.path)" }

    /// Makes a change, if the state allows it.
    public mutating func apply(_ change: Change) throws(IllegalTransition) {
        let next = change.state
        guard state.successors.contains(next) else {
            throw IllegalTransition(subject: "task \(id)", state: state.rawValue, wanted: next.rawValue)
        }
        state = next
        switch change {
        case .held, .readied, .interrupted: break
        case .started(let resolved):
            step = resolved
            attempts += 1
        case .succeeded(let outputs, let summary):
            self.outputs = outputs
            self.summary = summary
        case .failed(let error, let outputs):
            self.error = error
            self.outputs = outputs
        case .cancelled(let reason), .skipped(let reason): error = reason
        }
    }
}

extension AgentTask.Change {
    /// The state that the change leads to.
    public var state: TaskState {
        switch self {
        case .held: .held
        case .readied, .interrupted: .ready
        case .started: .running
        case .succeeded: .succeeded
        case .failed: .failed
        case .cancelled: .cancelled
        case .skipped: .skipped
        }
    }

    /// What happened, in a word.
    package var name: String {
        switch self {
        case .readied: "readied"
        case .interrupted: "interrupted"
        case .started: "started"
        case .held, .succeeded, .failed, .cancelled, .skipped: state.rawValue
        }
    }
}
