internal import BehestGrammar
internal import BehestPipeline
internal import BehestSpeech
internal import BehestWorkflow
internal import FoundationEssentials

/// A report as one line of JSON, for programs. Its names are part of Behest's interface.
struct ReportJSON: Encodable {
    /// A recording that could not be done.
    struct Failure: Encodable {
        var file: String
        var error: String

        var line: String { JSONLine.text(of: self) }
    }

    private struct Step: Encodable {
        var id: String
        var agent: String
        var state: String
        var summary: String?
        var error: String?
        var outputs: [String: JSONValue]
    }

    private var file: String
    private var utterance: String?
    /// Where it begins in the file, and how long it is, in seconds.
    private var start: Double?
    private var duration: Double?
    private var text: String
    private var confidence: Double?
    private var intent: String?
    private var slots: [String: SlotValue]
    private var decision: String?
    private var reason: String?
    private var plan: Plan?
    private var run: String?
    private var state: String?
    private var steps: [Step]?
    private var said: String?
    /// How long each stage took, in milliseconds.
    private var timings: [String: Double]

    private enum CodingKeys: String, CodingKey {
        case file, utterance, start, duration, text, confidence, intent, slots, decision, reason, plan, run, state,
            steps
        case said, timings
    }

    init(_ report: UtteranceReport) {
        file = report.source
        utterance = report.id
        start = report.start.map { Self.rounded($0.seconds) }
        duration = report.duration.map { Self.rounded($0.seconds) }
        text = report.transcript?.text ?? ""
        confidence = report.transcript.map { Self.rounded($0.confidence) }
        intent = report.interpretation?.intent
        slots = Dictionary(report.interpretation?.slots.map { ($0.name, $0.value) } ?? []) { first, _ in first }
        timings = [:]
        for stage in StageTimings.Stage.allCases {
            timings[stage.rawValue] = report.timings[stage].map { Self.rounded($0.seconds * 1_000) }
        }
        timings["untilRecorded"] = report.timings.untilRecorded.map { Self.rounded($0.seconds * 1_000) }
        add(report.decision)
        if let outcome = report.outcome { add(outcome) }
    }

    var line: String { JSONLine.text(of: self) }

    private mutating func add(_ decision: Decision?) {
        switch decision {
        case .act(let plan):
            self.decision = "act"
            self.plan = plan
        case .ask(let question):
            self.decision = "ask"
            reason = question.text
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
        try container.encode(file, forKey: .file)
        try container.encodeIfPresent(utterance, forKey: .utterance)
        try container.encodeIfPresent(start, forKey: .start)
        try container.encodeIfPresent(duration, forKey: .duration)
        try container.encode(text, forKey: .text)
        try container.encodeIfPresent(confidence, forKey: .confidence)
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
        try container.encode(timings, forKey: .timings)
    }

    /// Three decimals are as much as any of the figures means.
    private static func rounded(_ value: Double) -> Double { (value * 1_000).rounded() / 1_000 }
}

/// Writes values as JSON on one line.
enum JSONLine {
    static func text(of value: some Encodable) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // Encoding fails for infinite numbers only, and none of these values can be one.
        guard let data = try? encoder.encode(value) else { return "{}" }
        return String(decoding: data, as: UTF8.self)
    }
}
