public import FoundationEssentials

/// One plan that is, was or will be carried out.
public struct RunRecord: Sendable, Hashable, Identifiable {
    /// A change of a run.
    public enum Change: Sendable, Hashable {
        /// A person is asked first.
        case held
        /// The person agreed.
        case released
        /// Its first task is about to be done.
        case started
        /// It is at its end, with what is said about it.
        case finished(RunState, said: String)
    }

    /// Its identifier.
    public var id: String
    /// The utterance that caused it; `nil` when nothing was said, as with typed words.
    public var utterance: UtteranceRecord.ID?
    /// The run that has to succeed before this one begins, as it was asked for first in the same breath.
    public var follows: RunRecord.ID?
    /// The run that this one takes up where it failed.
    public var resumes: RunRecord.ID?
    /// What is carried out.
    public var plan: Plan
    /// Where it stands.
    public var state: RunState
    /// When it was recorded.
    public var createdAt: Date
    /// When it came to its end.
    public var finishedAt: Date?
    /// What was said about it in the end.
    public var said: String?

    /// Makes a record.
    public init(
        id: String,
        utterance: UtteranceRecord.ID?,
        follows: RunRecord.ID? = nil,
        resumes: RunRecord.ID? = nil,
        plan: Plan,
        state: RunState,
        createdAt: Date,
        finishedAt: Date? = nil,
        said: String? = nil
    ) {
        self.id = id
        self.utterance = utterance
        self.follows = follows
        self.resumes = resumes
        self.plan = plan
        self.state = state
        self.createdAt = createdAt
        self.finishedAt = finishedAt
        self.said = said
    }

    /// Makes a change, if the state allows it.
    public mutating func apply(_ change: Change, at moment: Date) throws(IllegalTransition) {
        let next: RunState =
            switch change {
            case .held: .held
            case .released: .ready
            case .started: .running
            case .finished(let state, _): state
            }
        guard state.successors.contains(next) else {
            throw IllegalTransition(subject: "run \(id)", state: state.rawValue, wanted: next.rawValue)
        }
        state = next
        if case .finished(_, let said) = change {
            self.said = said
            finishedAt = moment
        }
    }
}
