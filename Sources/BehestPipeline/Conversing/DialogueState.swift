public import BehestWorkflow
public import FoundationEssentials

/// Where a conversation stands: all that has to be kept to go on with it after a restart.
public struct DialogueState: Sendable, Hashable, Codable {
    /// A run that is being done.
    public struct Run: Sendable, Hashable, Codable, Identifiable {
        /// The run.
        public var id: RunRecord.ID
        /// What was asked for.
        public var words: String
        /// Since when.
        public var began: Date
        /// The order that it belongs to.
        public var order: Int
    }

    /// What was last ordered, for as long as it can be corrected and undone.
    public struct Done: Sendable, Hashable, Codable {
        /// What was asked for.
        public var order: SpokenOrder
        /// Its number.
        public var number: Int
        /// When.
        public var at: Date
        /// What became of it; `nil` while it is being done.
        public var state: RunState?
        /// The runs that it became.
        public var runs: [RunRecord.ID]?
    }

    /// A command for which it is being looked up whether something else can be offered.
    struct Look: Sendable, Hashable, Codable {
        var number: Int
        var order: SpokenOrder
        var plan: Plan
        var at: Date
    }

    /// The question that is open.
    public internal(set) var question: OpenQuestion?
    /// The questions that are asked when it is closed, in their order.
    public internal(set) var waiting: [OpenQuestion] = []
    /// The questions that nobody answered about what had been dictated, the latest last.
    public internal(set) var drafts: [OpenQuestion] = []
    /// What is being looked up.
    var looks: [Look] = []
    /// The runs that are being done.
    public internal(set) var runs: [Run] = []
    /// What was last ordered.
    public internal(set) var last: Done?
    /// What was said last.
    public internal(set) var lastSaid: String?
    /// The words of orders that have not begun yet, by their numbers.
    var ordered: [Int: String] = [:]
    var questionCount = 0
    var lookCount = 0
    var orderCount = 0

    /// Nothing was said yet.
    public init() {}

    /// When something has to happen if nothing else does; `nil` when nothing is waited for.
    public var deadline: Date? { question?.expiresAt }
}
