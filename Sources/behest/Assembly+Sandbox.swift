internal import BehestAgents
internal import BehestWorkflow
internal import FoundationEssentials

/// How the programs of steps are confined, and which secrets they are given.
extension Assembly {
    /// What finds out how programs can be confined.
    func sandboxFinder(_ configuration: Configuration = Configuration()) -> SandboxFinder {
        let own = [places.state, places.configuration.deletingLastPathComponent(), places.controlSocket]
        return SandboxFinder(
            launcher: SandboxFinder.launcher(beside: "/proc/self/exe"),
            environment: environment,
            own: own.map(\.path) + secretStore(configuration).files
        )
    }

    /// The agent of `run` steps.
    func shellAgent(_ configuration: Configuration) -> ShellAgent {
        ShellAgent(finder: sandboxFinder(configuration), secrets: secretStore(configuration))
    }

    /// The agent that sets coding agents to work.
    func coderAgent(_ configuration: Configuration) -> CoderAgent {
        CoderAgent(
            configuration.coders,
            folders: places.coderFolders,
            finder: sandboxFinder(configuration),
            secrets: secretStore(configuration),
            environment: environment
        )
    }

    /// What agents can do, with what can be enforced here: a plan is refused that asks for more.
    func confiningSignatures(_ configuration: Configuration) async -> [AgentSignature] {
        var signatures = signatures(configuration)
        let missing = await sandboxFinder().missing()
        for name in [AgentSignature.shellName, CoderAgent.change] {
            guard let index = signatures.firstIndex(where: { $0.name == name }) else { continue }
            signatures[index].missingSandbox = missing
        }
        return signatures
    }

    private func secretStore(_ configuration: Configuration) -> SecretStore {
        SecretStore(
            configuration.secrets,
            environment: environment,
            otherVariables: configuration.keyVariables.union(
                [environment["BEHEST_CHAT_KEY_VARIABLE"]].compactMap(\.self)
            )
        )
    }
}

extension Configuration {
    /// The variables that hold the keys of endpoints.
    var keyVariables: Set<String> {
        var names: Set<String> = []
        for endpoint in transcription.endpoints {
            if case .server(let server) = endpoint.means, let name = server.keyVariable { names.insert(name) }
        }
        if case .endpoint(let endpoint) = speech.means, let name = endpoint.keyVariable { names.insert(name) }
        return names
    }
}
