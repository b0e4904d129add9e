/// What a workflow can let a team do.
public enum TeamWord: String, Sendable, Hashable, CaseIterable {
    /// Who fits best does it.
    case assign = "team/assign"
    /// One does it after the other.
    case handOver = "team/hand-over"
    /// Several do it side by side, and one of them or another one judges.
    case judge = "team/judge"

    /// What all words take.
    static let choosing: Set<String> = ["skills", "languages", "paths", "trusted", "inputs"]

    /// What decides who works and how often, which is the pack's own.
    static let ownInputs: Set<String> = ["to", "judge", "ask", "turns", "trusted"]

    /// The name and inputs.
    ///
    /// - Parameter team: Among whom it chooses.
    /// - Returns: The signature.
    func signature(_ team: [TeamMember]) -> AgentSignature {
        switch self {
        case .assign: AgentSignature(rawValue, required: ["task"], optional: Self.choosing, team: team)
        case .handOver:
            AgentSignature(
                rawValue,
                required: ["task"],
                optional: Self.choosing.union(["to", "turns"]),
                team: team
            )
        case .judge:
            AgentSignature(
                rawValue,
                required: ["task", "judge"],
                optional: Self.choosing.union(["ask"]),
                team: team
            )
        }
    }
}
