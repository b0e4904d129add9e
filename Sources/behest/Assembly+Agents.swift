internal import BehestAgents
internal import BehestWorkflow

/// What carries tasks out.
extension Assembly {
    /// All agents.
    ///
    /// - Parameters:
    ///   - configuration: What the user has configured.
    ///   - turns: Where the turns of the team are kept; `nil` when nothing is carried out.
    /// - Returns: The agents by their names.
    func agents(_ configuration: Configuration, turns: JournalTurnLog? = nil) -> AgentRegistry {
        AgentRegistry([
            tracker(configuration), shellAgent(configuration),
            WebhookAgent(configuration.webhooks, environment: environment), coderAgent(configuration),
            team(configuration, turns: turns),
        ])
    }

    /// The agents that the configuration declares.
    func team(_ configuration: Configuration, turns: (any TurnLog)? = nil) -> TeamAgent {
        TeamAgent(
            configuration.agents,
            agents: [coderAgent(configuration)],
            programs: ProgramMember(shellAgent(configuration)),
            turns: turns ?? MemoryTurnLog()
        )
    }
}
