/// What will be done for one understood command, fixed from the words and the pack before anything else is read.
///
/// The same words and the same pack make the same plan, byte for byte in its ``json``. Values that hang on what a step
/// returns, or on the run itself, stay as templates of the pack until then; nothing adds a step.
public struct Plan: Sendable, Hashable, Codable {
    /// A slot that must be filled, and how to ask for it.
    public struct Question: Sendable, Hashable, Codable {
        /// The slot.
        public var slot: String
        /// The question.
        public var text: String

        /// Makes a question.
        public init(slot: String, text: String) {
            self.slot = slot
            self.text = text
        }
    }

    /// The intent's name.
    public var intent: String
    /// The words that were understood.
    public var words: String
    /// The path of the workspace in which it is done.
    public var workspace: String
    /// The slots that were said.
    public var slots: [String: JSONValue]
    /// The settings of Behest's own environment that the steps name.
    public var settings: [String: String]
    /// The required slots that were not said; while there are any, the plan cannot be carried out.
    public var questions: [Question]
    /// When a person is asked before anything is done.
    public var confirmation: WorkflowDefinition.Confirmation
    /// How much harm it can do.
    public var risk: WorkflowDefinition.Risk
    /// What is done, in order.
    public var steps: [PlannedStep]
    /// What is said when it is done.
    public var say: TextTemplate?
}

extension Plan {
    /// Whether nothing has to be asked before the plan can be carried out.
    public var isComplete: Bool { questions.isEmpty }

    /// The plan as JSON on one line with its names in order.
    public var json: String { (try? CanonicalJSON.text(of: self)) ?? "{}" }

    /// What the references of the plan's templates stand for, before anything is done.
    package var context: EvaluationContext {
        var context = EvaluationContext(slots: slots, words: words, workspace: workspace)
        context.settings = settings
        return context
    }
}
