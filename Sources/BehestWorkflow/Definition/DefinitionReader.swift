import BehestGrammar

/// Reads the workflow of one intent.
struct DefinitionReader {
    let intent: String
    /// The intent's slots; `nil` when there is no such intent, so that nothing is said about them.
    private(set) var slots: Set<String>?
    /// The intents of the pack with their slots.
    let intents: [String: Set<String>]
    let agents: [AgentSignature]
    var log: DiagnosticLog

    private static let keys = ["ask", "confirm", "risk", "steps", "say", "undo", "offer"]
    private static let laterKeys = [
        "jobs", "on", "env", "concurrency", "outputs", "retry", "if", "needs", "strategy", "name", "defaults",
        "permissions", "timeout-minutes", "run-name",
    ]

    init(intent: String, intents: [String: Set<String>], agents: [AgentSignature], log: DiagnosticLog) {
        self.intent = intent
        self.intents = intents
        slots = intents[intent]
        self.agents = agents
        self.log = log
    }

    mutating func read(_ node: PackNode) -> WorkflowDefinition? {
        let fields = log.fields(of: node, "a workflow", keys: Self.keys, later: Self.laterKeys)
        guard node.entries != nil else { return nil }
        var definition = WorkflowDefinition(intent: intent, steps: [])
        if let ask = fields["ask"] {
            var reader = QuestionReader(slots: slots, log: log)
            definition.questions = reader.read(ask)
            log = reader.log
            slots?.formUnion(definition.questions.filter(\.isDictated).map(\.slot))
        }
        if let confirm = fields["confirm"] {
            log.choice(confirm, of: "confirm", as: WorkflowDefinition.Confirmation.self)
                .map { definition.confirmation = $0 }
        }
        if let risk = fields["risk"] {
            log.choice(risk, of: "risk", as: WorkflowDefinition.Risk.self).map { definition.risk = $0 }
        }
        var scope = ReferenceScope(slots: slots)
        if let steps = fields["steps"] {
            definition.steps = readSteps(steps, scope: &scope)
            if steps.elements?.isEmpty == true, fields["say"] == nil {
                log.error(
                    "no-steps",
                    "the workflow '\(intent)' does nothing and says nothing",
                    at: steps.range,
                    hint: "give it steps, or something to 'say'"
                )
            }
        } else {
            log.error("no-steps", "the workflow '\(intent)' has no 'steps'", at: node.range)
        }
        if let say = fields["say"] { definition.say = log.template(say, of: "say", scope: scope) }
        if let undo = fields["undo"] { definition.undo = readUndo(undo) }
        if let offer = fields["offer"] { definition.offer = readOffer(offer) }
        return definition
    }

    private mutating func readUndo(_ node: PackNode) -> String? {
        guard let name = node.text else {
            log.error("wrong-kind", "'undo' is \(node.kindName), not the name of an intent", at: node.range)
            return nil
        }
        guard intents[name] == nil else { return name }
        let hint = Suggestion.nearest(to: name, in: intents.keys)
        log.error("unknown-intent", "there is no intent '\(name)'", at: node.range, hint: hint)
        return nil
    }

    mutating func readSteps(_ node: PackNode, scope: inout ReferenceScope) -> [StepDefinition] {
        // None at all is a workflow that only says something.
        guard let elements = node.elements else {
            log.error("wrong-kind", "'steps' is \(node.kindName), not a list of steps", at: node.range)
            return []
        }
        let written = elements.compactMap { $0["id"]?.text }
        scope.laterSteps = Set(written)
        var steps: [StepDefinition] = []
        for (index, element) in elements.enumerated() {
            var reader = StepReader(agents: agents, scope: scope, log: log)
            let step = reader.read(element, number: index + 1)
            log = reader.log
            guard let step else { continue }
            if scope.steps.contains(step.id) {
                let place = element["id"]?.range ?? element.range
                log.error("duplicate-step", "there are two steps '\(step.id)'", at: place)
            }
            scope.steps.insert(step.id)
            scope.laterSteps.remove(step.id)
            steps.append(step)
        }
        return steps
    }
}
