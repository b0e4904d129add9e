internal import BehestAgents
internal import BehestGrammar
internal import BehestTransport
internal import BehestWorkflow

/// Where bug reports and events go.
extension ConfigurationReader {
    /// The forge of the tracker; `nil` for the folder of the workspace.
    mutating func tracker(_ node: PackNode) -> ForgeSettings? {
        let fields = log.fields(of: node, "'tracker'", keys: ["kind", "url", "repository", "token"], later: [])
        guard node.entries != nil else { return nil }
        guard let named = fields["kind"] else {
            log.error("missing-key", "'tracker' has no 'kind'", at: node.range, hint: Self.kindHint)
            return nil
        }
        if named.text == "folder" {
            for key in ["url", "repository", "token"] {
                guard let node = fields[key] else { continue }
                log.error("misplaced-key", "'\(key)' is for a forge, and the tracker is a folder", at: node.range)
            }
            return nil
        }
        guard let kind = named.text.flatMap(ForgeSettings.Kind.init) else {
            log.error("unknown-value", "'kind' is none that is known", at: named.range, hint: Self.kindHint)
            return nil
        }
        let address = self.address(fields["url"], usual: kind.usualAddress, of: node)
        let repository = self.repository(fields["repository"], kind, of: node)
        if fields["token"] == nil {
            log.error("missing-key", "'tracker' has no 'token'", at: node.range, hint: Self.secretHint)
        }
        let token = fields["token"].flatMap { secret($0, "token") }
        guard let address, let repository, let token else { return nil }
        return ForgeSettings(kind: kind, address: address, repository: repository, token: token)
    }

    /// The destinations of webhooks, by the names that packs use.
    mutating func webhooks(_ node: PackNode) -> [String: WebhookDestination] {
        guard let entries = node.entries else {
            log.error(
                "wrong-kind",
                "'webhooks' is not a mapping of names",
                at: node.range,
                hint: "write {ci: {url: …, secret: …}}"
            )
            return [:]
        }
        var destinations: [String: WebhookDestination] = [:]
        for entry in entries {
            guard let name = entry.key.text, !name.isEmpty else {
                log.error("wrong-kind", "the name of a webhook is not a text", at: entry.key.range)
                continue
            }
            guard let destination = self.destination(entry.value, name) else { continue }
            destinations[name] = destination
        }
        return destinations
    }

    private mutating func destination(_ node: PackNode, _ name: String) -> WebhookDestination? {
        let fields = log.fields(of: node, "the webhook '\(name)'", keys: ["url", "secret", "signature"], later: [])
        guard node.entries != nil else { return nil }
        var signing = WebhookDestination.Signing.standard
        if let signature = fields["signature"] {
            guard let choice = signature.text.flatMap(WebhookDestination.Signing.init) else {
                log.error("unknown-value", "'signature' is standard, github or none", at: signature.range)
                return nil
            }
            signing = choice
        }
        let address = self.address(fields["url"], usual: nil, of: node)
        switch (signing, fields["secret"]) {
        case (.none, let secret?):
            log.error("misplaced-key", "'secret' is to sign with, and 'signature' is none", at: secret.range)
        case (.standard, nil), (.github, nil):
            let hint = "\(Self.secretHint), or 'signature: none'"
            log.error("missing-key", "the webhook '\(name)' has no 'secret' to sign with", at: node.range, hint: hint)
        default: break
        }
        let secret = fields["secret"].flatMap { self.secret($0, "secret") }
        return address.map { WebhookDestination(address: $0, signing: signing, secret: secret) }
    }

    // MARK: - Values

    private static let kindHint = "write one of github, gitlab, forgejo, gitea, folder"
    static let secretHint = "write {environment: NAME}, {file: PATH} or {command: [PROGRAM, …]}"

    private mutating func address(_ node: PackNode?, usual: String?, of parent: PackNode) -> HTTPAddress? {
        guard let node else {
            guard let usual else {
                log.error("missing-key", "there is no 'url'", at: parent.range)
                return nil
            }
            return try? HTTPAddress(usual)
        }
        guard let text = text(node, "url") else { return nil }
        do throws(TransportError) {
            return try HTTPAddress(text)
        } catch {
            log.error("unknown-value", "'url' is no address that can be used", at: node.range, hint: error.message)
            return nil
        }
    }

    private mutating func repository(
        _ node: PackNode?,
        _ kind: ForgeSettings.Kind,
        of parent: PackNode
    ) -> String? {
        guard let node else {
            log.error("missing-key", "'tracker' has no 'repository'", at: parent.range, hint: "write owner/name")
            return nil
        }
        guard let name = text(node, "repository") else { return nil }
        guard ForgeSettings.isRepository(name, of: kind) else {
            log.error("unknown-value", "'\(name)' is no name of a repository", at: node.range, hint: "write owner/name")
            return nil
        }
        return name
    }

    /// Where a secret is read from; the secret itself does not belong into the file.
    mutating func secret(_ node: PackNode, _ key: String) -> ForgeToken? {
        guard node.entries != nil else {
            // What is written there may be the secret, so that it is not repeated.
            log.error(
                "wrong-kind",
                "'\(key)' is not written into the configuration",
                at: node.range,
                hint: Self.secretHint
            )
            return nil
        }
        let fields = log.fields(of: node, "'\(key)'", keys: ["environment", "file", "command"], later: [])
        guard fields.count == 1, let (means, value) = fields.first else {
            log.error("two-means", "'\(key)' comes from one place", at: node.range, hint: Self.secretHint)
            return nil
        }
        switch means {
        case "environment": return variableName(value, "environment").map { .environment($0) }
        case "command":
            return program(value, "command", example: "[secret-tool, lookup, service, forge]").map { .command($0) }
        default:
            guard let path = text(value, "file") else { return nil }
            guard path.hasPrefix("/") || path.hasPrefix("~/") else {
                log.error("unknown-value", "'\(path)' is not a whole path", at: value.range, hint: "begin with / or ~/")
                return nil
            }
            return .file(path)
        }
    }
}
