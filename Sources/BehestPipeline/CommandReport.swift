public import BehestGrammar
public import BehestWorkflow

/// What became of one of the commands of an utterance.
public struct CommandReport: Sendable {
    /// Its words.
    public var words: String
    /// What it means; `nil` when it was refused or not asked for.
    public var interpretation: Interpretation?
    /// What was decided; `nil` when the pipeline was to stop before.
    public var decision: Decision?
    /// What was done; `nil` unless it was acted on.
    public var outcome: RunOutcome?

    /// Begins a report.
    init(
        words: String,
        interpretation: Interpretation? = nil,
        decision: Decision? = nil,
        outcome: RunOutcome? = nil
    ) {
        self.words = words
        self.interpretation = interpretation
        self.decision = decision
        self.outcome = outcome
    }
}

extension [CommandReport] {
    /// Makes each command wait for the ones before it: what follows a command that is not done is not done either.
    func eachAfterTheOther() -> [CommandReport] {
        var reports = self
        guard let first = reports.firstIndex(where: { $0.decision?.isAct == false }) else { return reports }
        for index in reports.indices where index > first {
            reports[index].decision = .refuse(.earlierNotDone(words: reports[first].words))
        }
        return reports
    }
}

extension Decision {
    /// Whether it is done.
    var isAct: Bool {
        if case .act = self { true } else { false }
    }
}
