public import FoundationEssentials

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
        /// The process that was at it has stopped it in order to end; it is to be done again under the same key.
        case released
        /// It is done.
        case succeeded(outputs: [String: JSONValue], summary: String)
        /// It could not be done.
        case failed(String, outputs: [String: JSONValue])
        /// It could not be done, and is tried again at a later time.
        case postponed(String, Wait)
        /// It could not be done, and was tried as often as it may be.
        case dead(String, outputs: [String: JSONValue])
        /// It was given up.
        case cancelled(String)
        /// It was not to be done.
        case skipped(String)
    }

    /// A wait until it is tried again.
    public struct Wait: Sendable, Hashable {
        /// When it began.
        public var from: Date
        /// When it ends.
        public var until: Date

        /// Makes a wait.
        public init(from: Date, until: Date) {
            self.from = from
            self.until = until
        }

        /// Whether it is over; it is also when the clock was put back to before it began, since nobody knows then.
        public func isOver(at now: Date) -> Bool { now >= until || now < from }
    }

    /// How often the process that is at a task may die before the task is taken for the cause.
    static let mostInterruptions = 5

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
    /// Why it could not be done, was given up or was not to be done; of one that is tried again, why it could not be done last.
    public var error: String?
    /// How often the process that was at it died.
    public var interruptions: Int
    /// Until when it waits to be tried again.
    public var wait: Wait?
    /// How long agents were at it.
    public var elapsed: Duration
    /// What every attempt at this task tells its agent, so that a repeated effect is recognised as the same.
    public var idempotencyKey: String

    /// Makes the task of a step.
    ///
    /// - Parameters:
    ///   - run: The run.
    ///   - position: Its place among the run's tasks, from 0.
    ///   - step: The step.
    ///   - state: Where it stands.
    ///   - idempotencyKey: The key of its effect; `nil` for one of its own.
    public init(
        run: RunRecord.ID,
        position: Int,
        step: PlannedStep,
        state: TaskState,
        idempotencyKey: String? = nil
    ) {
        id = "\(run).\(position + 1)"
        self.idempotencyKey = idempotencyKey ?? "\(run)/\(step.path)"
        self.run = run
        self.position = position
        self.step = step
        self.state = state
        attempts = 0
        outputs = [:]
        interruptions = 0
        elapsed = .zero
    }

    /// How often it was tried and came to an end by itself, well or not.
    public var tries: Int { attempts - interruptions }

    /// Makes a change, if the state allows it.
    public mutating func apply(_ change: Change) throws(IllegalTransition) {
        let next = change.state
        guard state.successors.contains(next) else {
            throw IllegalTransition(subject: "task \(id)", state: state.rawValue, wanted: next.rawValue)
        }
        state = next
        switch change {
        case .held, .readied: break
        case .interrupted: interruptions += 1
        // The next attempt has a higher claim, and is the same one to whoever counts them.
        case .released: attempts -= 1
        case .started(let resolved):
            step = resolved
            attempts += 1
            wait = nil
            error = nil
        case .succeeded(let outputs, let summary):
            self.outputs = outputs
            self.summary = summary
        case .failed(let error, let outputs), .dead(let error, let outputs):
            self.error = error
            self.outputs = outputs
        case .postponed(let error, let wait):
            self.error = error
            self.wait = wait
        case .cancelled(let reason), .skipped(let reason): error = reason
        }
    }
}

extension AgentTask.Change {
    /// The state that the change leads to.
    public var state: TaskState {
        switch self {
        case .held: .held
        case .readied, .interrupted, .released, .postponed: .ready
        case .started: .running
        case .succeeded: .succeeded
        case .failed: .failed
        case .dead: .dead
        case .cancelled: .cancelled
        case .skipped: .skipped
        }
    }

    /// What happened, in a word.
    package var name: String {
        switch self {
        case .readied: "readied"
        case .interrupted: "interrupted"
        case .released: "released"
        case .started: "started"
        case .postponed: "postponed"
        case .held, .succeeded, .failed, .dead, .cancelled, .skipped: state.rawValue
        }
    }
}
