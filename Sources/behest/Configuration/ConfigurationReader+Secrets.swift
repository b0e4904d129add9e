internal import BehestAgents
internal import BehestGrammar
internal import BehestWorkflow

/// Where secrets come from.
extension ConfigurationReader {
    private static let sourceKeys = ["environment", "file", "command"]

    mutating func secrets(_ node: PackNode) -> [String: SecretStore.Source] {
        guard let entries = node.entries else {
            log.error(
                "wrong-kind",
                "'secrets' is \(node.kindName), not a mapping of names",
                at: node.range,
                hint: "write {DEPLOY_TOKEN: {file: ~/.config/deploy-token}}"
            )
            return [:]
        }
        var sources: [String: SecretStore.Source] = [:]
        for entry in log.distinct(entries) {
            sources[entry.key.text ?? ""] = source(entry.value, of: entry.key.text ?? "")
        }
        return sources
    }

    private mutating func source(_ node: PackNode, of name: String) -> SecretStore.Source? {
        let fields = log.fields(of: node, "a secret", keys: Self.sourceKeys, later: [])
        guard fields.count == 1, let (key, value) = fields.first else {
            if node.entries != nil, fields.count == node.entries?.count {
                let message = "the secret '\(name)' has one of \(Self.sourceKeys.joined(separator: ", "))"
                log.error("wrong-kind", message, at: node.range)
            }
            return nil
        }
        switch key {
        case "environment": return variableName(value, "environment").map { .environment($0) }
        case "command": return program(value, "command", example: "[pass, show, deploy]").map { .command($0) }
        default:
            guard let path = text(value, "file") else { return nil }
            if !path.hasPrefix("/"), !path.hasPrefix("~/") {
                log.error("unknown-value", "'\(path)' begins neither with '/' nor with '~/'", at: value.range)
            }
            return .file(path)
        }
    }
}
