internal import BehestGrammar
internal import BehestPipeline
internal import BehestSpeech
internal import BehestWorkflow

/// Puts a report into words for a person.
struct ReportText {
    let style: Style
    /// Whether lines are written as they are read out: without columns, and without signs that say nothing.
    var isPlain = false

    /// Whether what would be done is shown also where something is asked first.
    var showsPlans = false

    /// Where what is said of something begins.
    static let indent = 14

    /// How many lines of a program's output are shown; the rest is in the journal.
    private static let outputLines = 12

    func lines(of report: UtteranceReport) -> [String] {
        var lines = [style.bold(title(report))]
        if let transcript = report.transcript, report.start != nil { lines.append(row("heard", heard(transcript))) }
        let commands = report.commands
        for (index, command) in commands.enumerated() {
            if commands.count > 1 { lines.append(row(index == 0 ? "first" : "then", command.words.visible)) }
            lines += self.lines(of: command)
        }
        lines.append(row("", style.faint(times(report))))
        return lines
    }

    /// What was heard, on one line.
    func line(of transcript: Transcript) -> String { row("heard", heard(transcript)) }

    /// One line of a conversation.
    func line(_ label: String, _ text: String) -> String { row(label, text.visible) }

    /// What came of the steps of a run, beside what is said about it.
    func lines(of outcome: RunOutcome) -> [String] {
        outcome.run.state == .succeeded ? done(outcome) : outcome.tasks.flatMap(output)
    }

    private func lines(of command: CommandReport) -> [String] {
        var lines: [String] = []
        if let interpretation = command.interpretation { lines += understood(interpretation) }
        if let decision = command.decision { lines += decided(decision, command.outcome) }
        // Of a failure the steps have told already.
        if let outcome = command.outcome, outcome.run.state == .succeeded, let said = outcome.run.said, !said.isEmpty,
            said != outcome.tasks.last?.summary
        {
            lines.append(row("says", said.visible))
        }
        return lines
    }

    func summary(of tally: Tally) -> String {
        let parts: [(Outcome, String)] = [
            (.done, "done"), (.asked, "asked"), (.refused, "refused"), (.failed, "failed"),
        ]
        let counts = parts.compactMap { outcome, word in tally.counts[outcome].map { "\($0) \(word)" } }
        return style.bold("\(tally.total) commands in \(tally.files) recordings: \(counts.joined(separator: ", ")).")
    }

    private func title(_ report: UtteranceReport) -> String {
        guard let start = report.start else { return (report.transcript?.text ?? report.source).visible }
        guard start >= .seconds(1) else { return report.source.visible }
        return "\(report.source.visible) at \(start.clockText)"
    }

    private func heard(_ transcript: Transcript) -> String {
        guard !transcript.text.isEmpty else { return "nothing" }
        guard !isPlain, let confidence = transcript.confidence else { return transcript.text.visible }
        return "\(transcript.text.visible) \(style.faint(percent(confidence)))"
    }

    private func understood(_ interpretation: Interpretation) -> [String] {
        [row("understood", interpretation.intent)]
            + interpretation.slots.map { row("", "\($0.name) = \($0.value)".visible) }
    }

    private func decided(_ decision: Decision, _ outcome: RunOutcome?) -> [String] {
        switch decision {
        case .act(let plan): outcome.map(done) ?? planned(plan)
        case .ask(let question): asked(question) + (showsPlans ? question.plan.map(planned) ?? [] : [])
        case .refuse(let refusal): [row("refused", refusal.text.visible, style.yellow)]
        }
    }

    private func asked(_ question: Question) -> [String] {
        let lines = [row("asks", question.text.visible, style.yellow)]
        switch question {
        case .unsure(let plan, let wording) where plan.words != wording:
            return lines + [row("", style.faint("Say it again, or say it in other words."))]
        case .confirm, .unsure: return lines + [row("", style.faint("Add --yes to say yes beforehand."))]
        case .missing, .which: return lines + [row("", style.faint("Say it again with the answer in it."))]
        case .risky, .proposed, .late: return lines
        }
    }

    private func planned(_ plan: Plan) -> [String] {
        PlanText.rows(of: plan).map { row($0.label, $0.text.visible) }
    }

    private func done(_ outcome: RunOutcome) -> [String] {
        // Nothing of it was begun, so that its steps have no more to tell.
        if outcome.run.state == .cancelled, outcome.tasks.allSatisfy({ $0.attempts == 0 }) {
            return [row("left out", (outcome.run.said ?? "").visible, style.yellow)]
        }
        switch outcome.run.state {
        case .held: return [row("waits", "for a yes: behest tasks approve \(outcome.run.id)")]
        case .ready: return [row("recorded", "as \(outcome.run.id), for 'behest worker' or 'behest serve'")]
        case .running, .succeeded, .failed, .cancelled: break
        }
        return outcome.tasks.flatMap { task in
            switch task.state {
            case .succeeded: [row("done", (task.summary ?? task.step.id).visible, style.green)] + output(of: task)
            case .failed, .dead: [row("failed", (task.error ?? task.step.id).visible, style.red)] + output(of: task)
            case .cancelled: [row("left out", (task.error ?? task.step.id).visible, style.yellow)]
            case .skipped: [row("skipped", "\(task.step.path): \(task.error ?? "")".visible)]
            case .waiting, .held, .ready, .running: [row(task.state.rawValue, task.step.id)]
            }
        }
    }

    /// What a program wrote, as far as it fits.
    private func output(of task: AgentTask) -> [String] {
        guard case .string(let text)? = task.outputs["stdout"] else { return [] }
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let mark = isPlain ? "" : style.faint("│ ")
        let shown = lines.prefix(Self.outputLines).map { row("", mark + String($0).visible) }
        let rest = lines.count - shown.count
        return text.isEmpty ? [] : shown + (rest > 0 ? [row("", mark + style.faint("… and \(rest) lines more"))] : [])
    }

    private func times(_ report: UtteranceReport) -> String {
        let verbs: [(StageTimings.Stage, String)] = [
            (.detect, "found in"), (.load, "model loaded in"), (.transcribe, "transcribed in"),
            (.understand, "understood in"),
            (.record, "recorded in"), (.act, "done in"),
        ]
        let stages = verbs.compactMap { stage, verb -> String? in
            guard let time = report.timings[stage], stage != .load || time >= .milliseconds(50) else { return nil }
            return "\(verb) \(time.brief)"
        }
        let length = report.duration.map { ["\($0.brief) of speech"] } ?? []
        return (length + stages).joined(separator: " · ")
    }

    private func row(_ label: String, _ text: String, _ colour: ((String) -> String)? = nil) -> String {
        if isPlain { return label.isEmpty ? text : "\(label): \(text)" }
        let padded = label + String(repeating: " ", count: max(0, Self.indent - 2 - label.count))
        // Further lines stand under the first.
        let text = text.split(separator: "\n", omittingEmptySubsequences: false)
            .joined(separator: "\n" + String(repeating: " ", count: Self.indent))
        return "  " + (colour?(padded) ?? style.faint(padded)) + text
    }

    private func percent(_ value: Double) -> String { "(\(Int((value * 100).rounded())) %)" }
}
