/// The agents that are at hand, by the names that packs use.
public struct AgentRegistry: Sendable {
    private let agents: [String: any Agent]
    private let all: [any Agent]

    /// The names and inputs of all agents, for ``WorkflowReader``.
    public let signatures: [AgentSignature]

    /// Makes a registry; of two agents that answer to the same name the first one counts.
    public init(_ agents: [any Agent]) {
        var byName: [String: any Agent] = [:]
        var signatures: [AgentSignature] = []
        for agent in agents {
            for signature in agent.signatures where byName[signature.name] == nil {
                byName[signature.name] = agent
                signatures.append(signature)
            }
        }
        self.agents = byName
        all = agents
        self.signatures = signatures
    }

    /// The agent of a name, if there is one.
    public subscript(name: String) -> (any Agent)? { agents[name] }

    /// How the tasks of an agent are tried again whose step says nothing of that; `nil` for not at all.
    func retry(of name: String) -> RetryPolicy? { signatures.first { $0.name == name }?.retry }

    /// Lets all agents make ready what they need.
    ///
    /// - Parameter workspace: The path of the workspace in which tasks are to be expected.
    public func prepare(in workspace: String) async {
        for agent in all { await agent.prepare(in: workspace) }
    }
}
