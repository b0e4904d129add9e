/// What will be done for one understood command, fixed from the words and the pack before anything else is read.
///
/// The same words and the same pack make the same plan, byte for byte in its ``json``. Values that hang on what a step
/// returns, or on the run itself, stay as templates of the pack until then; nothing adds a step.
public struct Plan: Sendable, Hashable, Codable {
    /// A slot that a person is asked for, and how.
    public struct Question: Sendable, Hashable, Codable {
        /// When a question is asked that need not be answered.
        public enum Occasion: String, Sendable, Hashable, Codable, CaseIterable {
            /// Only when something has to be asked anyway, so that who has said all that is needed is not held up.
            case inDialogue = "in-dialogue"
            /// Each time, where there is somebody to ask.
            case always
        }

        /// The slot.
        public var slot: String
        /// The question.
        public var text: String
        /// Whether the answer may be left out.
        public var isOptional: Bool
        /// The value where it was left out; `nil` for none.
        public var fallback: JSONValue?
        /// When it is asked, if it is optional.
        public var occasion: Occasion
        /// Whether the answer is free text for a slot that no sentence has.
        public var isDictated: Bool

        /// Makes a question.
        public init(
            slot: String,
            text: String,
            isOptional: Bool = false,
            fallback: JSONValue? = nil,
            occasion: Occasion = .inDialogue,
            isDictated: Bool = false
        ) {
            self.slot = slot
            self.text = text
            self.isOptional = isOptional
            self.fallback = fallback
            self.occasion = occasion
            self.isDictated = isDictated
        }
    }

    /// The intent's name.
    public var intent: String
    /// The words that were understood.
    public var words: String
    /// The path of the workspace in which it is done.
    public var workspace: String
    /// The slots that were said, and those that the pack fills where nothing was said.
    public var slots: [String: JSONValue]
    /// Where the slots come from, if not from what was said.
    public var slotOrigin: Origin?
    /// The settings of Behest's own environment that the steps name.
    public var settings: [String: String]
    /// The required slots that were not said; while there are any, the plan cannot be carried out.
    public var questions: [Question]
    /// When a person is asked before anything is done.
    public var confirmation: WorkflowDefinition.Confirmation
    /// How much harm it can do.
    public var risk: WorkflowDefinition.Risk
    /// The environment values given to all steps; `nil` for none.
    public var environment: [String: PlannedInput]?
    /// What goes ahead where several wait for the same; `nil` for the usual.
    public var priority: WorkflowDefinition.Priority?
    /// With what it is not done at the same time; `nil` for nothing.
    public var concurrency: PlannedConcurrency?
    /// The jobs, each after those that it needs; `nil` for a plan without jobs.
    public var jobs: [PlannedJob]?
    /// What is done, in order; each job's steps stand together.
    public var steps: [PlannedStep]
    /// What is said when it is done.
    public var say: TextTemplate?
    /// What a person is offered instead; `nil` for nothing.
    public var offer: Offer?
    /// What was found before it began, as the outputs of steps by their names; `nil` for nothing.
    public var found: [String: [String: JSONValue]]?
    /// True for a plan that only looks whether there is something to offer; see ``look``.
    public var isLook: Bool?
}

extension Plan {
    /// Whether nothing has to be asked before the plan can be carried out.
    public var isComplete: Bool { questions.isEmpty }

    /// The plan as JSON on one line with its names in order.
    public var json: String { (try? CanonicalJSON.text(of: self)) ?? "{}" }

    /// What the references of the plan's templates stand for, before anything is done.
    package var context: EvaluationContext {
        var context = EvaluationContext(slots: slots, words: words, workspace: workspace)
        context.slotOrigin = slotOrigin ?? .speech
        context.settings = settings
        context.steps = (found ?? [:]).mapValues { EvaluationContext.StepFacts(outputs: $0) }
        context.addEnvironment(environment ?? [:])
        return context
    }
}
