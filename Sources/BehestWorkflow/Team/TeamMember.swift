/// An agent of the team, as the configuration declares it.
public struct TeamMember: Sendable, Hashable {
    /// What it does when it is given a task.
    public enum Work: Sendable, Hashable {
        /// It is an agent that packs can use as well, with inputs of its own.
        case agent(String, inputs: [String: JSONValue])
        /// It is a program with its arguments, which reads the task on its standard input.
        case program([String])
    }

    /// What packs and answers call it.
    public var name: String
    /// What it does when it is given a task.
    public var work: Work
    /// What it can do, in words that packs ask for.
    public var skills: [String]
    /// The languages that it knows; empty for any.
    public var languages: [String]
    /// The paths of the workspace that it is for, as patterns; empty for any.
    public var paths: [String]
    /// What asking it costs, in points that are taken from its score.
    public var cost: Double
    /// How many turns it takes at the same time.
    public var atOnce: Int
    /// Whether tasks that want somebody trusted are given to it.
    public var isTrusted: Bool
    /// What it may do; `nil` for what every step may.
    public var permissions: Permissions?
    /// How long one turn may take, in minutes; `nil` for as long as the step may.
    public var timeoutMinutes: Double?
    /// How long it may give no sign of life, in minutes; `nil` for any time.
    public var silenceMinutes: Double?
    /// A program with its arguments that exits with 0 while the member is fit for work; `nil` for none.
    public var check: [String]?

    /// Makes a member.
    public init(
        name: String,
        work: Work,
        skills: [String] = [],
        languages: [String] = [],
        paths: [String] = [],
        cost: Double = 1,
        atOnce: Int = 1,
        isTrusted: Bool = false,
        permissions: Permissions? = nil,
        timeoutMinutes: Double? = nil,
        silenceMinutes: Double? = nil,
        check: [String]? = nil
    ) {
        self.name = name
        self.work = work
        self.skills = skills
        self.languages = languages
        self.paths = paths
        self.cost = cost
        self.atOnce = atOnce
        self.isTrusted = isTrusted
        self.permissions = permissions
        self.timeoutMinutes = timeoutMinutes
        self.silenceMinutes = silenceMinutes
        self.check = check
    }
}

extension TeamMember {
    /// What it may do for a step.
    ///
    /// What the configuration does not say counts as the step says; but one that is not trusted gets no network, no paths
    /// and no secrets that the configuration does not give it, whatever the step allows.
    func permissions(for step: Permissions) -> Permissions {
        let own = permissions ?? Permissions()
        guard !isTrusted else { return step.within(own) }
        var result = step.within(own)
        result.network = (own.network ?? false) && (step.network ?? true)
        result.write = (own.write ?? []).filter { step.write?.contains($0) ?? true }
        result.read = (own.read ?? []).filter { step.read?.contains($0) ?? true }
        result.secrets = (own.secrets ?? []).filter { step.secrets?.contains($0) ?? true }
        result.background = (own.background ?? false) && (step.background ?? true)
        if own.sandbox != Permissions.Sandbox.none, result.sandbox == Permissions.Sandbox.none { result.sandbox = nil }
        if result.sandbox == Permissions.Sandbox.none { result.network = nil }
        return result
    }

    /// How long a turn of it may take, and for how long it may give no sign of life.
    var limits: AttemptLimits {
        AttemptLimits(
            // The step's own limit ends it before.
            total: .seconds((timeoutMinutes ?? 1440) * 60),
            start: nil,
            silence: silenceMinutes.map { .seconds($0 * 60) },
            isOfJob: false
        )
    }
}
