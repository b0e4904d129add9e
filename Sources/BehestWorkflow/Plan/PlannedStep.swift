/// One step of a plan.
public struct PlannedStep: Sendable, Hashable, Codable {
    /// The step's name within the plan.
    public var id: String
    /// The agent that carries it out.
    public var agent: String
    /// The inputs by name.
    public var inputs: [String: PlannedInput]
    /// The program and its arguments, for a `run` step.
    public var arguments: [PlannedInput]?
    /// The environment values by name.
    public var environment: [String: PlannedInput]
    /// How long it may take, in minutes.
    public var timeoutMinutes: Double
    /// Whether the steps after it are done even if it fails.
    public var continuesOnError: Bool

    /// How long it may take.
    public var timeout: Duration { .seconds(timeoutMinutes * 60) }
}
