/// What the steps of a pack can use.
struct WorkflowParts {
    /// The agents.
    var agents: [AgentSignature]
    /// The pack's own scripts by their names.
    var scripts: [String: ScriptDefinition] = [:]
}
