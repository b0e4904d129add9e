/// What a pack says is to be done when an intent was understood.
public struct WorkflowDefinition: Sendable, Hashable {
    /// When a person is asked before anything is done.
    public enum Confirmation: String, Sendable, Hashable, Codable, CaseIterable {
        /// Never.
        case never
        /// When it is not certain that the words were heard right.
        case whenUnsure = "when-unsure"
        /// Always.
        case always
    }

    /// How much harm it can do.
    public enum Risk: String, Sendable, Hashable, Codable, CaseIterable {
        /// Little; voice is enough.
        case low
        /// Much; it is never done on voice alone.
        case high
    }

    /// What goes ahead where several wait for the same.
    public enum Priority: String, Sendable, Hashable, Codable, CaseIterable {
        case low, normal, high

        /// How urgent it is, beside what is usual.
        var urgency: Int {
            switch self {
            case .low: -1
            case .normal: 0
            case .high: 1
            }
        }
    }

    /// What is offered instead, if a look shows that there is cause to.
    public struct Offer: Sendable, Hashable {
        /// What looks; it changes nothing, and finds nothing when it returns no outputs.
        public var look: StepDefinition
        /// How it is offered.
        public var question: TextTemplate
        /// What is done instead, in order.
        public var steps: [StepDefinition]
        /// What is said when that is done.
        public var say: TextTemplate?
    }

    /// The intent's name.
    public var intent: String
    /// The slots that a person is asked for where they were not said, in the order of the pack.
    public var questions: [Plan.Question]
    /// When a person is asked before anything is done.
    public var confirmation: Confirmation
    /// How much harm it can do.
    public var risk: Risk
    /// What begins it beside a person's words.
    public var triggers: [Trigger] = []
    /// The environment values given to all its steps; the names are the pack's.
    public var environment: [String: InputTemplate] = [:]
    /// What goes ahead where several wait for the same.
    public var priority = Priority.normal
    /// What its steps may do, as far as it says so.
    public var permissions: Permissions?
    /// With what it is not done at the same time.
    public var concurrency: ConcurrencyDefinition?
    /// What is done, in order; none in a workflow of jobs.
    public var steps: [StepDefinition]
    /// The jobs, in an order in which each comes after those that it needs; none in a workflow of steps.
    public var jobs: [JobDefinition] = []
    /// What is said when it is done.
    public var say: TextTemplate?
    /// The intent that undoes it with the same slots; `nil` when it cannot be undone.
    public var undo: String?
    /// What is offered instead before anything is done; `nil` for nothing.
    public var offer: Offer?

    /// Whether any of its steps says how it is taken back.
    public var hasUndoSteps: Bool { (steps + jobs.flatMap(\.steps)).contains { !$0.undo.isEmpty } }

    /// Makes a definition.
    public init(
        intent: String,
        questions: [Plan.Question] = [],
        confirmation: Confirmation = .whenUnsure,
        risk: Risk = .low,
        steps: [StepDefinition],
        say: TextTemplate? = nil
    ) {
        self.intent = intent
        self.questions = questions
        self.confirmation = confirmation
        self.risk = risk
        self.steps = steps
        self.say = say
    }
}
