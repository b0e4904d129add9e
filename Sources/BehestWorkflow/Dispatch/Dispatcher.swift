public import FoundationEssentials

/// Carries recorded runs out, one step after the other.
///
/// What is about to be done is recorded before it is done, and every result before the next step begins. A step that was
/// done is never done again, however often the run is taken up.
public struct Dispatcher: Sendable {
    let journal: any Journal
    let agents: AgentRegistry
    let identifiers: any IdentifierGenerator
    let now: @Sendable () -> Date
    let clock: any Clock<Duration>
    let presence: WorkerPresence
    let observer: (any RunObserver)?

    /// Makes a dispatcher.
    ///
    /// - Parameters:
    ///   - journal: Where everything is recorded.
    ///   - agents: The agents that carry tasks out.
    ///   - identifiers: Makes the identifiers of runs.
    ///   - now: Tells the time.
    ///   - clock: Measures how long steps take.
    ///   - worker: Who carries out what is carried out here.
    ///   - observer: Looks on while agents are at work; `nil` for nobody.
    public init(
        journal: any Journal,
        agents: AgentRegistry,
        identifiers: any IdentifierGenerator = RandomIdentifierGenerator(),
        now: @escaping @Sendable () -> Date = { Date() },
        clock: any Clock<Duration> = ContinuousClock(),
        worker: WorkerIdentity = .current,
        observer: (any RunObserver)? = nil
    ) {
        self.journal = journal
        self.agents = agents
        self.identifiers = identifiers
        self.now = now
        self.clock = clock
        self.observer = observer
        presence = WorkerPresence(worker, journal: journal)
    }

    /// Lets the agents make ready what would make their first task take longer than the next.
    ///
    /// - Parameter workspace: The path of the workspace in which tasks are to be expected.
    public func prepareAgents(in workspace: String) async {
        await agents.prepare(in: workspace)
    }

    /// Records a run of a plan with all its tasks; nothing is done yet.
    ///
    /// - Parameters:
    ///   - plan: The plan; it must be complete.
    ///   - utterance: The utterance that caused it, recorded before; `nil` for typed words.
    ///   - held: Whether a person is to be asked before it is carried out.
    ///   - isForAnybody: Whether it is left to whoever carries runs out, instead of to this process.
    /// - Returns: The run, which from now on survives a crash.
    /// - Throws: ``JournalError`` when it could not be recorded; then nothing is done.
    public func record(
        _ plan: Plan,
        utterance: UtteranceRecord.ID?,
        held: Bool = false,
        isForAnybody: Bool = false
    ) async throws -> RunRecord {
        let runs = try await record(sequence: [plan], utterance: utterance, held: held, isForAnybody: isForAnybody)
        return runs[0]
    }

    /// Records runs of plans that were asked for in one breath, each to be done when the one before it has succeeded;
    /// nothing is done yet.
    ///
    /// - Parameters:
    ///   - plans: The plans in their order.
    ///   - utterance: The utterance that caused them, recorded before; `nil` for typed words.
    ///   - first: A run that has to succeed before all of them; `nil` for none.
    ///   - held: Whether a person is to be asked before each is carried out.
    ///   - isForAnybody: Whether they are left to whoever carries runs out, instead of to this process.
    ///   - entries: What is recorded together with them, and before them.
    /// - Returns: The runs in their order; all of them, or none, survive a crash.
    /// - Throws: ``JournalError`` when they could not be recorded; then nothing is done.
    public func record(
        sequence plans: [Plan],
        utterance: UtteranceRecord.ID?,
        after first: RunRecord.ID? = nil,
        held: Bool = false,
        isForAnybody: Bool = false,
        with entries: [JournalEntry] = []
    ) async throws -> [RunRecord] {
        let (runs, recording) = prepare(
            sequence: plans,
            utterance: utterance,
            after: first,
            held: held,
            isForAnybody: isForAnybody
        )
        try await journal.record(entries + recording)
        return runs
    }

    /// Makes the runs of plans that were asked for in one breath, to be recorded together with something else.
    ///
    /// - Returns: The runs in their order, and the entries by which they are recorded.
    public func prepare(
        sequence plans: [Plan],
        utterance: UtteranceRecord.ID?,
        after first: RunRecord.ID? = nil,
        held: Bool = false,
        isForAnybody: Bool = false
    ) -> (runs: [RunRecord], entries: [JournalEntry]) {
        var runs: [RunRecord] = []
        var entries: [JournalEntry] = []
        let worker = isForAnybody ? nil : presence.record
        for plan in plans {
            let (run, tasks) = prepare(plan, utterance: utterance, held: held, follows: runs.last?.id ?? first)
            runs.append(run)
            entries.append(.run(run, tasks: tasks, worker: worker))
        }
        return (runs, entries)
    }

    /// Makes a run of a plan, with its tasks; nothing is recorded.
    func prepare(
        _ plan: Plan,
        utterance: UtteranceRecord.ID?,
        held: Bool,
        follows: RunRecord.ID? = nil
    ) -> (run: RunRecord, tasks: [AgentTask]) {
        precondition(plan.isComplete, "A plan with open questions cannot be carried out")
        let run = RunRecord(
            id: identifiers.next(),
            utterance: utterance,
            follows: follows,
            plan: plan,
            state: held ? .held : .ready,
            createdAt: now().asRecorded
        )
        let tasks = plan.steps.enumerated().map { position, step in
            AgentTask(run: run.id, position: position, step: step, state: position == 0 && !held ? .ready : .waiting)
        }
        return (run, tasks)
    }

    /// Carries a run out, or on from where it was left.
    ///
    /// A run that follows one which did not succeed is given up instead. One that another living process is at is waited for.
    ///
    /// - Returns: The run at its end with its tasks. A step that failed is no error.
    /// - Throws: ``JournalError`` when the journal fails, after which nothing more is done; `CancellationError` when the
    ///   surrounding Swift task was cancelled, which is recorded.
    public func perform(_ id: RunRecord.ID) async throws -> RunOutcome {
        while true {
            if let outcome = try await attempt(id, interruption: .givesUp) { return outcome }
            guard let run = try await journal.run(id) else {
                throw JournalError(.notFound, "There is no run '\(id)'. See 'behest tasks list'.")
            }
            if run.state.isFinal { return RunOutcome(run: run, tasks: try await journal.tasks(of: id)) }
            if run.state == .held {
                throw IllegalTransition(
                    subject: "run \(id)",
                    state: run.state.rawValue,
                    wanted: RunState.running.rawValue
                )
            }
            try await clock.sleep(for: RunDriver.pollInterval)
        }
    }

    /// Brings a run to its end, if that is for this worker to do; otherwise `nil`: somebody else is at it or has been, or
    /// something has to be done before it.
    func attempt(_ id: RunRecord.ID, interruption: RunInterruption) async throws -> RunOutcome? {
        do {
            if let outcome = try await drive(id, interruption: interruption) { return outcome }
        } catch is ClaimLost {
            // Another process has taken it over, and brings it to its end.
            try Task.checkCancellation()
            return nil
        }
        guard let run = try await journal.run(id), let first = try await predecessor(of: run), first.state.isFinal,
            first.state != .succeeded
        else { return nil }
        return try await giveUp(run, because: first)
    }

    /// Carries a run out, if it is to be done and nobody else is at it; otherwise `nil`.
    private func drive(_ id: RunRecord.ID, interruption: RunInterruption) async throws -> RunOutcome? {
        guard presence.begin(id) else { return nil }
        defer { presence.end(id) }
        guard let claim = try await journal.claim(id, by: presence.record, presence.liveness) else { return nil }
        let taken = try await journal.takenUp(claim)
        var driver = RunDriver(
            dispatcher: self,
            claim: claim,
            utterance: Assignment.Utterance(taken),
            interruption: interruption,
            machine: RunMachine(
                run: taken.run,
                utterance: taken.run.utterance,
                tasks: taken.tasks,
                usualRetry: agents.retry(of:)
            )
        )
        return try await driver.drive(from: taken.standing)
    }
}

extension Assignment.Utterance {
    /// What is known of the utterance that caused a run.
    init(_ taken: TakenRun) {
        self.init(
            id: taken.utterance?.id,
            text: taken.transcript?.text ?? taken.run.plan.words,
            audioPath: taken.utterance?.audioPath,
            source: taken.utterance?.source,
            recordedAt: taken.utterance?.createdAt
        )
    }
}

/// A run at its end, with its tasks.
public struct RunOutcome: Sendable, Hashable {
    /// The run.
    public var run: RunRecord
    /// Its tasks in their order.
    public var tasks: [AgentTask]

    /// Makes an outcome.
    public init(run: RunRecord, tasks: [AgentTask]) {
        self.run = run
        self.tasks = tasks
    }
}
