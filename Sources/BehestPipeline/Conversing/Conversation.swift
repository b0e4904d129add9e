public import BehestWorkflow
public import FoundationEssentials
internal import BehestSpeech

/// A conversation with a person: feeds the ``Dialogue``, does what it says, and keeps where it stands in the journal.
///
/// ```swift
/// try await conversation.resume()
/// async let work: Void = conversation.run()
/// try await conversation.hear(typed: "deploy web to staging")
/// ```
///
/// An order is in the journal before anything is said about it. Where the conversation stands is kept right after that, so
/// that a crash in between asks once more rather than forget.
public actor Conversation {
    private var dialogue: Dialogue
    private var interpreter: ConversationInterpreter
    private let records: CommandPipeline.Records
    private let answers: any Answers
    private let identifiers: any IdentifierGenerator
    private let now: @Sendable () -> Date
    private var generator: any RandomNumberGenerator & Sendable

    /// What the journal has.
    private var kept = DialogueState()

    /// What is to be told, in its order; one caller at a time tells it.
    private var untold: [DialogueEffect] = []
    private var isTelling = false

    /// Whether an event is being recorded, and who waits for that.
    private var isKeeping = false
    private var turns: [CheckedContinuation<Void, Never>] = []

    private let orders: AsyncStream<[RunRecord.ID]>
    private let ordering: AsyncStream<[RunRecord.ID]>.Continuation
    /// What stops the run that is being done.
    private var stops: [RunRecord.ID: AsyncStream<Void>.Continuation] = [:]
    private var stopped: Set<RunRecord.ID> = []

    /// Puts a conversation together.
    ///
    /// - Parameters:
    ///   - rules: what it goes by.
    ///   - interpreter: what understands words.
    ///   - records: where everything is kept and what carries runs out.
    ///   - answers: what tells the person.
    ///   - identifiers: names the utterances.
    ///   - generator: draws the words that are read back.
    ///   - now: tells the time.
    public init(
        rules: Dialogue.Rules,
        interpreter: ConversationInterpreter,
        records: CommandPipeline.Records,
        answers: any Answers,
        identifiers: any IdentifierGenerator = RandomIdentifierGenerator(),
        generator: any RandomNumberGenerator & Sendable = SystemRandomNumberGenerator(),
        now: @escaping @Sendable () -> Date = { Date() }
    ) {
        dialogue = Dialogue(rules: rules)
        self.interpreter = interpreter
        self.records = records
        self.answers = answers
        self.identifiers = identifiers
        self.generator = generator
        self.now = now
        // An order is a person's, and none may be lost.
        (orders, ordering) = AsyncStream.makeStream(bufferingPolicy: .unbounded)
    }

    /// The question that is open.
    public var question: OpenQuestion? { dialogue.state.question }

    /// Goes on with packs that have changed; what is asked stays as it was asked.
    ///
    /// - Parameters:
    ///   - rules: what it goes by from now on.
    ///   - interpreter: what understands words from now on.
    public func renew(rules: Dialogue.Rules, interpreter: ConversationInterpreter) {
        dialogue.rules = rules
        self.interpreter = interpreter
    }

    /// Takes up a conversation where an earlier process left it.
    ///
    /// - Throws: ``JournalError`` when the journal cannot be read or written.
    public func resume() async throws {
        guard let kept = try await records.journal.conversation() else { return }
        // What another version kept in other words is no longer talked about.
        guard let state = try? JSONDecoder().decode(DialogueState.self, from: Data(kept.utf8)) else { return }
        dialogue = Dialogue(rules: dialogue.rules, state: state)
        _ = try await take(.resumed)
    }

    /// Hears words that were typed.
    ///
    /// - Parameter words: the words.
    /// - Throws: when they could not be recorded; then nothing is done.
    public func hear(typed words: String) async throws {
        var heard = try await interpreter.heard(typed: words)
        let id = identifiers.next()
        let transcript = Transcript(text: words, words: [], meanLogProbability: 0, tokenCount: 0, model: "typed")
        try await records.keep(typed: transcript, id: id)
        heard.utterance = id
        try await hear(heard)
    }

    /// Hears what was understood of an utterance that is in the journal.
    ///
    /// - Parameter heard: what was understood.
    /// - Throws: ``JournalError`` when it could not be recorded; then nothing is done.
    public func hear(_ heard: Heard) async throws {
        let effects = try await take(.heard(heard))
        guard let id = heard.utterance else { return }
        try await records.journal.record(effects.decision(on: id))
    }

    /// Takes in anything else that happens.
    ///
    /// - Parameter event: what has happened.
    /// - Returns: what came of it.
    /// - Throws: ``JournalError`` when it could not be recorded.
    @discardableResult
    public func take(_ event: DialogueEvent) async throws -> [DialogueEffect] {
        let effects = try await keep(event)
        await tell()
        return effects
    }

    /// Takes an event in, and records what comes of it; the next event waits until that is done.
    private func keep(_ event: DialogueEvent) async throws -> [DialogueEffect] {
        while isKeeping { await withCheckedContinuation { turns.append($0) } }
        isKeeping = true
        defer {
            isKeeping = false
            if !turns.isEmpty { turns.removeFirst().resume() }
        }
        let effects = handle(event)
        for effect in effects {
            guard case .carryOut(let order, let plans, let utterance, let after) = effect else { continue }
            let runs = try await records.dispatcher.record(sequence: plans, utterance: utterance, after: after)
            for run in runs { untold += handle(.began(run.id, order: order)) }
            ordering.yield(runs.map(\.id))
        }
        try await keepState()
        untold += effects
        return effects
    }

    /// Carries out what is ordered, and lets questions expire, until it is cancelled.
    ///
    /// - Parameter clock: what the time between two looks at the questions is measured with.
    /// - Throws: ``JournalError`` when something could not be recorded; a run that fails is no error.
    public func run(clock: some Clock<Duration> = ContinuousClock()) async throws {
        try await withThrowingTaskGroup { group in
            group.addTask { try await self.carryOut() }
            group.addTask {
                while (try? await clock.sleep(for: .milliseconds(500))) != nil { try await self.take(.ticked) }
            }
            // The first that fails ends the other.
            for try await _ in group {}
        }
    }

    private func handle(_ event: DialogueEvent) -> [DialogueEffect] {
        dialogue.handle(event, at: now(), using: &generator)
    }

    /// Keeps where the conversation stands, if that has changed.
    private func keepState() async throws {
        let state = dialogue.state
        guard state != kept else { return }
        let data = try JSONEncoder().encode(state)
        try await records.journal.keep(conversation: String(decoding: data, as: UTF8.self))
        kept = state
    }

    /// Tells what there is to tell, unless somebody is at it.
    private func tell() async {
        guard !isTelling else { return }
        isTelling = true
        while !untold.isEmpty { await tell(untold.removeFirst()) }
        isTelling = false
    }

    private func tell(_ effect: DialogueEffect) async {
        switch effect {
        case .say(let text):
            await answers.say(text)
            untold += handle(.spoken)
        case .play(let earcon): await answers.play(earcon)
        case .ask(let question):
            await answers.show(question)
            untold += handle(.spoken)
        case .close: await answers.show(nil)
        case .openDictation: await answers.expectDictation(true)
        case .closeDictation: await answers.expectDictation(false)
        case .listSentences: await answers.listSentences()
        case .cancel(let run): stop(run)
        case .carryOut: break
        }
    }

    private func stop(_ run: RunRecord.ID) {
        stopped.insert(run)
        stops[run]?.finish()
    }
}

extension Conversation {
    private func carryOut() async throws {
        for await runs in orders {
            for run in runs { try await perform(run) }
        }
    }

    /// Carries out one run, which may be stopped meanwhile.
    private func perform(_ id: RunRecord.ID) async throws {
        let (stop, stopping) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        stops[id] = stopping
        defer { stops[id] = nil }
        if stopped.contains(id) { stopping.finish() }
        let dispatcher = records.dispatcher
        let failure: (any Error)? = await withTaskGroup { group in
            group.addTask { () -> (any Error)? in
                do {
                    _ = try await dispatcher.perform(id)
                    return nil
                } catch { return error }
            }
            group.addTask { () -> (any Error)? in
                for await _ in stop {}
                return nil
            }
            let first = await group.next() ?? nil
            group.cancelAll()
            let second = await group.next() ?? nil
            return first ?? second
        }
        guard !Task.isCancelled else { return }
        if let run = try await records.journal.run(id), run.state.isFinal {
            try await take(.ended(id, run.state, said: run.said ?? "Done."))
        } else if let failure {
            throw failure
        }
    }
}

extension [DialogueEffect] {
    /// What was decided about an utterance, as the journal keeps it.
    fileprivate func decision(on utterance: UtteranceRecord.ID) -> DecisionRecord {
        var said: [String] = []
        var plan: Plan?
        var isRefused = false
        for effect in self {
            switch effect {
            case .say(let text): said.append(text)
            case .ask(let question): said.append(question.text)
            case .play(.refused): isRefused = true
            case .carryOut(_, let plans, utterance, _): plan = plans.first
            default: break
            }
        }
        let verdict: DecisionRecord.Verdict = plan != nil ? .act : isRefused ? .refuse : .ask
        return DecisionRecord(
            utterance: utterance,
            verdict: verdict,
            reason: said.isEmpty ? "It was said in a conversation." : said.joined(separator: " "),
            intent: plan?.intent,
            slots: plan?.slots ?? [:]
        )
    }
}
