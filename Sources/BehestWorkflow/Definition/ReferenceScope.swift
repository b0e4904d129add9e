/// What the expressions at one place of a workflow may refer to.
struct ReferenceScope {
    /// The intent's slots; `nil` when they are not known.
    var slots: Set<String>?
    /// The steps that are done by then; `nil` where no step can be named.
    var steps: Set<String>? = []
    /// The steps that come later.
    var laterSteps: Set<String> = []
    /// The names of the environment given so far, with the origins that their values can have.
    var environment: [String: Origin] = [:]
    /// The jobs that are done by then, with their outputs; `nil` where no job can be named.
    var needs: [String: Set<String>]?
    /// All jobs of the workflow.
    var jobs: Set<String> = []
    /// The names of the job's matrix, with the origins that their values can have; `nil` where there is none.
    var matrix: [String: Origin]?

    init(slots: Set<String>?) {
        self.slots = slots
    }

    /// The origins that the value of a reference can have.
    func origin(of reference: Reference) -> Origin {
        switch (reference.context, reference.path.first) {
        case (.env, let name?):
            environment[name] ?? (EnvironmentPolicy.isSetting(name) ? .workspace : .pack)
        case (.env, nil): environment.values.reduce(into: .pack) { $0.formUnion($1) }
        case (.matrix, let name?): matrix?[name] ?? .pack
        case (.matrix, nil): (matrix ?? [:]).values.reduce(into: .pack) { $0.formUnion($1) }
        default: reference.origin
        }
    }
}
