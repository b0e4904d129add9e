internal import BehestAgents
internal import BehestWorkflow

extension HealthCheck {
    /// The coding agents that are configured; without any, those that are installed.
    static func coders(_ options: ConfigurationOptions) -> HealthCheck {
        HealthCheck(name: "coders") { assembly in
            // A configuration with mistakes is told of elsewhere.
            let configured = ((try? assembly.configuration(options)) ?? Configuration()).coders
            let coders = configured.isEmpty ? Coder.usual.filter(\.isInstalled) : configured
            guard !coders.isEmpty else {
                let names = Coder.usual.map(\.program).joined(separator: ", ")
                return .missing("none of \(names) is installed; packs that use 'coder/change' need one.")
            }
            var (versions, problems): ([String], [String]) = ([], [])
            for coder in coders {
                let found = await CoderHealth.examine(coder)
                switch found.health {
                case .ready: versions.append("\(coder.name) (\(found.version ?? coder.program))")
                case .unavailable(let problem): problems.append(problem)
                }
            }
            return problems.isEmpty
                ? .works(versions.joined(separator: ", ")) : .missing(problems.joined(separator: " "))
        }
    }
}
