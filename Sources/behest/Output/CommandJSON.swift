internal import BehestGrammar
internal import BehestPipeline
internal import BehestWorkflow

/// What became of one command, as a part of a ``ReportJSON``.
struct CommandJSON: Encodable {
    private struct Step: Encodable {
        var id: String
        var job: String?
        var agent: String
        var state: String
        var summary: String?
        var error: String?
        var outputs: [String: JSONValue]
    }

    /// Its words, where they are not the whole of the text.
    private var words: String?
    private var intent: String?
    private var slots: [String: JSONValue]
    private var decision: String?
    private var reason: String?
    private var plan: Plan?
    private var run: String?
    private var state: String?
    private var steps: [Step]?
    private var said: String?

    private enum CodingKeys: String, CodingKey {
        case words, intent, slots, decision, reason, plan, run, state, steps, said
    }

    /// Takes what is told of a command; its words only where they are not the whole of the text.
    init(_ report: CommandReport, isOneOfSeveral: Bool) {
        words = isOneOfSeveral ? report.words : nil
        intent = report.interpretation?.intent
        slots = Self.slots(report.interpretation)
        add(report.decision)
        if let outcome = report.outcome { add(outcome) }
    }

    private init(words: String?, intent: String?, slots: [String: JSONValue], decision: String, reason: String? = nil) {
        self.words = words
        self.intent = intent
        self.slots = slots
        self.decision = decision
        self.reason = reason
    }

    /// What is talked about before it is decided.
    private init(_ order: SpokenOrder, _ decision: String, _ reason: String) {
        self.init(
            words: order.words,
            intent: order.interpretation.intent,
            slots: Self.slots(order.interpretation),
            decision: decision,
            reason: reason
        )
    }

    /// What a conversation made of an utterance: what is done, what is asked or waits to be asked, and what was refused or
    /// else said about it; where nothing was, the reason that is given.
    static func all(of exchange: Exchange, unspoken reason: String?) -> [CommandJSON] {
        var all = exchange.runs.map { run in
            var command = CommandJSON(
                words: run.plan.words,
                intent: run.plan.intent,
                slots: run.plan.slots,
                decision: "act"
            )
            command.plan = run.plan
            command.run = run.id
            return command
        }
        if let question = exchange.question { all.append(CommandJSON(question.order, "ask", question.text)) }
        all += exchange.postponed.map { CommandJSON($0.order, "wait", $0.reason) }
        if all.isEmpty || exchange.isRefused && exchange.question == nil {
            let decision = exchange.isRefused ? "refuse" : "answer"
            let reason = exchange.said ?? reason
            all.append(CommandJSON(words: nil, intent: nil, slots: [:], decision: decision, reason: reason))
        }
        return all
    }

    private static func slots(_ interpretation: Interpretation?) -> [String: JSONValue] {
        Dictionary(interpretation?.slots.map { ($0.name, JSONValue($0.value)) } ?? []) { first, _ in first }
    }

    private mutating func add(_ decision: Decision?) {
        switch decision {
        case .act(let plan):
            self.decision = "act"
            self.plan = plan
        case .ask(let question):
            self.decision = "ask"
            reason = question.text
            plan = question.plan
        case .refuse(let refusal):
            self.decision = "refuse"
            reason = refusal.text
            intent = nil
            slots = [:]
        case nil: break
        }
    }

    private mutating func add(_ outcome: RunOutcome) {
        // What was done says more than what was planned.
        plan = nil
        run = outcome.run.id
        state = outcome.run.state.rawValue
        said = outcome.run.said
        steps = outcome.tasks.map { task in
            Step(
                id: task.step.id,
                job: task.step.job,
                agent: task.step.agent,
                state: task.state.rawValue,
                summary: task.summary,
                error: task.error,
                outputs: task.outputs
            )
        }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encodeIfPresent(words, forKey: .words)
        // Null when nothing was understood or it was refused: a reader need not ask whether the name is there.
        try container.encode(intent, forKey: .intent)
        try container.encode(slots, forKey: .slots)
        try container.encode(decision, forKey: .decision)
        try container.encodeIfPresent(reason, forKey: .reason)
        try container.encodeIfPresent(plan, forKey: .plan)
        try container.encodeIfPresent(run, forKey: .run)
        try container.encodeIfPresent(state, forKey: .state)
        try container.encodeIfPresent(steps, forKey: .steps)
        try container.encodeIfPresent(said, forKey: .said)
    }
}

extension Question {
    /// What would be done on a yes; `nil` while too little is known for a plan.
    var plan: Plan? {
        switch self {
        case .confirm(let plan), .unsure(let plan, _), .risky(let plan), .proposed(let plan, _), .late(let plan, _, _):
            plan
        case .missing, .which: nil
        }
    }
}
