internal import BehestAgents
internal import BehestWorkflow
internal import FoundationEssentials

extension HealthCheck {
    /// The agents that are declared for `team/…`, and whether each is fit for work.
    static func team(_ options: ConfigurationOptions) -> HealthCheck {
        HealthCheck(name: "team") { assembly in
            let configuration = configured(options, assembly)
            guard !configuration.agents.isEmpty else { return .works("no agents are declared") }
            let found = await assembly.team(configuration).memberHealth(in: assembly.workspace(nil).path)
            var (fit, unfit): ([String], [String]) = ([], [])
            for (name, health) in found {
                switch health {
                case .ready: fit.append(name)
                case .unavailable(let reason): unfit.append("'\(name)' is not fit for work: \(reason)")
                }
            }
            guard !unfit.isEmpty else { return .works(fit.joined(separator: ", ")) }
            let others = fit.isEmpty ? "" : " Fit for work: \(fit.joined(separator: ", "))."
            return .missing(unfit.joined(separator: " ") + others)
        }
    }
}
