internal import BehestAudio
internal import BehestGrammar
internal import BehestPipeline
internal import BehestSpeech
internal import BehestWorkflow
internal import FoundationEssentials

/// What happens while `behest` listens.
extension ListenBlock {
    mutating func take(_ event: Listener.Event, at now: Date) {
        switch event {
        case .condition(let condition): take(condition, at: now)
        case .level(let level): hears(level)
        case .speechBegan:
            isHearing = true
            (partial, meaning) = (nil, nil)
            endsQuiet(at: now)
        case .partial(let transcript, let interpretation):
            partial = transcript.text
            meaning = interpretation?.summary
        case .speechEnded:
            isHearing = false
            thinkingSince.append(now)
            endsQuiet(at: now)
        case .cue, .nothingSaid: break
        case .report, .failure, .ignored:
            concludes()
        }
    }

    /// What became of an utterance is told.
    private mutating func concludes() {
        if !thinkingSince.isEmpty { thinkingSince.removeFirst() }
        // Somebody may be speaking again already.
        if !isHearing { (partial, meaning) = (nil, nil) }
    }

    /// Shows for what it waits now.
    mutating func attend(_ attending: Attending) {
        guard attending != self.attending else { return }
        self.attending = attending
        // What was being said is given up, or belongs to what is held.
        if attending == .muted || attending == .held { isHearing = false }
        if attending == .muted { (partial, meaning) = (nil, nil) }
    }

    private mutating func take(_ condition: CaptureCondition, at now: Date) {
        switch condition {
        case .listening:
            if source == .starting { endsQuiet(at: now, afterSpeech: false) }
            source = .open
        case .stalled, .muted: source = .silent("\(condition)")
        case .unavailable: source = .lost("\(condition)")
        }
        if source != .open { isHearing = false }
        if source != .open { level = .silence }
    }

    mutating func take(_ progress: Conversation.Progress, at now: Date) {
        switch progress {
        case .began(let run): runs.append(Run(id: run.id, words: run.plan.words, began: now))
        case .ended(let outcome): runs.removeAll { $0.id == outcome.run.id }
        }
    }

    /// Shows a question, or none.
    mutating func show(_ question: OpenQuestion?, at now: Date) {
        self.question = question.map { Question($0, since: now) }
    }

    /// Takes over until when the question waits.
    mutating func prolong(_ question: OpenQuestion) {
        if self.question?.id == question.id { self.question?.expiresAt = question.expiresAt }
    }

    /// The keys that do something.
    var keys: [ListenKey] { ListenKey.allCases.filter { hasModes || ![.talk, .mute].contains($0) } }

    /// Whether a key is taken for what it says: one that was pressed before its question could be read is not.
    func takes(_ key: ListenKey, at now: Date) -> Bool {
        switch key {
        case .confirm, .cancel: question.map { now.timeIntervalSince($0.since) >= Self.readingTime } ?? true
        case .stopAll, .talk, .mute, .again, .help, .end: true
        }
    }

    /// Nobody reads faster, and a key that is held down repeats itself faster.
    private static let readingTime: TimeInterval = 0.4
}

extension ListenBlock.Question {
    fileprivate init(_ question: OpenQuestion, since: Date) {
        let kind: Kind =
            switch question.matter {
            case .confirmation, .risk, .offer: .agreement
            case .value, .which, .meaning: .value
            case .text: .text
            }
        let isChoice = if case .meaning = question.matter { true } else { false }
        self.init(
            id: question.id,
            text: question.text,
            kind: kind,
            meaning: isChoice ? nil : question.order.interpretation.summary,
            since: since,
            expiresAt: question.expiresAt
        )
    }
}

extension Interpretation {
    /// What is meant, on one line.
    fileprivate var summary: String {
        guard !slots.isEmpty else { return intent }
        return "\(intent), \(slots.map { "\($0.name) = \($0.value)" }.joined(separator: ", "))"
    }
}
