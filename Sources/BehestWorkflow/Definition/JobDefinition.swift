/// One job of a workflow, as the pack defines it: steps that are done in order, and when.
public struct JobDefinition: Sendable, Hashable {
    /// How long a job may take when it does not say.
    public static let defaultTimeout = Duration.seconds(360 * 60)

    /// The job's name within its workflow.
    public var id: String
    /// The jobs that come before it.
    public var needs: [String] = []
    /// When it is done; `nil` for when all that it needs was done.
    public var condition: Condition?
    /// The values for each of which it is done once; `nil` for once.
    public var matrix: MatrixDefinition?
    /// The environment values given to its steps; the names are the pack's.
    public var environment: [String: InputTemplate] = [:]
    /// What later jobs may use, by name.
    public var outputs: [String: InputTemplate] = [:]
    /// How long it may take.
    public var timeout = defaultTimeout
    /// Whether the run goes on as if it had succeeded when it fails.
    public var continuesOnError = false
    /// What its steps may do, as far as it says so.
    public var permissions: Permissions?
    /// With what it is not done at the same time.
    public var concurrency: ConcurrencyDefinition?
    /// What is done, in order.
    public var steps: [StepDefinition]

    /// Makes a job.
    public init(id: String, needs: [String] = [], steps: [StepDefinition]) {
        self.id = id
        self.needs = needs
        self.steps = steps
    }

    /// Every reference in it.
    var references: [Reference] {
        let values = Array(environment.values) + outputs.values + (matrix?.values ?? [])
        return values.flatMap(\.references) + (condition?.expression.references ?? []).map(\.reference)
            + (concurrency?.group.references ?? []).map(\.reference) + steps.flatMap(\.references)
    }
}
