/// One step of a plan.
public struct PlannedStep: Sendable, Hashable, Codable {
    /// The step's name within the plan, or within its job.
    public var id: String
    /// The planned job it belongs to; `nil` in a plan without jobs.
    public var job: String?
    /// When it is done, as far as that is not known yet; `nil` for as long as nothing has failed.
    public var condition: Condition?
    /// Why it is not done at all; `nil` when it is.
    public var skipped: String?
    /// The agent that carries it out.
    public var agent: String
    /// The inputs by name.
    public var inputs: [String: PlannedInput]
    /// The program and its arguments, for a `run` step.
    public var arguments: [PlannedInput]?
    /// The script of the pack that the program runs; its text is among the arguments.
    public var script: String?
    /// The environment values by name; besides those of the plan and of the job.
    public var environment: [String: PlannedInput]
    /// The folder in which the program runs, from the workspace; `nil` for the workspace itself.
    public var directory: String?
    /// What it may do, with what its workflow and its job allow; `nil` for what every step may.
    public var permissions: Permissions?
    /// How long it may take, in minutes.
    public var timeoutMinutes: Double
    /// How long it may give no sign of life; `nil` for any time.
    public var signsOfLife: SignsOfLife?
    /// Whether the steps after it are done even if it fails.
    public var continuesOnError: Bool
    /// How often and when it is tried again; `nil` for never.
    public var retry: RetryPolicy?
    /// The steps that take it back, in order; `nil` for none.
    public var undo: [PlannedStep]?
    /// Who would be asked, for a step that gives its task to a team.
    public var forecast: TeamForecast?

    /// How long it may take.
    public var timeout: Duration { .seconds(timeoutMinutes * 60) }
}

extension PlannedStep {
    /// Makes the step of a plan in which every value is still open.
    init(_ definition: StepDefinition, job: String? = nil) {
        self.init(
            id: definition.id,
            job: job,
            condition: definition.condition,
            agent: AgentSignature.shellName,
            inputs: [:],
            arguments: nil,
            environment: definition.environment.mapValues(PlannedInput.deferred),
            timeoutMinutes: definition.timeout.inMinutes,
            signsOfLife: definition.signsOfLife,
            continuesOnError: definition.continuesOnError,
            retry: definition.retry,
            undo: definition.undo.isEmpty ? nil : definition.undo.map { PlannedStep($0, job: job) }
        )
        switch definition.action {
        case .agent(let name, let inputs):
            agent = name
            self.inputs = inputs.mapValues(PlannedInput.deferred)
        case .command(let arguments):
            self.arguments = arguments.map(PlannedInput.deferred)
        case .script(let script, let arguments):
            self.script = script.name
            self.arguments =
                script.command.map { .known(TracedValue(.string($0), from: .pack)) }
                + arguments.map(PlannedInput.deferred)
        }
    }

    /// The step's name, with its job's where there are jobs.
    public var path: String { job.map { "\($0)/\(id)" } ?? id }
}

extension Duration {
    /// The length in minutes.
    var inMinutes: Double { (Double(components.seconds) + Double(components.attoseconds) / 1e18) / 60 }
}

extension PlannedStep {
    /// The arguments that the pack gives: for a script those behind its interpreter and its text.
    public var givenArguments: [PlannedInput] {
        let arguments = arguments ?? []
        guard script != nil, let program = arguments.first?.known?.value.text,
            let interpreter = ScriptDefinition.Interpreter(rawValue: program)
        else { return arguments }
        return Array(arguments.dropFirst(ScriptDefinition(name: "", interpreter: interpreter, text: "").command.count))
    }
}
