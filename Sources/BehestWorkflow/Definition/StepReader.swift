import BehestGrammar

/// Reads one step.
struct StepReader {
    let agents: [AgentSignature]
    var scope: ReferenceScope
    var log: DiagnosticLog

    private static let keys = ["id", "uses", "run", "with", "env", "timeout-minutes", "continue-on-error"]
    private static let laterKeys = [
        "if", "retry", "undo", "needs", "strategy", "working-directory", "shell", "name", "outputs", "concurrency",
    ]

    mutating func read(_ node: PackNode, number: Int) -> StepDefinition? {
        let fields = log.fields(of: node, "a step", keys: Self.keys, later: Self.laterKeys)
        guard node.entries != nil else { return nil }
        let id = fields["id"].map { readID($0) } ?? "step-\(number)"
        // The environment first: the other values may refer to it, and it may not refer to itself.
        let environment = fields["env"].map { readEnvironment($0) } ?? [:]
        scope.environment = Set(environment.keys)
        let action = readAction(fields, of: node)
        var step = StepDefinition(id: id, action: action ?? .command([]), environment: environment)
        if let minutes = fields["timeout-minutes"] { step.timeout = readTimeout(minutes) ?? step.timeout }
        if let flag = fields["continue-on-error"] {
            switch flag.text {
            case "true": step.continuesOnError = true
            case "false": step.continuesOnError = false
            default: log.error("unknown-value", "'continue-on-error' is true or false", at: flag.range)
            }
        }
        return step
    }

    private mutating func readAction(_ fields: [String: PackNode], of node: PackNode) -> StepDefinition.Action? {
        switch (fields["uses"], fields["run"]) {
        case (let uses?, nil):
            return readAgent(uses, with: fields["with"])
        case (nil, let run?):
            if let with = fields["with"] {
                log.error("misplaced-key", "'with' belongs to 'uses', not to 'run'", at: with.range)
            }
            return readCommand(run)
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
        let usable = agents.filter { $0.name != AgentSignature.shellName }
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
        return .agent(name, inputs: templates)
    }

    private mutating func readCommand(_ node: PackNode) -> StepDefinition.Action? {
        guard let elements = node.elements, !elements.isEmpty else {
            log.error(
                "run-not-a-list",
                "'run' is \(node.elements == nil ? node.kindName : "empty"), not a list of arguments",
                at: node.range,
                hint: Self.listHint(for: node.text ?? "")
            )
            return nil
        }
        var arguments: [InputTemplate] = []
        for element in elements {
            guard element.text != nil else {
                log.error("wrong-kind", "an argument is \(element.kindName), not text", at: element.range)
                continue
            }
            guard let template = log.template(element, of: "run", scope: scope) else { continue }
            if arguments.isEmpty, template.possibleOrigin.isData {
                log.error(
                    "program-from-data",
                    "the program to run may not come from what was said or from what a step returned",
                    at: element.range,
                    hint: "name the program in the pack"
                )
            }
            if template.possibleOrigin.isData,
                CommandPolicy.runsData(arguments.map(\.constantText), at: arguments.count)
            {
                log.error(
                    "code-from-data",
                    "this program would run the argument as code, and what was said or returned is data",
                    at: element.range,
                    hint: "put the code into the pack, and give it the value as an argument of its own"
                )
            }
            arguments.append(template.references.isEmpty ? .constant(.string(template.source)) : .text(template))
        }
        return .command(arguments)
    }

    /// How shell text is written as a list of arguments.
    private static func listHint(for text: String) -> String {
        if TextTemplate.hasExpression(text) { return "write a list: a value becomes an argument, never shell text" }
        let words = text.split { $0.isWhitespace }
        if words.isEmpty { return "write the program and its arguments as a list" }
        return "write a list: [\(words.joined(separator: ", "))]"
    }

    private mutating func readEnvironment(_ node: PackNode) -> [String: InputTemplate] {
        guard let entries = node.entries else {
            log.error("wrong-kind", "'env' is \(node.kindName), not a mapping", at: node.range)
            return [:]
        }
        var values: [String: InputTemplate] = [:]
        for entry in log.distinct(entries) {
            let name = entry.key.text ?? ""
            if let objection = EnvironmentPolicy.objection(to: name) {
                log.error("environment-name", objection, at: entry.key.range)
            }
            guard entry.value.text != nil else {
                log.error("wrong-kind", "'\(name)' is \(entry.value.kindName), not text", at: entry.value.range)
                continue
            }
            values[name] = log.template(entry.value, of: name, scope: scope).map(InputTemplate.text)
        }
        return values
    }

    private mutating func readID(_ node: PackNode) -> String {
        let text = node.text ?? ""
        let isName = text.utf8.allSatisfy { byte in
            byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-") || (48...57).contains(byte)
                || (65...90).contains(byte) || (97...122).contains(byte)
        }
        if !isName || text.isEmpty || text.utf8.count > 64 || text.utf8.first.map({ $0 < 65 }) == true {
            log.error(
                "step-name",
                "'\(text)' is not a name for a step",
                at: node.range,
                hint: "a name begins with a letter and has letters, digits, '-' and '_' only"
            )
        }
        return text
    }

    private mutating func readTimeout(_ node: PackNode) -> Duration? {
        guard let text = node.text, let minutes = Double(text), minutes > 0, minutes <= 1440 else {
            log.error("unknown-value", "'timeout-minutes' is a number above 0 and at most 1440", at: node.range)
            return nil
        }
        return .seconds(minutes * 60)
    }
}
