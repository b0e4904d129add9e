/// One step of a workflow, as the pack defines it.
public struct StepDefinition: Sendable, Hashable {
    /// What carries the step out.
    public enum Action: Sendable, Hashable {
        /// `uses`: the agent of this name, with inputs.
        case agent(String, inputs: [String: InputTemplate])
        /// `run`: a program with its arguments.
        case command([InputTemplate])
    }

    /// How long a step may take when it does not say.
    public static let defaultTimeout = Duration.seconds(3600)

    /// The step's name within its workflow.
    public var id: String
    /// What carries it out.
    public var action: Action
    /// The environment values given to it; the names are the pack's.
    public var environment: [String: InputTemplate]
    /// How long it may take.
    public var timeout: Duration
    /// Whether the steps after it are done even if it fails.
    public var continuesOnError: Bool

    /// Makes a step.
    public init(
        id: String,
        action: Action,
        environment: [String: InputTemplate] = [:],
        timeout: Duration = defaultTimeout,
        continuesOnError: Bool = false
    ) {
        self.id = id
        self.action = action
        self.environment = environment
        self.timeout = timeout
        self.continuesOnError = continuesOnError
    }
}
