public import FoundationEssentials

/// What an agent is given to do: one task with its values computed.
public struct Assignment: Sendable, Hashable {
    /// What is known of the utterance that caused the task.
    public struct Utterance: Sendable, Hashable {
        /// Its identifier; `nil` for words that were typed.
        public var id: UtteranceRecord.ID?
        /// The words.
        public var text: String
        /// The file with its sound, if there is one.
        public var audioPath: String?
        /// What the sound came from, such as a recording's name.
        public var source: String?
        /// When it was recorded.
        public var recordedAt: Date?

        /// Makes the facts about an utterance.
        public init(
            id: UtteranceRecord.ID? = nil,
            text: String,
            audioPath: String? = nil,
            source: String? = nil,
            recordedAt: Date? = nil
        ) {
            self.id = id
            self.text = text
            self.audioPath = audioPath
            self.source = source
            self.recordedAt = recordedAt
        }
    }

    /// The run.
    public var run: RunRecord.ID
    /// The task.
    public var task: AgentTask.ID
    /// The step's name.
    public var step: String
    /// The agent's name, as the pack has it.
    public var agent: String
    /// Which attempt it is, from 1.
    public var attempt: Int
    /// Which claim of the run it is done under: what comes with a lower one, or of an earlier attempt under the same, is late.
    public var claim: Int
    /// The same for every attempt at this task: an effect that was made under it is not made again.
    public var idempotencyKey: String
    /// The inputs by name.
    public var inputs: [String: TracedValue]
    /// The program and its arguments, for a `run` step.
    public var arguments: [String]
    /// The environment values by name.
    public var environment: [String: String]
    /// The path of the workspace.
    public var workspace: String
    /// The folder of the workspace in which a program runs, as a path from there; `nil` for the workspace itself.
    public var directory: String?
    /// What may be done for it.
    public var permissions: Permissions
    /// The utterance that caused the task.
    public var utterance: Utterance

    /// Makes an assignment.
    public init(
        run: RunRecord.ID,
        task: AgentTask.ID,
        step: String,
        agent: String,
        attempt: Int = 1,
        claim: Int = 1,
        idempotencyKey: String,
        inputs: [String: TracedValue] = [:],
        arguments: [String] = [],
        environment: [String: String] = [:],
        workspace: String,
        directory: String? = nil,
        permissions: Permissions = Permissions(),
        utterance: Utterance
    ) {
        self.run = run
        self.task = task
        self.step = step
        self.agent = agent
        self.attempt = attempt
        self.claim = claim
        self.idempotencyKey = idempotencyKey
        self.inputs = inputs
        self.arguments = arguments
        self.environment = environment
        self.workspace = workspace
        self.directory = directory
        self.permissions = permissions
        self.utterance = utterance
    }
}

extension Assignment {
    /// Makes the assignment of a task whose values are all computed.
    init(_ task: AgentTask, of run: RunRecord, under claim: RunClaim, utterance: Utterance) {
        self.init(
            run: task.run,
            task: task.id,
            step: task.step.path,
            agent: task.step.agent,
            attempt: task.attempts,
            claim: claim.number,
            idempotencyKey: task.idempotencyKey,
            inputs: task.step.inputs.compactMapValues(\.known),
            arguments: (task.step.arguments ?? []).compactMap(\.known?.value.text),
            environment: task.step.environment.compactMapValues(\.known?.value.text),
            workspace: run.plan.workspace,
            directory: task.step.directory,
            permissions: task.step.permissions ?? Permissions(),
            utterance: utterance
        )
    }

    /// What every program that is run for the task finds in its environment.
    public var variables: [String: String] {
        [
            "BEHEST_RUN": run, "BEHEST_STEP": step, "BEHEST_ATTEMPT": String(attempt),
            "BEHEST_IDEMPOTENCY_KEY": idempotencyKey,
        ]
    }
}
