/// The name under which a pack uses an agent, and the inputs that it takes.
///
/// The reader of a pack checks `uses` and `with` against it, so that a misspelt input shows before anything is done.
public struct AgentSignature: Sendable, Hashable {
    /// The name, as `uses` has it.
    public var name: String
    /// The inputs that must be given.
    public var required: Set<String>
    /// The inputs that may be given.
    public var optional: Set<String>
    /// Whether it only looks: it changes nothing, here or anywhere else.
    public var isReadOnly: Bool
    /// How it is tried again where a step says nothing of that; `nil` for not at all.
    public var retry: RetryPolicy?
    /// Why it cannot confine here what it does, in a sentence for a person; `nil` when it can.
    public var missingSandbox: String?
    /// Among whom it chooses, if it gives its tasks to others.
    public var team: [TeamMember]?

    /// Makes a signature.
    public init(
        _ name: String,
        required: Set<String> = [],
        optional: Set<String> = [],
        isReadOnly: Bool = false,
        retry: RetryPolicy? = nil,
        missingSandbox: String? = nil,
        team: [TeamMember]? = nil
    ) {
        self.name = name
        self.required = required
        self.optional = optional
        self.isReadOnly = isReadOnly
        self.retry = retry
        self.missingSandbox = missingSandbox
        self.team = team
    }

    /// The name of the agent that does `run` steps; `uses` may not name it.
    public static let shellName = "shell"
}
