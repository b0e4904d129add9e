public import BehestWorkflow
internal import BehestGrammar

/// What a conversation made of something that was said.
public struct Exchange: Sendable {
    /// What was ordered by it, all on disk; empty as a rule where something is asked.
    public var runs: [RunRecord]
    /// What is done and told because of it, in order.
    public var effects: [DialogueEffect]
    /// When the runs were on disk; `nil` when there are none.
    public var recordedAt: ContinuousClock.Instant?

    /// Puts it together.
    public init(runs: [RunRecord], effects: [DialogueEffect], recordedAt: ContinuousClock.Instant?) {
        self.runs = runs
        self.effects = effects
        self.recordedAt = recordedAt
    }

    /// The question that was put because of it.
    public var question: OpenQuestion? {
        for case .ask(let question) in effects { return question }
        return nil
    }

    /// What waits with its question until the open one is closed, and why, in a sentence for a person.
    public var postponed: [(order: SpokenOrder, reason: String)] {
        effects.compactMap { effect in
            guard case .postpone(let question, let open) = effect else { return nil }
            return (question.order, "'\(question.order.words)' waits until '\(open.text)' is answered.")
        }
    }

    /// What was said because of it.
    public var said: String? {
        let texts = effects.compactMap { effect in
            if case .say(let text) = effect { text } else { nil }
        }
        return texts.isEmpty ? nil : texts.joined(separator: " ")
    }

    /// Whether nothing is done about it.
    public var isRefused: Bool { effects.contains(.play(.refused)) }
}

extension Exchange {
    /// What was decided about an utterance, as the journal keeps it.
    func decisions(on utterance: UtteranceRecord.ID, _ heard: Heard) -> [DecisionRecord] {
        let grounds = heard.commands.count == 1 ? heard.readings.first?.grounds : nil
        // What an earlier utterance began and this one agreed to was that one's.
        var decisions = runs.filter { $0.utterance == utterance }.map { run in
            DecisionRecord(
                utterance: utterance,
                verdict: .act,
                reason: grounds ?? Reading.groundsByWords,
                intent: run.plan.intent,
                slots: run.plan.slots
            )
        }
        let told = ([said, question?.text].compactMap(\.self) + postponed.map(\.reason)).joined(separator: " ")
        guard decisions.isEmpty || !told.isEmpty else { return decisions }
        var record = DecisionRecord(
            utterance: utterance,
            verdict: isRefused ? .refuse : .ask,
            reason: told.isEmpty ? "It was said in a conversation." : told,
            intent: (question?.order ?? postponed.first?.order)?.interpretation.intent
        )
        if effects.isEmpty, case .refuse(let refusal)? = heard.commands.first?.decision {
            record.verdict = .refuse
            record.reason = refusal.text
        }
        decisions.append(record)
        return decisions
    }
}
