internal import BehestGrammar
internal import BehestPipeline
internal import BehestSpeech
internal import BehestWorkflow

/// Puts into words what was considered for an utterance, and what spoke for it.
struct ExplanationText {
    let style: Style

    private let calibration = Calibration()

    func lines(of report: UtteranceReport) -> [String] {
        var lines: [String] = []
        if let transcript = report.transcript { lines += heard(transcript, isTyped: report.start == nil) }
        if report.readings.isEmpty, report.following.isEmpty {
            lines.append(row("considered", "nothing comes near"))
        }
        for (index, reading) in report.readings.enumerated() {
            lines += considered(reading, label: index == 0 ? "considered" : "")
        }
        for command in report.commands where command.decision != nil {
            lines += decided(command)
        }
        lines.append(row("", style.faint(thresholds)))
        return lines
    }

    private func heard(_ transcript: Transcript, isTyped: Bool) -> [String] {
        guard !transcript.text.isEmpty else { return [row("heard", "nothing")] }
        guard !isTyped else { return [row("typed", transcript.text.visible)] }
        guard !transcript.words.isEmpty else { return [row("heard", transcript.text.visible)] }
        let words = transcript.words.map { "\($0.text.visible) \(style.faint(percent($0.confidence)))" }
        return [row("heard", words.joined(separator: " "))]
    }

    private func considered(_ reading: Reading, label: String) -> [String] {
        let slots = reading.interpretation.slots.map { "\($0.name) = \($0.value)".visible }
        let meaning = ([reading.interpretation.intent] + slots).joined(separator: ", ")
        let title = "\(percent(calibration.certainty(of: reading))) \(reading.wording.visible)"
        return [
            row(label, title), row("", style.faint("     \(meaning)")),
            row("", style.faint("     \(reasons(reading))")),
        ]
    }

    /// What speaks for and against a reading.
    private func reasons(_ reading: Reading) -> String {
        let scores = reading.scores
        guard !reading.isExact else { return "the sentence's own words, heard with \(percent(scores.confidence))" }
        var reasons = [
            "by sound \(number(scores.soundDistance)) away, \(number(scores.soundCost)) a sound, "
                + "\(number(scores.worstMismatch)) at the worst place"
        ]
        if let ratio = scores.likelihoodRatio {
            reasons.append("the audio gives it \(number(ratio)) against the words heard")
        }
        if let margin = scores.margin { reasons.append("\(number(margin)) before the next") }
        return reasons.joined(separator: "; ")
    }

    private func decided(_ command: CommandReport) -> [String] {
        switch command.decision {
        case .act(let plan): [row("would do", plan.intent, style.green)]
        case .ask(let question): [row("would ask", question.text.visible, style.yellow)]
        case .refuse(let refusal): [row("refuses", refusal.text.visible, style.yellow)]
        case nil: []
        }
    }

    private var thresholds: String {
        "A reading is acted on from \(percent(calibration.actFrom)), and asked about from \(percent(calibration.askFrom))."
    }

    private func row(_ label: String, _ text: String, _ colour: ((String) -> String)? = nil) -> String {
        let padded = label + String(repeating: " ", count: max(0, 12 - label.count))
        return (colour?(padded) ?? style.faint(padded)) + text
    }

    private func percent(_ value: Double) -> String { "\(Int((value * 100).rounded())) %" }

    private func number(_ value: Double) -> String {
        let hundredths = Int((value.magnitude * 100).rounded())
        let fraction = hundredths % 100
        return "\(value < 0 && hundredths > 0 ? "-" : "")\(hundredths / 100).\(fraction < 10 ? "0" : "")\(fraction)"
    }
}
