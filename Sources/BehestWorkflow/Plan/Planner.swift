public import BehestGrammar
public import FoundationEssentials

/// Turns what was understood into what will be done.
public struct Planner: Sendable {
    private let definitions: [String: WorkflowDefinition]
    private let environment: [String: String]
    private let agents: [AgentSignature]

    /// Makes a planner of workflows; of two for the same intent the first one counts.
    ///
    /// - Parameters:
    ///   - definitions: The workflows.
    ///   - environment: The variables that Behest was started with, of which packs can read those that begin with
    ///     `BEHEST_`.
    ///   - agents: The agents, which say whether they can confine what they do.
    public init(
        _ definitions: [WorkflowDefinition],
        environment: [String: String] = ProcessInfo.processInfo.environment,
        agents: [AgentSignature] = []
    ) {
        self.agents = agents
        self.environment = environment.filter { EnvironmentPolicy.isSetting($0.key) }
        self.definitions = Dictionary(definitions.map { ($0.intent, $0) }) { first, _ in first }
    }

    /// What begins workflows without words, by the names of their intents in order.
    public var triggers: [(intent: String, trigger: Trigger)] {
        definitions.sorted { $0.key < $1.key }.flatMap { intent, definition in
            definition.triggers.map { (intent, $0) }
        }
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
        let slots = interpretation.slots.map { ($0.name, JSONValue($0.value)) }
        return try plan(
            interpretation.intent,
            slots: Dictionary(slots) { first, _ in first },
            words: words,
            workspace: workspace
        )
    }

    /// Makes the plan of an intent whose slots are known.
    ///
    /// - Parameters:
    ///   - intent: The intent.
    ///   - slots: Its slots.
    ///   - origin: Where they come from; `nil` for what was said.
    ///   - words: What it is called.
    ///   - workspace: The path of the workspace in which it is to be done.
    /// - Returns: The plan; a required slot that is missing is no error but one of its questions.
    /// - Throws: ``PlanError`` when the intent has no workflow or a value may not be used as the workflow uses it.
    public func plan(
        _ intent: String,
        slots: [String: JSONValue],
        from origin: Origin? = nil,
        words: String,
        workspace: String
    ) throws(PlanError) -> Plan {
        guard let definition = definitions[intent] else {
            throw PlanError(
                .noWorkflow,
                "Nothing is defined for the intent '\(intent)'. Add it to the pack's 'workflows'."
            )
        }
        var plan = Plan(
            intent: definition.intent,
            words: words,
            workspace: workspace,
            slots: slots,
            slotOrigin: origin,
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
        if !definition.environment.isEmpty {
            let values = definition.environment.mapValues(PlannedInput.deferred)
            var resolver = StepResolver(step: definition.intent, context: plan.context, mayDefer: true)
            plan.environment = try resolver.environment(values)
        }
        let context = plan.context
        plan.priority = definition.priority == .normal ? nil : definition.priority
        plan.concurrency = try PlannedConcurrency(definition.concurrency, of: "the workflow", in: context)
        let planner = StepPlanner(context: context, permissions: definition.permissions, agents: agents)
        plan.steps = try planner.plan(definition.steps)
        for job in definition.jobs { try plan.add(job, by: planner) }
        guard let offer = definition.offer else { return plan }
        plan.offer = Plan.Offer(
            look: try planner.plan(offer.look),
            question: offer.question,
            steps: try planner.plan(offer.steps),
            say: offer.say
        )
        return plan
    }
}

extension WorkflowDefinition {
    /// The names that follow `env.` anywhere in it.
    fileprivate var namesInEnvironment: Set<String> {
        let offered = offer.map { [$0.look] + $0.steps } ?? []
        let texts = [say, offer?.question, offer?.say, concurrency?.group].compactMap(\.self)
        let references =
            (steps + offered).flatMap(\.references) + jobs.flatMap(\.references)
            + environment.values.flatMap(\.references) + texts.flatMap { $0.references.map(\.reference) }
        return Set(references.compactMap(\.environmentName))
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
