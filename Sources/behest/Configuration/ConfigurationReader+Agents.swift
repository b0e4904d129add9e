internal import BehestAgents
internal import BehestGrammar
internal import BehestWorkflow

/// The agents of the team.
extension ConfigurationReader {
    private static let agentKeys = [
        "uses", "with", "run", "skills", "languages", "paths", "cost", "at-once", "trusted", "permissions",
        "timeout-minutes", "silence-minutes", "health",
    ]

    mutating func agents(_ node: PackNode) -> [TeamMember] {
        guard let entries = node.entries else {
            log.error(
                "wrong-kind",
                "'agents' is \(node.kindName), not a mapping",
                at: node.range,
                hint: "write 'claude: {uses: coder/change, with: {agent: claude}, skills: [change]}' under it"
            )
            return []
        }
        return log.distinct(entries).compactMap { agent($0) }
    }

    private mutating func agent(_ entry: PackNode.Entry) -> TeamMember? {
        let name = entry.key.text ?? ""
        guard isPlainName(name) else {
            log.error("unknown-value", "'\(name)' is no name for an agent", at: entry.key.range)
            return nil
        }
        let fields = log.fields(of: entry.value, "the agent '\(name)'", keys: Self.agentKeys, later: [])
        guard entry.value.entries != nil, let work = work(fields, of: name, at: entry.value) else { return nil }
        var member = TeamMember(name: name, work: work)
        member.skills = fields["skills"].map { words($0, "skills") } ?? []
        member.languages = fields["languages"].map { words($0, "languages") } ?? []
        member.paths = fields["paths"].map { paths($0) } ?? []
        if let cost = fields["cost"] { log.number(cost, of: "cost", in: 0...1_000).map { member.cost = $0 } }
        if let atOnce = fields["at-once"] {
            log.integer(atOnce, of: "at-once", in: 1...1_000).map { member.atOnce = $0 }
        }
        if let trusted = fields["trusted"] { flag(trusted, "trusted").map { member.isTrusted = $0 } }
        member.permissions = log.permissions(fields["permissions"])
        member.timeoutMinutes = fields["timeout-minutes"].flatMap { minutes($0, "timeout-minutes") }
        member.silenceMinutes = fields["silence-minutes"].flatMap { minutes($0, "silence-minutes") }
        member.check = fields["health"].flatMap { installed($0, "health", example: "[codex, login, status]") }
        return member
    }

    private mutating func work(_ fields: [String: PackNode], of name: String, at node: PackNode) -> TeamMember.Work? {
        switch (fields["uses"], fields["run"]) {
        case (let uses?, nil):
            guard uses.text == CoderAgent.change else {
                log.error(
                    "unknown-agent",
                    "'\(uses.text ?? uses.kindName)' is no agent that can be given a task",
                    at: uses.range,
                    hint: "write 'uses: \(CoderAgent.change)', or a program under 'run'"
                )
                return nil
            }
            return .agent(CoderAgent.change, inputs: fields["with"].map { constants($0) } ?? [:])
        case (nil, let run?):
            if let with = fields["with"] {
                log.error("misplaced-key", "'with' belongs to 'uses', not to 'run'", at: with.range)
            }
            return installed(run, "run", example: "[reviewer, --json]").map { .program($0) }
        case (_?, let run?):
            log.error("two-actions", "an agent has either 'uses' or 'run', not both", at: run.range)
        case (nil, nil):
            if node.entries?.isEmpty == true || !fields.isEmpty {
                log.error("no-action", "the agent '\(name)' has neither 'uses' nor 'run'", at: node.range)
            }
        }
        return nil
    }

    /// The inputs of an agent that stay the same; what the task is comes from the pack.
    private mutating func constants(_ node: PackNode) -> [String: JSONValue] {
        let signature = CoderAgent.signature
        let keys = signature.required.union(signature.optional).subtracting(["task"]).sorted()
        let fields = log.fields(of: node, "'with'", keys: keys, later: [])
        let reason = "what an agent is always given is fixed by the configuration"
        return fields.sorted { $0.key < $1.key }.reduce(into: [:]) { inputs, field in
            inputs[field.key] = log.constantValue(field.value, of: field.key, because: reason)
        }
    }

    /// A program by its name or its whole path: what lies in a workspace is the project's.
    private mutating func installed(_ node: PackNode, _ key: String, example: String) -> [String]? {
        guard let arguments = program(node, key, example: example) else { return nil }
        if let program = arguments.first, program.contains("/"), !program.hasPrefix("/") {
            let message = "'\(program)' is neither the name of a program nor its whole path"
            log.error("unknown-value", message, at: node.range)
        }
        return arguments
    }

    private mutating func paths(_ node: PackNode) -> [String] {
        let paths = words(node, "paths")
        for path in paths where path.hasPrefix("/") || path.hasPrefix("~") || path.split(separator: "/").contains("..")
        {
            log.error(
                "unknown-value",
                "'\(path)' does not lead into a workspace",
                at: node.range,
                hint: "write a path from there, such as 'Sources/**'"
            )
        }
        return paths
    }

    private mutating func minutes(_ node: PackNode, _ key: String) -> Double? {
        log.minutes(node, of: key).map { $0 / .seconds(60) }
    }
}
