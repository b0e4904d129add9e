import BehestGrammar

/// Reads the workflow of one intent.
struct DefinitionReader {
    let intent: String
    /// The intent's slots; `nil` when there is no such intent, so that nothing is said about them.
    private(set) var slots: Set<String>?
    /// The intents of the pack with their slots.
    let intents: [String: Set<String>]
    let parts: WorkflowParts
    /// The environment given to all steps, with the origins that its values can have.
    private var environment: [String: Origin] = [:]
    var log: DiagnosticLog

    private static let keys = [
        "ask", "confirm", "risk", "on", "env", "priority", "concurrency", "steps", "jobs", "say", "undo", "offer",
        "permissions",
    ]
    private static let laterKeys = ["outputs", "name", "defaults", "timeout-minutes", "run-name"]

    init(intent: String, intents: [String: Set<String>], parts: WorkflowParts, log: DiagnosticLog) {
        self.intent = intent
        self.intents = intents
        slots = intents[intent]
        self.parts = parts
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
        if let on = fields["on"] { definition.triggers = readTriggers(on, of: definition) }
        if let env = fields["env"] { definition.environment = readEnvironment(env) }
        definition.priority =
            fields["priority"].flatMap { log.choice($0, of: "priority", as: WorkflowDefinition.Priority.self) }
            ?? .normal
        definition.permissions = log.permissions(fields["permissions"])
        definition.concurrency = fields["concurrency"].flatMap { log.concurrency($0, scope: baseScope) }
        let scope = readWork(fields, of: node, into: &definition)
        if let say = fields["say"] { definition.say = log.template(say, of: "say", scope: scope) }
        if let undo = fields["undo"] { definition.undo = readUndo(undo) }
        if let offer = fields["offer"] { definition.offer = readOffer(offer) }
        return definition
    }

    /// What every expression of the workflow may refer to.
    var baseScope: ReferenceScope {
        var scope = ReferenceScope(slots: slots)
        scope.environment = environment
        return scope
    }

    /// Reads the steps or the jobs.
    ///
    /// - Returns: what may be referred to when they are done.
    private mutating func readWork(
        _ fields: [String: PackNode],
        of node: PackNode,
        into definition: inout WorkflowDefinition
    ) -> ReferenceScope {
        switch (fields["steps"], fields["jobs"]) {
        case (_?, let jobs?):
            log.error("steps-and-jobs", "a workflow has either 'steps' or 'jobs', not both", at: jobs.range)
            return baseScope
        case (nil, let jobs?):
            definition.jobs = readJobs(jobs)
            return closingScope(of: definition.jobs)
        case (let steps?, nil):
            var scope = baseScope
            definition.steps = log.steps(steps, parts: parts, scope: &scope)
            if steps.elements?.isEmpty == true, fields["say"] == nil {
                log.error(
                    "no-steps",
                    "the workflow '\(intent)' does nothing and says nothing",
                    at: steps.range,
                    hint: "give it steps, or something to 'say'"
                )
            }
            return scope
        case (nil, nil):
            log.error("no-steps", "the workflow '\(intent)' has no 'steps'", at: node.range)
            return baseScope
        }
    }

    private mutating func readTriggers(_ node: PackNode, of definition: WorkflowDefinition) -> [Trigger] {
        let required = definition.questions.filter { !$0.isOptional }.map(\.slot)
        var reader = TriggerReader(slots: slots, required: required, log: log)
        let triggers = reader.read(node)
        log = reader.log
        if definition.risk == .high {
            let message = "what can do much harm is never begun without a person"
            log.error("risky-trigger", message, at: node.range, hint: "leave 'on' or 'risk: high' out")
        }
        return triggers
    }

    private mutating func readEnvironment(_ node: PackNode) -> [String: InputTemplate] {
        var scope = baseScope
        scope.steps = nil
        var reader = EnvironmentReader(scope: scope, log: log)
        let values = reader.read(node)
        log = reader.log
        environment = values.mapValues { $0.possibleOrigin(scope.origin) }
        return values
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
}
