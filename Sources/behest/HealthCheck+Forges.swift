internal import BehestAgents
internal import BehestTransport
internal import BehestWorkflow
internal import FoundationEssentials

extension HealthCheck {
    /// What of the forge and the webhooks works, as they are configured.
    static func forges(_ options: ConfigurationOptions) -> [HealthCheck] {
        [tracker(options), webhooks(options)]
    }

    private static func tracker(_ options: ConfigurationOptions) -> HealthCheck {
        HealthCheck(name: "bug tracker") { assembly in
            let configuration = configured(options, assembly)
            guard let forge = configuration.tracker else { return .works("a folder of the workspace") }
            let place = "\(forge.repository) on \(forge.kind.name) at \(forge.address.host)"
            return finding(of: await assembly.tracker(configuration).health(in: assembly.workspace(nil).path), place)
        }
    }

    private static func webhooks(_ options: ConfigurationOptions) -> HealthCheck {
        HealthCheck(name: "webhooks") { assembly in
            let webhooks = configured(options, assembly).webhooks
            guard !webhooks.isEmpty else { return .works("none are configured") }
            let agent = WebhookAgent(webhooks, environment: assembly.environment)
            let names = webhooks.keys.sorted().joined(separator: ", ")
            return finding(of: await agent.health(in: assembly.workspace(nil).path), names)
        }
    }

    private static func finding(of health: AgentHealth, _ place: String) -> Finding {
        switch health {
        case .ready: .works(place)
        case .unavailable(let reason): .missing(reason)
        }
    }
}
