public import BehestWorkflow
public import FoundationEssentials
internal import BehestSpeech

/// A conversation with a person: feeds the ``Dialogue``, does what it says, and keeps where it stands in the journal.
///
/// ```swift
/// try await conversation.resume(takingUp: lock.isAlone)
/// async let work: Void = conversation.run()
/// try await conversation.hear(typed: "deploy web to staging")
/// ```
///
/// An order is in the journal before anything is said about it. Where the conversation stands is kept right after that, so
/// that a crash in between asks once more rather than forget.
///
/// A ``Listener`` gives it what is heard at a microphone.
public actor Conversation {
    private var dialogue: Dialogue
    private var interpreter: ConversationInterpreter
    nonisolated let records: CommandPipeline.Records
    private let answers: any Answers
    nonisolated let identifiers: any IdentifierGenerator
    /// What tries again what no endpoint could transcribe; `nil` where that is refused at once.
    nonisolated let backlog: Backlog?
    nonisolated let now: @Sendable () -> Date
    private var generator: any RandomNumberGenerator & Sendable

    /// How far a run has come.
    public enum Progress: Sendable {
        /// It is begun.
        case began(RunRecord)
        /// It is at its end.
        case ended(RunOutcome)
    }

    /// What the journal has.
    private var kept = DialogueState()

    /// What is to be told, in its order; one caller at a time tells it.
    private var untold: [DialogueEffect] = []
    private var isTelling = false

    /// Whether nothing more is to be ordered.
    private var isFinishing = false
    private var awaitsText = true

    /// Whether an event is being recorded, and who waits for that.
    private var isKeeping = false
    private var turns: [CheckedContinuation<Void, Never>] = []

    let orders: AsyncStream<[RunRecord.ID]>
    private let ordering: AsyncStream<[RunRecord.ID]>.Continuation
    /// What stops the run that is being done.
    var stops: [RunRecord.ID: AsyncStream<Void>.Continuation] = [:]
    private(set) var stopped: Set<RunRecord.ID> = []

    /// Puts a conversation together.
    ///
    /// - Parameters:
    ///   - rules: what it goes by.
    ///   - interpreter: what understands words.
    ///   - records: where everything is kept and what carries runs out.
    ///   - answers: what tells the person.
    ///   - backlog: what tries again what no endpoint could transcribe; without it, that is refused.
    ///   - identifiers: names the utterances.
    ///   - generator: draws the words that are read back.
    ///   - now: tells the time.
    public init(
        rules: Dialogue.Rules,
        interpreter: ConversationInterpreter,
        records: CommandPipeline.Records,
        answers: any Answers,
        backlog: Backlog? = nil,
        identifiers: any IdentifierGenerator = RandomIdentifierGenerator(),
        generator: any RandomNumberGenerator & Sendable = SystemRandomNumberGenerator(),
        now: @escaping @Sendable () -> Date = { Date() }
    ) {
        dialogue = Dialogue(rules: rules)
        self.interpreter = interpreter
        self.records = records
        self.answers = answers
        self.backlog = backlog
        self.identifiers = identifiers
        self.generator = generator
        self.now = now
        // An order is a person's, and none may be lost.
        (orders, ordering) = AsyncStream.makeStream(bufferingPolicy: .unbounded)
    }

    /// The question that is open.
    public var question: OpenQuestion? { dialogue.state.question }

    /// What understands words, and what they are expected to be.
    var situation: (interpreter: ConversationInterpreter, expectation: Comprehension.Expectation) {
        (interpreter, question.map { $0.isDictation ? .text : .answer } ?? .command)
    }

    /// Goes on with packs that have changed; what is asked stays as it was asked.
    ///
    /// - Parameters:
    ///   - rules: what it goes by from now on.
    ///   - interpreter: what understands words from now on.
    public func renew(rules: Dialogue.Rules, interpreter: ConversationInterpreter) {
        dialogue.rules = rules
        self.interpreter = interpreter
    }

    /// Takes up a conversation where an earlier process left it: what was asked is asked again, and runs that were left over
    /// are carried out.
    ///
    /// - Parameter isAlone: whether no other process works with the journal; otherwise what is unfinished may be its.
    /// - Throws: ``JournalError`` when the journal cannot be read or written.
    public func resume(takingUp isAlone: Bool = false) async throws {
        // What another version kept in other words is no longer talked about.
        if let kept = try await records.journal.conversation(),
            let state = try? JSONDecoder().decode(DialogueState.self, from: Data(kept.utf8))
        {
            dialogue = Dialogue(rules: dialogue.rules, state: state)
            try await take(.resumed)
            for run in state.runs {
                guard let run = try await records.journal.readableRun(run.id), run.state.isFinal else { continue }
                // It came to its end just before the process did, and nobody was told.
                try await take(.ended(run.id, run.state, said: run.said ?? "Done."))
            }
        }
        guard isAlone else { return }
        var left: [RunRecord] = []
        for run in try await records.dispatcher.leftOver(limit: Self.mostTakenUp) {
            guard run.plan.isLook == true else {
                left.append(run)
                continue
            }
            // Whoever it was looked up for has asked again, or does no more.
            _ = try await records.dispatcher.perform(run.id)
        }
        await follow(try await keep(left.map { .takenUp($0.id, words: $0.plan.words) }))
        for run in left { ordering.yield([run.id]) }
    }

    /// How many runs that were left over are talked about at a start; others are taken up at the next, or by a worker.
    private static let mostTakenUp = 100

    /// Hears words that were typed.
    ///
    /// - Parameter words: the words.
    /// - Returns: what it makes of them.
    /// - Throws: when they could not be recorded; then nothing is done.
    @discardableResult
    public func hear(typed words: String) async throws -> Exchange {
        var heard = try await interpreter.heard(typed: words)
        let id = identifiers.next()
        let transcript = Transcript(text: words, words: [], meanLogProbability: 0, tokenCount: 0, model: "typed")
        try await records.keep(typed: transcript, id: id)
        heard.utterance = id
        let exchange = try await hear(heard)
        await follow(exchange)
        return exchange
    }

    /// Hears what was understood of an utterance that is in the journal, and records what is ordered by it.
    ///
    /// - Parameter heard: what was understood.
    /// - Returns: what it makes of it; to be followed by ``follow(_:)``, before which nothing is begun and nothing is told.
    /// - Throws: ``JournalError`` when it could not be recorded; then nothing is done.
    public func hear(_ heard: Heard) async throws -> Exchange {
        try await keep(.heard(heard), of: heard)
    }

    /// Hears a command that nothing could hear when it was said, and records what is ordered by it, as ``hear(_:)`` does.
    func hear(late heard: Heard, _ lateness: Lateness) async throws -> Exchange {
        try await keep(.heardLate(heard, lateness), of: heard)
    }

    /// Begins what was ordered, and tells what there is to tell.
    ///
    /// - Parameter exchange: what was made of what was heard.
    public func follow(_ exchange: Exchange) async {
        if !exchange.runs.isEmpty { ordering.yield(exchange.runs.map(\.id)) }
        untold += exchange.effects
        finishIfDone()
        await tell()
    }

    /// Takes no more orders.
    ///
    /// ``run(clock:watching:)`` returns when what was ordered is done. A question that is open stays so, for the next start.
    ///
    /// - Parameter awaitsText: whether what is being dictated is first ended by its pause; otherwise it stays a draft.
    public func finish(awaitingText awaitsText: Bool = true) {
        isFinishing = true
        self.awaitsText = awaitsText
        finishIfDone()
    }

    private func finishIfDone() {
        if isFinishing, !(awaitsText && question?.isBegun == true) { ordering.finish() }
    }

    /// Somebody begins to speak: what is asked waits for the end.
    ///
    /// - Throws: ``JournalError`` when it could not be recorded.
    public func speechBegan() async throws { try await takeQuietly(.speechBegan) }

    /// Takes in what somebody does who speaks.
    ///
    /// What has expired until now is told by ``run(clock:watching:)``, as whoever speaks is not to wait for that.
    func takeQuietly(_ event: DialogueEvent) async throws { untold += try await keep(event).effects }

    /// Takes in anything else that happens.
    ///
    /// - Parameter event: what has happened.
    /// - Returns: what came of it.
    /// - Throws: ``JournalError`` when it could not be recorded.
    @discardableResult
    public func take(_ event: DialogueEvent) async throws -> [DialogueEffect] {
        let exchange = try await keep(event)
        await follow(exchange)
        return exchange.effects
    }

    /// Takes an event in, and records all that comes of it at once; the next event waits until that is done.
    ///
    /// - Parameters:
    ///   - event: what has happened.
    ///   - heard: the utterance about which it is decided, if there is one.
    /// - Returns: what came of it.
    /// - Throws: ``JournalError`` when it could not be recorded.
    func keep(_ event: DialogueEvent, of heard: Heard? = nil) async throws -> Exchange {
        try await keep([event], of: heard)
    }

    private func keep(_ events: [DialogueEvent], of heard: Heard? = nil) async throws -> Exchange {
        while isKeeping { await withCheckedContinuation { turns.append($0) } }
        isKeeping = true
        defer {
            isKeeping = false
            if !turns.isEmpty { turns.removeFirst().resume() }
        }
        var exchange = Exchange(runs: [], effects: events.flatMap(handle), recordedAt: nil)
        var entries: [JournalEntry] = []
        var place = 0
        // What is done about one effect may bring others.
        while place < exchange.effects.count {
            let effect = exchange.effects[place]
            place += 1
            switch effect {
            // What is to stop does not wait until everything before it has been spoken.
            case .cancel(let run): stop(run)
            case .look(let number, let plan, let utterance):
                // If all ends meanwhile, it is looked up at the next start.
                try await record(entries)
                entries = []
                let outputs = try await look(plan, utterance: utterance)
                exchange.effects += handle(.lookedUp(number, outputs: outputs))
            case .planReversal(let done):
                exchange.effects += handle(.reversalPlanned(done, try await reversals(of: done)))
            case .carryOut(let order, let plans, let utterance, let after):
                let (runs, recording) = records.dispatcher.prepare(sequence: plans, utterance: utterance, after: after)
                entries += recording
                exchange.runs += runs
                for run in runs { exchange.effects += handle(.began(run.id, order: order)) }
            default: break
            }
        }
        if let heard, let id = heard.utterance {
            entries = exchange.decisions(on: id, heard).map(JournalEntry.decision) + entries
        }
        try await record(entries)
        if !exchange.runs.isEmpty { exchange.recordedAt = .now }
        return exchange
    }

    /// Carries out what is ordered, and lets questions expire, until it is cancelled or has been ended by ``finish()``.
    ///
    /// - Parameters:
    ///   - clock: what the time between two looks at the questions is measured with.
    ///   - watch: told when a run begins and ends, before anything is said about it.
    /// - Throws: ``JournalError`` when something could not be recorded; a run that fails is no error.
    public func run(
        clock: some Clock<Duration> = ContinuousClock(),
        watching watch: @escaping @Sendable (Progress) async -> Void = { _ in }
    ) async throws {
        try await withThrowingTaskGroup { group in
            group.addTask { try await self.carryOut(watch) }
            group.addTask {
                while (try? await clock.sleep(for: .milliseconds(500))) != nil { try await self.take(.ticked) }
            }
            // The first to end or fail ends the other.
            defer { group.cancelAll() }
            try await group.next()
        }
    }

    private func handle(_ event: DialogueEvent) -> [DialogueEffect] {
        dialogue.handle(event, at: now(), using: &generator)
    }

    /// Records something, and where the conversation stands if that has changed.
    private func record(_ entries: [JournalEntry]) async throws {
        let state = dialogue.state
        var entries = entries
        if state != kept {
            entries.append(.conversation(String(decoding: try JSONEncoder().encode(state), as: UTF8.self)))
        }
        try await records.journal.record(entries)
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
        case .cancel, .carryOut, .look, .planReversal, .postpone: break
        }
    }

    /// Looks something up, which is a run like any other, but does not wait for those that are being done.
    ///
    /// - Returns: what was found; nothing also when the look failed, since what was asked for does not hang on it.
    private func look(_ plan: Plan, utterance: UtteranceRecord.ID?) async throws -> [String: JSONValue] {
        let run = try await records.dispatcher.record(plan, utterance: utterance)
        let outcome = try await records.dispatcher.perform(run.id)
        return outcome.run.state == .succeeded ? outcome.tasks.last?.outputs ?? [:] : [:]
    }

    /// The plans that take back what was ordered, the last run's first.
    private func reversals(of done: DialogueState.Done) async throws -> [Plan] {
        var plans: [Plan] = []
        for run in (done.runs ?? []).reversed() {
            do {
                if let plan = try await records.dispatcher.reversal(of: run) { plans.append(plan) }
            } catch let error as JournalError where error.code != .unreadable && error.code != .notFound {
                throw error
            } catch {
                // One that cannot be taken back keeps the others from it: what came after it may stand on it.
                return []
            }
        }
        return plans
    }

    private func stop(_ run: RunRecord.ID) {
        stopped.insert(run)
        stops[run]?.finish()
    }
}
