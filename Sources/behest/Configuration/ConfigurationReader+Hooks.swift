internal import BehestAgents
internal import BehestGrammar
internal import BehestWorkflow

/// Who may begin workflows by webhooks.
extension ConfigurationReader {
    /// The hooks, by the names that packs use.
    mutating func hooks(_ node: PackNode) -> [String: Configuration.Hook] {
        guard let entries = node.entries else {
            log.error(
                "wrong-kind",
                "'hooks' is \(node.kindName), not a mapping of names",
                at: node.range,
                hint: "write {release: {secret: {file: ~/.config/release-hook}}}"
            )
            return [:]
        }
        var hooks: [String: Configuration.Hook] = [:]
        for entry in log.distinct(entries) {
            let name = log.name(entry.key, of: "webhook")
            hook(entry.value, name).map { hooks[name] = $0 }
        }
        return hooks
    }

    private mutating func hook(_ node: PackNode, _ name: String) -> Configuration.Hook? {
        let fields = log.fields(of: node, "the hook '\(name)'", keys: ["secret", "signature"], later: [])
        guard node.entries != nil else { return nil }
        var signing = IncomingWebhook.Signing.standard
        if let signature = fields["signature"] {
            guard let choice = signature.text.flatMap(IncomingWebhook.Signing.init) else {
                log.error("unknown-value", "'signature' is standard or github", at: signature.range)
                return nil
            }
            signing = choice
        }
        guard let secret = fields["secret"] else {
            let message = "the hook '\(name)' has no 'secret', by which its sender is known"
            log.error("missing-key", message, at: node.range, hint: Self.secretHint)
            return nil
        }
        return self.secret(secret, "secret").map { Configuration.Hook(signing: signing, secret: $0) }
    }
}
