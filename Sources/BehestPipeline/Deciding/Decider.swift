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
        /// Whether the sound broke off in the middle of the speech.
        public var isCutShort: Bool
        /// What they may mean, best first; empty when nothing comes near.
        public var readings: [Reading]

        /// Makes the evidence.
        public init(words: String, isCutShort: Bool, readings: [Reading]) {
            self.words = words
            self.isCutShort = isCutShort
            self.readings = readings
        }
    }

    /// How sure is sure enough.
    private let calibration: Calibration

    /// What each intent does.
    private let planner: Planner

    /// The path of the folder in which things are done.
    private let workspace: String

    /// Whether the person has said beforehand that all questions of confirmation are answered with yes.
    private let isConfirmed: Bool

    /// Whether nothing is done before the person has agreed to the plan itself, by its hash.
    private let isHeld: Bool

    /// Makes a decider.
    public init(
        planner: Planner,
        workspace: String,
        isConfirmed: Bool,
        isHeld: Bool = false,
        calibration: Calibration = Calibration()
    ) {
        self.calibration = calibration
        self.planner = planner
        self.workspace = workspace
        self.isConfirmed = isConfirmed || isHeld
        self.isHeld = isHeld
    }

    /// Decides about one utterance.
    public func decide(_ evidence: Evidence) -> Decision {
        switch reading(of: evidence) {
        case .failure(let refusal): .refuse(refusal)
        case .success(let reading): plan(reading, evidence)
        }
    }

    /// Whether the best reading is one that may be acted on.
    func isSure(of evidence: Evidence) -> Bool {
        evidence.readings.first.map { calibration.support(for: $0) == .strong } ?? false
    }

    /// Finds the one reading that may be acted on or asked about, whether or not anything is defined for it.
    ///
    /// - Returns: the reading, or why there is none.
    public func reading(of evidence: Evidence) -> Result<Reading, Refusal> {
        if evidence.isCutShort { return .failure(.cutShort) }
        if evidence.words.isEmpty { return .failure(.noWords) }
        guard let best = evidence.readings.first else { return .failure(.notUnderstood(words: evidence.words)) }
        guard calibration.support(for: best) != .none else {
            let isNear = calibration.certainty(of: best) >= calibration.nameFrom
            return .failure(
                isNear
                    ? .notCloseEnough(words: evidence.words, nearest: best.wording)
                    : .notUnderstood(words: evidence.words)
            )
        }
        // Readings by the very same words, of which none is better than the others.
        let rivals = evidence.readings.prefix { $0.isExact && $0.scores == best.scores }
        guard rivals.allSatisfy({ $0.interpretation.intent == best.interpretation.intent }) else {
            return .failure(.ambiguous(intents: rivals.map(\.interpretation.intent)))
        }
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

    private func plan(_ reading: Reading, _ evidence: Evidence) -> Decision {
        let plan: Plan
        do throws(PlanError) {
            plan = try planner.plan(reading.interpretation, words: evidence.words, workspace: workspace)
        } catch {
            return .refuse(.notAllowed(reason: error.message))
        }
        if let slot = reading.interpretation.slots.first(where: { !$0.others.isEmpty }) {
            return .ask(.which(slot: slot.name, values: ([slot.value] + slot.others).map(\.description)))
        }
        guard plan.isComplete else { return .ask(.missing(plan.questions)) }
        // Whoever agrees to what is held does so by the hash of the plan that was shown, which is more than a voice.
        if plan.risk == .high, !isHeld { return .ask(.risky(plan)) }
        let isUnsure = calibration.support(for: reading) == .weak
        // What was agreed to beforehand is the words that are a command, not what they are taken for.
        if isConfirmed, !isUnsure || reading.isExact { return .act(plan) }
        switch plan.confirmation {
        case .always: return .ask(isUnsure ? .unsure(plan, wording: reading.wording) : .confirm(plan))
        case .never where reading.isExact: return .act(plan)
        case .whenUnsure, .never: return isUnsure ? .ask(.unsure(plan, wording: reading.wording)) : .act(plan)
        }
    }
}

extension Calibration {
    /// How sure it is that a reading was meant, 0 to 1.
    public func certainty(of reading: Reading) -> Double {
        certainty(of: reading.scores, isExact: reading.isExact)
    }

    /// What may be done with a reading.
    func support(for reading: Reading) -> Support {
        support(for: reading.scores, isExact: reading.isExact)
    }
}
