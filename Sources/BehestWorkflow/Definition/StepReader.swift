import BehestGrammar

/// Reads one step.
struct StepReader {
    let parts: WorkflowParts
    var scope: ReferenceScope
    var log: DiagnosticLog

    private static let keys = [
        "id", "if", "uses", "run", "with", "env", "working-directory", "timeout-minutes", "start-minutes",
        "silence-minutes", "continue-on-error", "retry", "undo", "permissions",
    ]
    private static let laterKeys = ["needs", "strategy", "shell", "name", "outputs", "concurrency"]
    private static let undoKeys = ["uses", "run", "with", "env", "working-directory", "timeout-minutes", "permissions"]

    mutating func read(_ node: PackNode, number: Int) -> StepDefinition? {
        let fields = log.fields(of: node, "a step", keys: Self.keys, later: Self.laterKeys)
        guard node.entries != nil else { return nil }
        let id = fields["id"].map { log.name($0, of: "step") } ?? "step-\(number)"
        let outer = scope
        var step = readWork(fields, of: node, id: id)
        // It is decided on before the step's own environment is given.
        step.condition = fields["if"].flatMap { log.condition($0, scope: outer) }
        if let flag = fields["continue-on-error"] {
            step.continuesOnError = log.flag(flag, of: "continue-on-error") ?? false
        }
        if let retry = fields["retry"] {
            var reader = RetryReader(log: log)
            step.retry = reader.read(retry)
            log = reader.log
        }
        if let undo = fields["undo"] { step.undo = readUndo(undo, of: id, in: outer) }
        return step
    }

    /// What is done and with what.
    private mutating func readWork(_ fields: [String: PackNode], of node: PackNode, id: String) -> StepDefinition {
        // The environment first: the other values may refer to it, and it may not refer to itself.
        var environment: [String: InputTemplate] = [:]
        if let env = fields["env"] {
            var reader = EnvironmentReader(scope: scope, log: log)
            environment = reader.read(env)
            log = reader.log
        }
        let outer = scope
        for (name, value) in environment { scope.environment[name] = value.possibleOrigin(outer.origin) }
        let action = readAction(fields, of: node)
        var step = StepDefinition(id: id, action: action ?? .command([]), environment: environment)
        if let minutes = fields["timeout-minutes"] {
            step.timeout = log.minutes(minutes, of: "timeout-minutes") ?? step.timeout
        }
        let signs = SignsOfLife(
            startMinutes: fields["start-minutes"].flatMap { log.minutes($0, of: "start-minutes") }?.inMinutes,
            silenceMinutes: fields["silence-minutes"].flatMap { log.minutes($0, of: "silence-minutes") }?.inMinutes
        )
        if signs != SignsOfLife() { step.signsOfLife = signs }
        if let folder = fields["working-directory"] {
            step.directory = readDirectory(folder, isRun: fields["run"] != nil)
        }
        step.permissions = log.permissions(fields["permissions"])
        return step
    }

    /// One step or several, which may use what the step itself has returned.
    private mutating func readUndo(_ node: PackNode, of id: String, in outer: ReferenceScope) -> [StepDefinition] {
        let nodes = node.elements ?? [node]
        var steps: [StepDefinition] = []
        for (index, node) in nodes.enumerated() {
            guard node.entries != nil else {
                let hint = "write it as a step: {run: [program, argument]}"
                log.error("wrong-kind", "'undo' is \(node.kindName), not a step", at: node.range, hint: hint)
                continue
            }
            let fields = log.fields(of: node, "a step under 'undo'", keys: Self.undoKeys, later: [])
            scope = outer
            scope.steps?.insert(id)
            steps.append(readWork(fields, of: node, id: "\(id)-undo-\(index + 1)"))
        }
        return steps
    }

    private mutating func readAction(_ fields: [String: PackNode], of node: PackNode) -> StepDefinition.Action? {
        switch (fields["uses"], fields["run"]) {
        case (let uses?, nil):
            return readAgent(uses, with: fields["with"])
        case (nil, let run?):
            if let with = fields["with"] {
                log.error("misplaced-key", "'with' belongs to 'uses', not to 'run'", at: with.range)
            }
            return run.entries == nil ? readCommand(run) : readScript(run)
        case (_?, let run?):
            log.error("two-actions", "a step has either 'uses' or 'run', not both", at: run.range)
            return nil
        case (nil, nil):
            log.error("no-action", "the step has neither 'uses' nor 'run'", at: node.range)
            return nil
        }
    }

    private mutating func readAgent(_ node: PackNode, with inputs: PackNode?) -> StepDefinition.Action? {
        guard let name = node.text else {
            log.error("wrong-kind", "'uses' is \(node.kindName), not an agent's name", at: node.range)
            return nil
        }
        let usable = parts.agents.filter { $0.name != AgentSignature.shellName }
        guard let signature = usable.first(where: { $0.name == name }) else {
            let names = usable.map(\.name).sorted()
            let list = names.isEmpty ? nil : "the agents are \(names.joined(separator: ", "))"
            log.error(
                "unknown-agent",
                "there is no agent '\(name)'",
                at: node.range,
                hint: name == AgentSignature.shellName
                    ? "write the command as a list under 'run'"
                    : Suggestion.nearest(to: name, in: names) ?? list
            )
            return nil
        }
        let known = signature.required.union(signature.optional).sorted()
        let fields = inputs.map { log.fields(of: $0, "'\(name)'", keys: known, later: []) } ?? [:]
        for missing in signature.required.subtracting(fields.keys).sorted() {
            log.error("missing-input", "'\(name)' needs the input '\(missing)'", at: inputs?.range ?? node.range)
        }
        var templates: [String: InputTemplate] = [:]
        for (key, value) in fields.sorted(by: { $0.key < $1.key }) {
            templates[key] = log.input(value, of: key, scope: scope)
        }
        log.checkTeam(signature, templates, at: fields, of: node, scope: scope)
        return .agent(name, inputs: templates)
    }
}
