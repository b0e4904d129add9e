internal import BehestAgents
internal import BehestWorkflow

extension Assembly {
    /// What files bugs: on a forge where one is configured, otherwise in a folder of the workspace.
    func tracker(_ configuration: Configuration) -> any Agent {
        guard let forge = configuration.tracker else { return LocalTracker(defaults: configuration.bugs) }
        return ForgeTracker(forge, defaults: configuration.bugs, environment: environment)
    }
}
