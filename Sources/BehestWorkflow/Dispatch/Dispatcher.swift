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

    /// Makes a dispatcher.
    ///
    /// - Parameters:
    ///   - journal: Where everything is recorded.
    ///   - agents: The agents that carry tasks out.
    ///   - identifiers: Makes the identifiers of runs.
    ///   - now: Tells the time.
    ///   - clock: Measures how long steps take.
    ///   - worker: Who carries out what is carried out here.
    public init(
        journal: any Journal,
        agents: AgentRegistry,
        identifiers: any IdentifierGenerator = RandomIdentifierGenerator(),
        now: @escaping @Sendable () -> Date = { Date() },
        clock: any Clock<Duration> = ContinuousClock(),
        worker: WorkerIdentity = .current
    ) {
        self.journal = journal
        self.agents = agents
        self.identifiers = identifiers
        self.now = now
        self.clock = clock
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
        let (run, tasks) = prepare(plan, utterance: utterance, held: held, follows: nil)
        try await journal.record([(run, tasks)], by: isForAnybody ? nil : presence.record)
        return run
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
    /// - Returns: The runs in their order; all of them, or none, survive a crash.
    /// - Throws: ``JournalError`` when they could not be recorded; then nothing is done.
    public func record(
        sequence plans: [Plan],
        utterance: UtteranceRecord.ID?,
        after first: RunRecord.ID? = nil,
        held: Bool = false,
        isForAnybody: Bool = false
    ) async throws -> [RunRecord] {
        var runs: [(run: RunRecord, tasks: [AgentTask])] = []
        for plan in plans {
            runs.append(prepare(plan, utterance: utterance, held: held, follows: runs.last?.run.id ?? first))
        }
        try await journal.record(runs, by: isForAnybody ? nil : presence.record)
        return runs.map(\.run)
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
            if let first = try await predecessor(of: run) {
                guard first.state.isFinal else {
                    try await clock.sleep(for: RunDriver.pollInterval)
                    continue
                }
                if first.state != .succeeded { return try await giveUp(run, because: first) }
            }
            guard presence.begin(id) else {
                try await clock.sleep(for: RunDriver.pollInterval)
                continue
            }
            defer { presence.end(id) }
            guard let claim = try await journal.claim(id, by: presence.record, presence.liveness) else {
                try await clock.sleep(for: RunDriver.pollInterval)
                continue
            }
            // Only now, when nobody else can change it any more.
            guard let run = try await journal.run(id), !run.state.isFinal else { continue }
            var driver = RunDriver(
                dispatcher: self,
                claim: claim,
                utterance: try await utterance(of: run),
                machine: RunMachine(
                    run: run,
                    utterance: run.utterance,
                    tasks: try await journal.tasks(of: id),
                    usualRetry: agents.retry(of:)
                )
            )
            do {
                return try await driver.drive()
            } catch is ClaimLost {
                // Another process has taken it over, and brings it to its end.
                try Task.checkCancellation()
            }
        }
    }

    private func utterance(of run: RunRecord) async throws -> Assignment.Utterance {
        guard let id = run.utterance, let record = try await journal.utterance(id) else {
            return Assignment.Utterance(text: run.plan.words)
        }
        let transcript = try await journal.transcript(of: id)
        return Assignment.Utterance(
            id: id,
            text: transcript?.text ?? run.plan.words,
            audioPath: record.audioPath,
            source: record.source,
            recordedAt: record.createdAt
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
