public import BehestGrammar
public import FoundationEssentials

/// Turns what was understood into what will be done.
public struct Planner: Sendable {
    private let definitions: [String: WorkflowDefinition]
    private let environment: [String: String]

    /// Makes a planner of workflows; of two for the same intent the first one counts.
    ///
    /// - Parameters:
    ///   - definitions: The workflows.
    ///   - environment: The variables that Behest was started with, of which packs can read those that begin with
    ///     `BEHEST_`.
    public init(
        _ definitions: [WorkflowDefinition],
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) {
        self.environment = environment.filter { EnvironmentPolicy.isSetting($0.key) }
        self.definitions = Dictionary(definitions.map { ($0.intent, $0) }) { first, _ in first }
    }

    /// The workflow of an intent, if it has one.
    public func definition(for intent: String) -> WorkflowDefinition? { definitions[intent] }

    /// Makes the plan for an interpretation.
    ///
    /// - Parameters:
    ///   - interpretation: What was understood.
    ///   - words: The transcript that was understood so.
    ///   - workspace: The path of the workspace in which it is to be done.
    /// - Returns: The plan; a required slot that was not said is no error but one of its questions.
    /// - Throws: ``PlanError`` when the intent has no workflow or a value may not be used as the workflow uses it.
    public func plan(
        _ interpretation: Interpretation,
        words: String,
        workspace: String
    ) throws(PlanError) -> Plan {
        guard let definition = definitions[interpretation.intent] else {
            throw PlanError(
                .noWorkflow,
                "Nothing is defined for the intent '\(interpretation.intent)'. Add it to the pack's 'workflows'."
            )
        }
        let slots = interpretation.slots.map { ($0.name, JSONValue($0.value)) }
        var plan = Plan(
            intent: definition.intent,
            words: words,
            workspace: workspace,
            slots: Dictionary(slots) { first, _ in first },
            settings: environment.filter { definition.namesInEnvironment.contains($0.key) },
            questions: [],
            confirmation: definition.confirmation,
            risk: definition.risk,
            steps: [],
            say: definition.say
        )
        let open = definition.questions.filter { (plan.slots[$0.slot]?.asText ?? "").isEmpty }
        plan.questions = open.filter { !$0.isOptional }
        for question in open where question.isOptional { plan.slots[question.slot] = question.fallback }
        for step in definition.steps {
            plan.steps.append(try PlannedStep(step).resolved(in: plan.context, mayDefer: true))
        }
        guard let offer = definition.offer else { return plan }
        var planned = Plan.Offer(
            look: try PlannedStep(offer.look).resolved(in: plan.context, mayDefer: true),
            question: offer.question,
            steps: [],
            say: offer.say
        )
        for step in offer.steps {
            planned.steps.append(try PlannedStep(step).resolved(in: plan.context, mayDefer: true))
        }
        plan.offer = planned
        return plan
    }
}

extension WorkflowDefinition {
    /// The names that follow `env.` anywhere in it.
    fileprivate var namesInEnvironment: Set<String> {
        let offered = offer.map { [$0.look] + $0.steps } ?? []
        let templates = (steps + offered).flatMap { step -> [InputTemplate] in
            switch step.action {
            case .agent(_, let inputs): Array(inputs.values) + step.environment.values
            case .command(let arguments): arguments + step.environment.values
            }
        }
        let texts = [say, offer?.question, offer?.say].compactMap(\.self)
        let references = templates.flatMap(\.references) + texts.flatMap { $0.references.map(\.reference) }
        return references.reduce(into: []) { names, reference in
            if case .environment(let name) = reference { names.insert(name) }
        }
    }
}

extension PlannedStep {
    /// Makes the step of a plan in which every value is still open.
    init(_ definition: StepDefinition) {
        let seconds = Double(definition.timeout.components.seconds)
        let fraction = Double(definition.timeout.components.attoseconds) / 1e18
        self.init(
            id: definition.id,
            agent: AgentSignature.shellName,
            inputs: [:],
            arguments: nil,
            environment: definition.environment.mapValues(PlannedInput.deferred),
            timeoutMinutes: (seconds + fraction) / 60,
            continuesOnError: definition.continuesOnError
        )
        switch definition.action {
        case .agent(let name, let inputs):
            agent = name
            self.inputs = inputs.mapValues(PlannedInput.deferred)
        case .command(let arguments):
            self.arguments = arguments.map(PlannedInput.deferred)
        }
    }
}

extension JSONValue {
    /// The value of a slot.
    public init(_ slot: SlotValue) {
        switch slot {
        case .text(let text): self = .string(text)
        case .integer(let integer): self = .number(Double(integer))
        case .number(let number): self = .number(number)
        case .boolean(let boolean): self = .boolean(boolean)
        case .list(let values): self = .list(values.map { JSONValue($0) })
        case .null: self = .null
        }
    }
}
