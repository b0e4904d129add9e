internal import BehestWorkflow
internal import FoundationEssentials

/// Puts recorded runs into words.
enum RunText {
    /// A run on one line.
    static func line(of run: RunRecord, style: Style) -> String {
        let state = padded(run.state.rawValue, 10)
        return [
            run.id, date(run.createdAt), coloured(state, run.state, style), padded(run.plan.intent, 14),
            run.plan.words.visible,
        ]
        .joined(separator: "  ")
    }

    /// A run with all that is known of it.
    static func lines(
        of run: RunRecord,
        tasks: [AgentTask],
        turns: [AgentTask.ID: [TeamTurn]] = [:],
        _ origin: RunOrigin = RunOrigin(),
        style: Style
    ) -> [String] {
        var lines = [
            style.bold(run.plan.words.visible),
            row("run", run.id, style),
            row("intent", run.plan.intent, style),
            row("state", coloured(run.state.rawValue, run.state, style), style),
            row("recorded", date(run.createdAt), style),
        ]
        if let finished = run.finishedAt { lines.append(row("finished", date(finished), style)) }
        if let utterance = run.utterance { lines.append(row("utterance", utterance, style)) }
        for (label, text) in origin.rows { lines.append(row(label, text.visible, style)) }
        for (name, value) in run.plan.slots.sorted(by: { $0.key < $1.key }) {
            lines.append(row("slot", "\(name) = \(value.shown)".visible, style))
        }
        for task in tasks {
            let what = task.error ?? task.summary ?? PlanText.line(of: task.step)
            lines.append(row("step", "\(task.step.path)  \(task.state.rawValue)  \(what.visible)", style))
            for turn in turns[task.id] ?? [] { lines.append(row("", line(of: turn, style), style)) }
            for (name, value) in task.outputs.sorted(by: { $0.key < $1.key }) {
                lines.append(row("", style.faint("\(name): ") + value.shown.visible, style))
            }
        }
        if let said = run.said, !said.isEmpty { lines.append(row("says", said.visible, style)) }
        return lines
    }

    /// A run as a line of JSON.
    static func json(
        _ run: RunRecord,
        tasks: [AgentTask]?,
        turns: [AgentTask.ID: [TeamTurn]] = [:],
        _ origin: RunOrigin = RunOrigin()
    ) -> String {
        JSONLine.text(of: RunJSON(run, tasks: tasks, turns: turns, origin))
    }

    /// A turn of a team: who was asked for what, how it went, and why who was asked.
    private static func line(of turn: TeamTurn, _ style: Style) -> String {
        let times = turn.attempts > 1 ? ", asked \(turn.attempts) times" : ""
        let what = "\(turn.place): \(turn.member ?? "nobody yet")  \(turn.state.rawValue)\(times)"
        let words = [turn.error ?? turn.summary, turn.reason == turn.error ? nil : turn.reason].compactMap(\.self)
        return style.faint("turn \(turn.number)  ") + "\(what)  \(words.joined(separator: "  "))".visible
    }

    private static func row(_ label: String, _ text: String, _ style: Style) -> String {
        "  " + style.faint(padded(label, 12)) + text
    }

    private static func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }

    private static func coloured(_ text: String, _ state: RunState, _ style: Style) -> String {
        switch state {
        case .succeeded: style.green(text)
        case .failed: style.red(text)
        case .held, .ready, .running, .cancelled: style.yellow(text)
        }
    }

    /// In local time, to the second.
    static func date(_ date: Date) -> String {
        date.formatted(
            Date.ISO8601FormatStyle(dateTimeSeparator: .space, timeZone: .current)
                .year().month().day().time(includingFractionalSeconds: false)
        )
    }
}

/// A run as programs read it.
struct RunJSON: Encodable {
    fileprivate struct Step: Encodable {
        var id: String
        var job: String?
        var agent: String
        var state: String
        var attempts: Int
        var summary: String?
        var error: String?
        var outputs: [String: JSONValue]
        var turns: [Turn]?

        init(_ task: AgentTask, _ turns: [TeamTurn]?) {
            id = task.step.id
            job = task.step.job
            agent = task.step.agent
            state = task.state.rawValue
            attempts = task.attempts
            summary = task.summary
            error = task.error
            outputs = task.outputs
            self.turns = turns?.map(Turn.init)
        }
    }

    fileprivate struct Turn: Encodable {
        var number: Int
        var place: String
        var agent: String?
        var state: String
        var attempts: Int
        var reason: String
        var summary: String?
        var error: String?
        var outputs: [String: JSONValue]

        init(_ turn: TeamTurn) {
            number = turn.number
            place = turn.place
            agent = turn.member
            state = turn.state.rawValue
            attempts = turn.attempts
            reason = turn.reason
            summary = turn.summary
            error = turn.error
            outputs = turn.outputs
        }
    }

    private var run: String
    private var utterance: String?
    private var begun: String?
    private var occurrence: String?
    private var audio: String?
    private var audioRemoved: String?
    private var intent: String
    private var words: String
    private var slots: [String: JSONValue]
    private var state: String
    private var recorded: String
    private var finished: String?
    private var said: String?
    private var steps: [Step]?

    init(
        _ run: RunRecord,
        tasks: [AgentTask]?,
        turns: [AgentTask.ID: [TeamTurn]] = [:],
        _ origin: RunOrigin = RunOrigin()
    ) {
        self.run = run.id
        utterance = run.utterance
        begun = origin.source
        occurrence = origin.beginning?.occurrence
        // A path that leads nowhere is none.
        audio = origin.removedRecording == nil ? origin.recording : nil
        audioRemoved = origin.removedRecording?.reason
        intent = run.plan.intent
        words = run.plan.words
        slots = run.plan.slots
        state = run.state.rawValue
        recorded = run.createdAt.formatted(.iso8601)
        finished = run.finishedAt?.formatted(.iso8601)
        said = run.said
        steps = tasks?.map { Step($0, turns[$0.id]) }
    }
}
