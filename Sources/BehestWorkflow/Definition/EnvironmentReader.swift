import BehestGrammar

/// Reads the `env` of a workflow, a job or a step.
struct EnvironmentReader {
    /// What its values may refer to: also to the `env` around it, not to each other.
    let scope: ReferenceScope
    var log: DiagnosticLog

    mutating func read(_ node: PackNode) -> [String: InputTemplate] {
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
            guard let template = log.template(entry.value, of: name, scope: scope) else { continue }
            if template.possibleOrigin(scope.origin).isData, let objection = EnvironmentPolicy.objection(toData: name) {
                log.error("environment-name", objection, at: entry.key.range, hint: "choose a name of your own")
            }
            values[name] = .text(template)
        }
        return values
    }
}
