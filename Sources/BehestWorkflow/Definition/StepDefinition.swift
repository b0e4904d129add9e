/// One step of a workflow, as the pack defines it.
public struct StepDefinition: Sendable, Hashable {
    /// What carries the step out.
    public enum Action: Sendable, Hashable {
        /// `uses`: the agent of this name, with inputs.
        case agent(String, inputs: [String: InputTemplate])
        /// `run`: a program with its arguments.
        case command([InputTemplate])
        /// `run`: a script of the pack, with its arguments.
        case script(ScriptDefinition, arguments: [InputTemplate])
    }

    /// How long a step may take when it does not say.
    public static let defaultTimeout = Duration.seconds(3600)

    /// The step's name within its workflow or job.
    public var id: String
    /// When it is done; `nil` for as long as nothing has failed.
    public var condition: Condition?
    /// What carries it out.
    public var action: Action
    /// The environment values given to it; the names are the pack's.
    public var environment: [String: InputTemplate]
    /// The folder of the workspace in which a program runs; `nil` for the workspace itself.
    public var directory: TextTemplate?
    /// How long it may take.
    public var timeout: Duration
    /// How long it may give no sign of life; `nil` for any time.
    public var signsOfLife: SignsOfLife?
    /// Whether the steps after it are done even if it fails.
    public var continuesOnError: Bool
    /// How often and when it is tried again; `nil` for never.
    public var retry: RetryPolicy?
    /// What it may do, as far as it says so itself.
    public var permissions: Permissions?
    /// The steps that take it back, in order.
    public var undo: [StepDefinition] = []

    /// Makes a step.
    public init(
        id: String,
        condition: Condition? = nil,
        action: Action,
        environment: [String: InputTemplate] = [:],
        directory: TextTemplate? = nil,
        timeout: Duration = defaultTimeout,
        continuesOnError: Bool = false,
        retry: RetryPolicy? = nil
    ) {
        self.id = id
        self.condition = condition
        self.action = action
        self.environment = environment
        self.directory = directory
        self.timeout = timeout
        self.continuesOnError = continuesOnError
        self.retry = retry
    }

    /// Every reference in it.
    var references: [Reference] {
        let inputs: [InputTemplate] =
            switch action {
            case .agent(_, let inputs): Array(inputs.values)
            case .command(let arguments), .script(_, let arguments): arguments
            }
        return (inputs + environment.values).flatMap(\.references)
            + (condition?.expression.references ?? []).map(\.reference)
            + (directory?.references ?? []).map(\.reference)
            + undo.flatMap(\.references)
    }
}
