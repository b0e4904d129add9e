internal import BehestAgents
internal import BehestGrammar
internal import BehestWorkflow

/// The coding agents that packs can set to work.
extension ConfigurationReader {
    private static let coderKeys = ["profile", "command", "arguments", "environment", "model", "write", "read"]

    mutating func coders(_ node: PackNode) -> [Coder] {
        guard let entries = node.entries else {
            log.error(
                "wrong-kind",
                "'coders' is \(node.kindName), not a mapping",
                at: node.range,
                hint: "write 'claude: {profile: claude}' under it"
            )
            return []
        }
        return log.distinct(entries).compactMap { coder($0) }
    }

    private mutating func coder(_ entry: PackNode.Entry) -> Coder? {
        let name = entry.key.text ?? ""
        guard isPlainName(name) else {
            log.error("unknown-value", "'\(name)' is no name for a coding agent", at: entry.key.range)
            return nil
        }
        let fields = log.fields(of: entry.value, "the coding agent '\(name)'", keys: Self.coderKeys, later: [])
        guard entry.value.entries != nil else { return nil }
        guard let kind = fields["profile"] else {
            let kinds = CoderProfile.allCases.map(\.rawValue).joined(separator: ", ")
            log.error(
                "missing-key",
                "the coding agent '\(name)' has no 'profile'",
                at: entry.value.range,
                hint: "it is one of \(kinds)"
            )
            return nil
        }
        guard let profile = log.choice(kind, of: "profile", as: CoderProfile.self) else { return nil }
        var command: [String] = []
        if let node = fields["command"] {
            command = program(node, "command", example: "[claude]") ?? []
            // It runs in a working tree, whose files are the project's and the agent's.
            if let program = command.first, program.contains("/"), !program.hasPrefix("/") {
                log.error(
                    "unknown-value",
                    "'\(program)' is neither the name of a program nor its whole path",
                    at: node.range
                )
            }
        } else if profile.program == nil {
            log.error(
                "missing-key",
                "the coding agent '\(name)' has no 'command', and 'generic' has none of its own",
                at: entry.value.range,
                hint: "write the program and its arguments as a list"
            )
        }
        return Coder(
            name: name,
            profile: profile,
            command: command,
            arguments: fields["arguments"].map { words($0, "arguments") } ?? [],
            environment: Set(fields["environment"].map { variables($0) } ?? []),
            model: fields["model"].flatMap { model($0) },
            write: fields["write"].map { places($0, "write") } ?? [],
            read: fields["read"].map { places($0, "read") } ?? []
        )
    }

    /// Texts of one line each.
    mutating func words(_ node: PackNode, _ key: String) -> [String] {
        guard let elements = node.elements else {
            log.error("wrong-kind", "'\(key)' is \(node.kindName), not a list", at: node.range)
            return []
        }
        return elements.compactMap { text($0, key) }
    }

    /// Paths that do not hang on where they are used.
    private mutating func places(_ node: PackNode, _ key: String) -> [String] {
        guard let elements = node.elements else {
            log.error("wrong-kind", "'\(key)' is \(node.kindName), not a list", at: node.range)
            return []
        }
        return elements.compactMap { element in
            guard let path = text(element, key) else { return nil }
            guard path.hasPrefix("/") || path.hasPrefix("~/"), !path.split(separator: "/").contains("..") else {
                log.error(
                    "unknown-value",
                    "'\(path)' is no path from the root or from the home folder",
                    at: element.range,
                    hint: "write it as '/opt/tool' or '~/.cache/tool', without '..'"
                )
                return nil
            }
            return path
        }
    }

    private mutating func variables(_ node: PackNode) -> [String] {
        guard let elements = node.elements else {
            let hint = "write [ANTHROPIC_API_KEY]"
            log.error("wrong-kind", "'environment' is \(node.kindName), not a list", at: node.range, hint: hint)
            return []
        }
        return elements.compactMap { element in
            guard let name = text(element, "environment") else { return nil }
            if name.contains("=") || name.contains(" ") {
                log.error(
                    "unknown-value",
                    "'environment' has the names of variables only, and no values",
                    at: element.range,
                    hint: "keys do not belong into files: put them into the environment of Behest"
                )
                return nil
            }
            return name
        }
    }

    /// A name of a model, which becomes an argument.
    private mutating func model(_ node: PackNode) -> String? {
        guard let name = text(node, "model") else { return nil }
        guard !name.hasPrefix("-") else {
            log.error("unknown-value", "'\(name)' is not the name of a model", at: node.range)
            return nil
        }
        return name
    }

    func isPlainName(_ name: String) -> Bool {
        !name.isEmpty && !name.hasPrefix("-")
            && name.utf8.allSatisfy {
                (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0) || "-_.".utf8.contains($0)
            }
    }
}
