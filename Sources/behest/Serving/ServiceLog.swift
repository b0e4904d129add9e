internal import BehestAudio
internal import BehestGrammar
internal import BehestPipeline
internal import BehestWorkflow
internal import Logging

/// Logs what happens in a conversation, without what was said: that is in the journal, which is the person's alone.
struct ServiceLog: Answers {
    let logger: Logger

    func show(_ event: Listener.Event) {
        switch event {
        case .condition(let condition): log(condition)
        case .report(let report): log(report)
        case .failure(let reason): logger.error("\(reason)")
        case .cue(let cue): logger.info("\(cue.text)")
        case .nothingSaid: logger.info("A key was held, and nothing was said.")
        case .level, .speechBegan, .speechEnded, .ignored, .partial: break
        }
    }

    func show(_ progress: Conversation.Progress) {
        switch progress {
        case .began(let run): logger.info("Begun: \(run.plan.intent).", metadata: ["run": "\(run.id)"])
        case .ended(let outcome):
            let run = outcome.run
            logger.log(
                level: run.state == .failed ? .warning : .info,
                "\(run.plan.intent) has \(run.state == .cancelled ? "been " : "")\(run.state.rawValue).",
                metadata: ["run": "\(run.id)"]
            )
        }
    }

    func show(_ question: OpenQuestion?) {
        guard let question else { return }
        logger.info("A question about \(question.order.interpretation.intent) is open.")
    }

    func say(_ text: String) {}
    func play(_ earcon: DialogueEffect.Earcon) {}
    func listSentences() {}
    func expectDictation(_ isExpected: Bool) {}

    private func log(_ condition: CaptureCondition) {
        let isSound = if case .listening = condition { true } else { false }
        logger.log(level: isSound ? .info : .warning, "\(condition)")
    }

    private func log(_ report: UtteranceReport) {
        var metadata: Logger.Metadata = ["utterance": "\(report.id ?? "")"]
        if let time = report.endToRun { metadata["after"] = "\(time.brief)" }
        logger.info("Heard an utterance.", metadata: metadata)
    }
}

/// Where the service shows what happens: in the log, and as lines of JSON if these are wanted.
struct ServiceView: Sendable {
    let log: ServiceLog
    let printer: ConversationPrinter?

    func show(_ event: Listener.Event) {
        log.show(event)
        printer?.write(event)
    }

    func show(_ progress: Conversation.Progress) {
        log.show(progress)
        printer?.show(progress)
    }
}
