public import BehestGrammar
public import BehestWorkflow

/// Decides whether to act on what was understood, to ask, or to refuse.
///
/// Pure: it looks at the values it is given and nothing else.
public struct Decider: Sendable {
    /// What is known of an utterance when it is decided about.
    public struct Evidence: Sendable {
        /// The words.
        public var words: String
        /// How sure the recogniser was of them, 0 to 1.
        public var confidence: Double
        /// Whether the sound broke off in the middle of the speech.
        public var isCutShort: Bool
        /// The readings by the grammar that are equally good, best first; empty when there is none.
        public var readings: [Interpretation]

        /// Makes the evidence.
        public init(words: String, confidence: Double, isCutShort: Bool, readings: [Interpretation]) {
            self.words = words
            self.confidence = confidence
            self.isCutShort = isCutShort
            self.readings = readings
        }
    }

    /// Below this confidence a command that asks `when-unsure` is asked about.
    ///
    /// On the 200 clean recordings of the barista set no transcript that matched a sentence and was right lies below it;
    /// see Benchmarks/README.md.
    public static let unsureBelow = 0.6

    /// What each intent does.
    private let planner: Planner

    /// The path of the folder in which things are done.
    private let workspace: String

    /// Whether the person has said beforehand that all questions of confirmation are answered with yes.
    private let isConfirmed: Bool

    /// Makes a decider.
    public init(planner: Planner, workspace: String, isConfirmed: Bool) {
        self.planner = planner
        self.workspace = workspace
        self.isConfirmed = isConfirmed
    }

    /// Decides about one utterance.
    public func decide(_ evidence: Evidence) -> Decision {
        switch reading(of: evidence) {
        case .failure(let refusal): .refuse(refusal)
        case .success(let reading): plan(reading, evidence)
        }
    }

    /// Finds the one reading that may be acted on, whether or not anything is defined for it.
    ///
    /// - Returns: the reading, or why there is none.
    public func reading(of evidence: Evidence) -> Result<Interpretation, Refusal> {
        if evidence.isCutShort { return .failure(.cutShort) }
        if evidence.words.isEmpty { return .failure(.noWords) }
        guard let best = evidence.readings.first else { return .failure(.notUnderstood(words: evidence.words)) }

        let intents = evidence.readings.map(\.intent)
        guard intents.allSatisfy({ $0 == best.intent }) else { return .failure(.ambiguous(intents: intents)) }
        return .success(best)
    }

    /// Decides about what a language model takes some words to mean.
    ///
    /// A person is always asked, whatever the pack says and whatever was agreed to beforehand: what was agreed to is the
    /// words that are a command, not what somebody makes of others.
    public func decide(proposed reading: ConfirmedReading, words: String) -> Decision {
        do throws(PlanError) {
            let plan = try planner.plan(reading.interpretation, words: words, workspace: workspace)
            return .ask(.proposed(plan, sentence: reading.sentence))
        } catch {
            return .refuse(.notAllowed(reason: error.message))
        }
    }

    private func plan(_ reading: Interpretation, _ evidence: Evidence) -> Decision {
        let plan: Plan
        do throws(PlanError) {
            plan = try planner.plan(reading, words: evidence.words, workspace: workspace)
        } catch {
            return .refuse(.notAllowed(reason: error.message))
        }
        if let slot = reading.slots.first(where: { !$0.others.isEmpty }) {
            return .ask(.which(slot: slot.name, values: ([slot.value] + slot.others).map(\.description)))
        }
        guard plan.isComplete else { return .ask(.missing(plan.questions)) }
        if plan.risk == .high { return .ask(.risky(plan)) }
        if isConfirmed { return .act(plan) }
        switch plan.confirmation {
        case .always: return .ask(.confirm(plan))
        case .whenUnsure where evidence.confidence < Self.unsureBelow: return .ask(.unsure(plan))
        case .whenUnsure, .never: return .act(plan)
        }
    }
}
