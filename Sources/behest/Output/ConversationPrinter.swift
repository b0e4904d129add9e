internal import BehestAudio
internal import BehestPipeline
internal import BehestSpeech
internal import BehestWorkflow

/// Shows a conversation on the standard output: a line for a person, or a line of JSON, for each thing that happens.
struct ConversationPrinter: Answers {
    private struct Text: Encodable { var text: String }
    private struct Sound: Encodable { var sound: String }
    private struct Opening: Encodable { var open: Bool }
    private struct Failure: Encodable { var error: String }
    private struct Nothing: Encodable {}
    private struct Sentences: Encodable { var sentences: [SampleSentences.Sentence] }

    private let isJSON: Bool
    private let manner: ListenManner
    private let style: Style
    private let sentences: @Sendable () -> [SampleSentences.Sentence]

    /// - Parameters:
    ///   - isJSON: whether lines of JSON are written.
    ///   - manner: what the person wants and the terminal can do.
    ///   - environment: the program's environment.
    ///   - sentences: what can be said.
    init(
        isJSON: Bool,
        manner: ListenManner = .linesOnly,
        environment: [String: String],
        sentences: @escaping @Sendable () -> [SampleSentences.Sentence]
    ) {
        self.isJSON = isJSON
        self.manner = manner
        self.sentences = sentences
        style = Style(isTerminal: StandardOutput.isTerminal, environment: environment)
    }

    /// Whether labels stand before what they say; in a column of their own they want a terminal that has room for it.
    private var isPlain: Bool { !manner.isLive || StandardOutput.size.columns < ListenBlock.narrow }

    private var text: ReportText { ReportText(style: style, isPlain: isPlain) }

    /// Shows what happens in the sound; what goes wrong with it on standard error too.
    func show(_ event: Listener.Event) {
        write(event)
        switch event {
        case .condition(let condition): StandardError.write("\(condition)")
        case .failure(let reason): StandardError.write("behest: \(reason)")
        // What stands in the block anyway needs no line of its own.
        case .cue(let cue): if !manner.isLive || cue.isProblem { StandardError.write(cue.text) }
        case .nothingSaid: StandardError.write("Nothing was said.")
        default: break
        }
    }

    /// Writes what happens in the sound, as far as it belongs on the standard output.
    func write(_ event: Listener.Event) {
        switch event {
        case .condition(let condition): if isJSON { write("condition", Text(text: "\(condition)")) }
        case .cue(let cue): if isJSON { write("cue", Text(text: cue.rawValue)) }
        case .nothingSaid: if isJSON { write("silence", Nothing()) }
        case .speechBegan: if isJSON { write("speech", Nothing()) }
        case .partial(let transcript, _): if isJSON { write("partial", Text(text: transcript.text)) }
        case .ignored: if isJSON { write("ignored", Nothing()) }
        case .level, .speechEnded: break
        case .report(let report): show(report)
        case .failure(let reason): if isJSON { write("failure", Failure(error: reason)) }
        }
    }

    func show(_ progress: Conversation.Progress) {
        switch progress {
        case .began(let run):
            isJSON ? write("begins", RunJSON(run, tasks: nil)) : write(text.line("does", run.plan.words))
        case .ended(let outcome):
            guard !isJSON else { return write("ended", RunJSON(outcome.run, tasks: outcome.tasks)) }
            for line in text.lines(of: outcome) { write(line) }
        }
    }

    private func show(_ report: UtteranceReport) {
        guard !report.isOwnSound else {
            if isJSON, let transcript = report.transcript { write("own", Text(text: transcript.text)) }
            return
        }
        guard !isJSON else { return write("heard", ReportJSON(report)) }
        guard report.exchange != nil else { return write(text.lines(of: report).joined(separator: "\n")) }
        if let transcript = report.transcript { write(text.line(of: transcript)) }
        guard let exchange = report.exchange else { return }
        for waiting in exchange.postponed { write(text.line("waits", waiting.reason)) }
        // What is not spoken is written.
        if exchange.said == nil, let reason = report.unspokenReason { write(text.line("refused", reason)) }
        guard exchange.isRefused, exchange.question == nil else { return }
        if let nearest = report.readings.first?.wording {
            write(text.line("nearest", "You can say '\(nearest)'."))
        } else {
            let way = manner.takesKeys ? "Press ?, or say 'what can I say'." : "Say 'what can I say'."
            write(text.line("help", way))
        }
    }

    func say(_ words: String) {
        isJSON ? write("says", Text(text: words)) : write(text.line("says", words))
    }

    func play(_ earcon: DialogueEffect.Earcon) {
        if isJSON { write("plays", Sound(sound: earcon.rawValue)) }
    }

    func show(_ question: OpenQuestion?) {
        guard let question else {
            if isJSON { write("closed", Nothing()) }
            return
        }
        guard !isJSON else { return write("asks", QuestionJSON(question)) }
        write(text.line("asks", question.text))
        // Where lines are redrawn, they show how to answer.
        if !manner.isLive { write(text.line("answer", howToAnswer(question))) }
    }

    private func howToAnswer(_ question: OpenQuestion) -> String {
        guard manner.takesKeys else { return question.help }
        switch question.matter {
        case .confirmation, .risk, .offer: return "\(question.help) Or press y for yes, n for no."
        case .text: return "\(question.help) Or press Enter when it is all, n for never mind."
        case .value, .which, .meaning: return "\(question.help) Or press n for never mind."
        }
    }

    /// Explains keys.
    func list(_ keys: [ListenKey]) {
        for (index, key) in keys.enumerated() {
            write(text.line(index == 0 ? "keys" : "", "\(key.names): \(key.purpose)"))
        }
    }

    func listSentences() {
        let sentences = sentences()
        guard !isJSON else { return write("sentences", Sentences(sentences: sentences)) }
        for (index, sentence) in sentences.enumerated() {
            write(text.line(index == 0 ? "say" : "", sentence.text))
        }
    }

    func expectDictation(_ isExpected: Bool) {
        if isJSON { write("dictation", Opening(open: isExpected)) }
    }

    private func write(_ event: String, _ body: some Encodable) {
        write(JSONLine.text(of: EventJSON(event: event, body: body)))
    }

    private func write(_ text: String) {
        guard !isJSON, StandardOutput.isTerminal else { return StandardOutput.write(text) }
        let columns = StandardOutput.size.columns
        let indent = isPlain ? 0 : ReportText.indent
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        StandardOutput.write(lines.map { String($0).broken(to: columns, indent: indent) }.joined(separator: "\n"))
    }
}
