public import BehestWorkflow
public import FoundationEssentials
internal import BehestGrammar

/// A conversation as a pure machine: what happens goes in, what is to be done comes out.
///
/// ```swift
/// var dialogue = Dialogue(rules: rules)
/// let effects = dialogue.handle(.heard(heard), at: now, using: &generator)
/// ```
///
/// It never has two questions open: a second one waits. A question that has expired is closed before anything else is
/// looked at, so that no late answer ever acts.
public struct Dialogue: Sendable {
    /// How long things are waited for.
    public struct Limits: Sendable, Hashable {
        /// How long an answer is waited for.
        public var answer: TimeInterval = 30
        /// The pause that ends what is dictated.
        public var pause: TimeInterval = 4
        /// How long speech may take that has begun in time, until it is understood.
        public var speech: TimeInterval = 60
        /// How long the same may take while a key is held: longer than that may be held.
        public var hold: TimeInterval = 120
        /// How long what was asked may be taken up again after a restart.
        public var resumption: TimeInterval = 600
        /// How long what was dictated is kept, to be taken up again.
        public var draft: TimeInterval = 30 * 86_400
        /// How long what was done can be corrected and undone by "undo that".
        public var correction: TimeInterval = 120
        /// How old a command may be that nothing could hear when it was said, to be done without asking.
        public var lateness: TimeInterval = 600
        /// How many answers that are none close a question.
        public var mostMisses = 3

        /// Makes the usual limits.
        public init() {}
    }

    /// What the machine goes by; none of it changes by what is said.
    public struct Rules: Sendable {
        let decider: Decider
        let planner: Planner
        let freeSlots: [String: Set<String>]
        let composedSlots: [String: Set<String>]
        let limits: Limits
        let calibration = Calibration()

        /// Makes the rules.
        public init(decider: Decider, planner: Planner, replies: ReplyGrammar, limits: Limits = Limits()) {
            self.decider = decider
            self.planner = planner
            freeSlots = replies.freeSlots
            composedSlots = replies.composedSlots
            self.limits = limits
        }
    }

    /// Where it stands.
    public internal(set) var state: DialogueState
    /// What it goes by; new packs bring new rules.
    public var rules: Rules

    var effects: [DialogueEffect] = []
    var now = Date(timeIntervalSince1970: 0)
    /// Two numbers by chance, for the words that are read back.
    var chance: (UInt64, UInt64) = (0, 0)

    /// Begins a conversation, or goes on with one.
    public init(rules: Rules, state: DialogueState = DialogueState()) {
        self.rules = rules
        self.state = state
    }

    /// Takes in what has happened.
    ///
    /// - Parameters:
    ///   - event: what has happened.
    ///   - now: when.
    ///   - generator: what words are drawn with that have to be read back.
    /// - Returns: what is to be done, in this order.
    public mutating func handle(
        _ event: DialogueEvent,
        at now: Date,
        using generator: inout some RandomNumberGenerator
    ) -> [DialogueEffect] {
        self.now = now
        chance = (generator.next(), generator.next())
        effects = []
        if case .resumed = event { resume() } else { expire() }
        switch event {
        case .heard(let heard):
            let asked = state.question
            hear(heard)
            release(asked)
        case .heardLate(let heard, let lateness): hearLate(heard, lateness)
        case .unheard(let refusal, let mayBeOwnSound):
            let asked = state.question
            // What is said about Behest's own speech would not be heard either, and would be told of again without end.
            if mayBeOwnSound { play(.refused) } else { refuse(refusal.text) }
            release(asked)
            awaitAgain()
        case .speechBegan: hold(for: rules.limits.speech)
        case .holdBegan: hold(for: rules.limits.hold)
        case .heldSilence: release(state.question)
        case .spoken: prolong(by: state.question.map(time) ?? 0)
        case .pressed(let key): press(key)
        case .ticked, .resumed: break
        case .began(let run, let order): begin(run, order)
        case .takenUp(let run, let words): takeUp(run, words)
        case .ended(let run, let runState, let said): end(run, runState, said)
        case .lookedUp(let number, let outputs): offer(number, outputs)
        case .reversalPlanned(let done, let plans): reverse(done, by: plans)
        }
        if state.question == nil, !state.waiting.isEmpty { put(state.waiting.removeFirst()) }
        return effects
    }

    /// Gives the person at least so long from now on.
    private mutating func prolong(by limit: TimeInterval) {
        guard let question = state.question else { return }
        state.question?.expiresAt = max(question.expiresAt, now + limit)
        if let hold = question.hold { state.question?.hold?.expiresAt = max(hold.expiresAt, now + limit) }
    }

    /// Lets whoever begins to speak in time finish.
    private mutating func hold(for limit: TimeInterval) {
        guard let question = state.question else { return }
        var hold = question.hold ?? OpenQuestion.Hold(expiresAt: question.expiresAt, speeches: 0)
        guard now < hold.expiresAt else { return }
        hold.speeches += 1
        state.question?.hold = hold
        state.question?.expiresAt = max(question.expiresAt, now + limit)
    }

    /// Gives a question its own time back when what was said did nothing to it: talk that is no answer must not keep it open.
    private mutating func release(_ asked: OpenQuestion?) {
        guard let asked, var hold = asked.hold, let question = state.question, question.id == asked.id else { return }
        guard question.expiresAt == asked.expiresAt else {
            state.question?.hold = nil
            return
        }
        hold.speeches -= 1
        state.question?.hold = hold.speeches > 0 ? hold : nil
        if hold.speeches <= 0 { state.question?.expiresAt = hold.expiresAt }
    }

    /// Gives whoever was not heard the time to say it again: as it may have been more of a text, or a no, silence agrees to
    /// nothing from now on.
    private mutating func awaitAgain() {
        guard let question = state.question, question.isDictation || question.canBeSkipped else { return }
        state.question?.isResumed = true
        prolong(by: rules.limits.answer)
    }

    private mutating func press(_ key: DialogueEvent.Key) {
        switch key {
        case .cancel: cancel()
        case .stopAll: stopAll()
        case .again: sayAgain()
        case .confirm:
            switch state.question?.matter {
            case .confirmation(let plan)?, .risk(let plan, _)?: agree(to: plan)
            case .offer(let plan)?: accept(plan)
            case .text? where state.question?.isBegun == true: finishDictation()
            default: play(.refused)
            }
        }
    }
}

extension Dialogue {
    mutating func say(_ text: String) {
        state.lastSaid = text
        effects.append(.say(text))
    }

    mutating func play(_ earcon: DialogueEffect.Earcon) {
        effects.append(.play(earcon))
    }

    /// Puts a question, of which none is open now.
    mutating func put(_ question: OpenQuestion) {
        precondition(state.question == nil, "two questions are never open at once")
        var question = question
        question.askedAt = now
        question.hold = nil
        question.expiresAt = now + time(for: question)
        if case .risk(let plan, _) = question.matter {
            let words = codeWords()
            question.matter = .risk(plan, codeWords: words)
            let text = "\(Question.risky(plan).text) Press the key, or say '\(words.joined(separator: " "))'."
            question.text = [question.preface, text].compactMap(\.self).joined(separator: " ")
        }
        state.question = question
        state.lastSaid = question.text
        play(.asked)
        effects.append(.ask(question))
        if question.isDictation { effects.append(.openDictation) }
    }

    private func codeWords() -> [String] {
        let words = ReplySentences.codeWords
        let first = Int(chance.0 % UInt64(words.count))
        let second = (first + 1 + Int(chance.1 % UInt64(words.count - 1))) % words.count
        return [words[first], words[second]]
    }

    /// Closes the open question.
    ///
    /// - Returns: the question; `nil` if there is none.
    @discardableResult
    mutating func close(_ ending: DialogueEffect.Ending) -> OpenQuestion? {
        guard let question = state.question else { return nil }
        state.question = nil
        if question.isDictation { effects.append(.closeDictation) }
        effects.append(.close(question, ending))
        return question
    }

    /// Closes what is asked and what waits to be asked; what is being done goes on.
    mutating func cancel() {
        let wasLooking = !state.looks.isEmpty
        state.looks = []
        guard close(.cancelled) != nil || wasLooking else { return cancelLastRun() }
        let waiting = state.waiting
        state.waiting = []
        for question in waiting { effects.append(.close(question, .cancelled)) }
        let others = waiting.map { "'\($0.order.words)'" }.joined(separator: ", ")
        say(others.isEmpty ? "All right, nothing was done." : "All right, nothing was done, nor \(others).")
    }
}

extension OpenQuestion {
    /// Whether something was dictated already.
    var isBegun: Bool {
        if case .text(_, let dictation) = matter { !dictation.isEmpty } else { false }
    }

    /// Whether something that was dictated hangs on it.
    var isDraft: Bool { isBegun || order.isDictated }

    /// Whether it is put aside, to be taken up again, when it expires: also what would have been done without an answer.
    var isKept: Bool { isDraft || canBeSkipped }
}
