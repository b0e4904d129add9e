public import BehestGrammar

/// Reads the `workflows` of a pack.
public enum WorkflowReader {
    /// Reads the workflows, and finds every mistake in them.
    ///
    /// - Parameters:
    ///   - node: The value under `workflows`.
    ///   - scripts: The value under `scripts`, which the workflows can run by name.
    ///   - slots: The slots that each intent of the pack can fill; its keys are the intents.
    ///   - agents: The agents that a step can use.
    /// - Returns: The workflows without mistakes, in the order of the pack, and all that is wrong with the others.
    public static func read(
        _ node: PackNode,
        scripts: PackNode? = nil,
        slots: [String: Set<String>],
        agents: [AgentSignature]
    ) -> (definitions: [WorkflowDefinition], diagnostics: [Diagnostic]) {
        var log = DiagnosticLog()
        guard let entries = node.entries else {
            log.error("wrong-kind", "'workflows' is \(node.kindName), not a mapping of intents", at: node.range)
            return ([], log.diagnostics)
        }
        var parts = WorkflowParts(agents: agents)
        if let scripts {
            var reader = ScriptReader()
            parts.scripts = reader.read(scripts)
            log.diagnostics += reader.log.diagnostics
        }
        var definitions: [WorkflowDefinition] = []
        for entry in log.distinct(entries) {
            let intent = entry.key.text ?? ""
            var part = DiagnosticLog()
            if slots[intent] == nil {
                part.error(
                    "unknown-intent",
                    "there is no intent '\(intent)'",
                    at: entry.key.range,
                    hint: Suggestion.nearest(to: intent, in: slots.keys)
                )
            }
            var reader = DefinitionReader(intent: intent, intents: slots, parts: parts, log: part)
            let definition = reader.read(entry.value)
            log.diagnostics += reader.log.diagnostics
            if let definition, !reader.log.hasErrors { definitions.append(definition) }
        }
        return (definitions, log.diagnostics)
    }
}
