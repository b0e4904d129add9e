import BehestGrammar
import FoundationEssentials
import Testing

@testable import BehestWorkflow

/// What the tests of journals and dispatchers record.
enum Sample {
    static let moment = Date(timeIntervalSince1970: 1_700_000_000.25)

    static let utterance = UtteranceRecord(
        id: "u1",
        source: "a.flac",
        start: .milliseconds(1500),
        duration: .seconds(2),
        audioPath: "/tmp/u1.flac",
        createdAt: moment
    )

    /// A plan whose steps are `(id, agent)`.
    static func plan(_ steps: [StepDefinition], say: String? = nil) throws -> Plan {
        let definition = WorkflowDefinition(intent: "Do", steps: steps, say: try say.map { try TextTemplate($0) })
        return try Planner([definition]).plan(
            Interpretation(
                intent: "Do",
                slots: [.init(name: "x", value: .text("words"), text: "words", span: nil)],
                manner: .exact
            ),
            words: "do words",
            workspace: "/tmp"
        )
    }

    static func step(_ id: String, _ inputs: [String: String] = [:], continues: Bool = false) throws -> StepDefinition {
        StepDefinition(
            id: id,
            action: .agent("script", inputs: try inputs.mapValues { .text(try TextTemplate($0)) }),
            continuesOnError: continues
        )
    }
}

extension Journal {
    /// The runs that are ready or are being done, oldest first.
    func unfinishedRuns() async throws -> [RunRecord] {
        try await runs(limit: 1_000).reversed().filter { [.ready, .running].contains($0.state) }
    }
}

/// What every journal must do.
func checkJournal(_ journal: some Journal) async throws {
    try await journal.record(Sample.utterance)
    #expect(try await journal.utterance("u1") == Sample.utterance)
    #expect(try await journal.utterance("u2") == nil)

    for text in ["first", "second"] {
        try await journal.record(
            TranscriptRecord(utterance: "u1", model: "m", text: text, meanLogProbability: -0.5, duration: .seconds(1))
        )
    }
    #expect(try await journal.transcript(of: "u1")?.text == "second")
    try await checkAttempts(journal)
    let decision = DecisionRecord(utterance: "u1", verdict: .act, reason: "Clear.", intent: "Do", slots: ["x": "words"])
    try await journal.record(decision)
    #expect(try await journal.decision(on: "u1") == decision)
    let second = DecisionRecord(utterance: "u1", verdict: .refuse, reason: "The first was not done.", intent: nil)
    try await journal.record(second)
    #expect(try await journal.decisions(on: "u1").suffix(2) == [decision, second])
    #expect(try await journal.decision(on: "u1") == second)
    #expect(throws: JournalError.self) { throw JournalError(.conflict, "") }
    await #expect(throws: JournalError.self) { try await journal.record(Sample.utterance) }

    let plan = try Sample.plan([try Sample.step("a"), try Sample.step("b", ["n": "${{ steps.a.outputs.n }}"])])
    for id in ["aa11", "ab22"] {
        let run = RunRecord(id: id, utterance: "u1", plan: plan, state: .ready, createdAt: Sample.moment)
        let tasks = plan.steps.enumerated().map {
            AgentTask(run: id, position: $0.offset, step: $0.element, state: $0.offset == 0 ? .ready : .waiting)
        }
        try await journal.record(run, tasks: tasks)
        #expect(try await journal.run(id) == run)
        #expect(try await journal.tasks(of: id) == tasks)
    }
    #expect(try await journal.runs(limit: 10).map(\.id) == ["ab22", "aa11"])
    #expect(try await journal.runs(limit: 1).map(\.id) == ["ab22"])
    #expect(try await journal.runs(withPrefix: "a").count == 2)
    #expect(try await journal.runs(withPrefix: "ab").map(\.id) == ["ab22"])
    #expect(try await journal.runs(withPrefix: "%").isEmpty)
    #expect(try await journal.unfinishedRuns().map(\.id) == ["aa11", "ab22"])

    // A run whose tasks contradict the journal is not recorded at all.
    let torn = RunRecord(id: "zz", utterance: nil, plan: plan, state: .ready, createdAt: Sample.moment)
    let known = try await journal.tasks(of: "aa11")
    await #expect(throws: JournalError.self) { try await journal.record(torn, tasks: known) }
    #expect(try await journal.run("zz") == nil)

    await #expect(throws: IllegalTransition.self) {
        try await journal.apply(.succeeded(outputs: [:], summary: ""), toTask: "aa11.1")
    }
    #expect(try await journal.tasks(of: "aa11")[0].state == .ready)
    #expect(try await journal.apply(.started(plan.steps[0]), toTask: "aa11.1").attempts == 1)
    let done = try await journal.apply(.succeeded(outputs: ["n": 1], summary: "Made."), toTask: "aa11.1")
    #expect(try await journal.tasks(of: "aa11")[0] == done)
    #expect(try await journal.events(of: "aa11.1").map(\.what) == ["started", "succeeded"])

    _ = try await journal.apply(.started, toRun: "aa11")
    let finished = try await journal.apply(.finished(.failed, said: "No."), toRun: "aa11")
    #expect(finished.said == "No.")
    #expect(try await journal.run("aa11") == finished)
    #expect(try await journal.unfinishedRuns().map(\.id) == ["ab22"])
    await #expect(throws: IllegalTransition.self) { try await journal.apply(.started, toRun: "aa11") }
    let missing = await #expect(throws: JournalError.self) { try await journal.apply(.started, toRun: "nope") }
    #expect(missing?.code == .notFound)
}

/// What every journal must do with attempts at transcription, and with what waits; the utterance `u1` is recorded.
private func checkAttempts(_ journal: some Journal) async throws {
    let attempts = [(1, "first", "unreachable"), (2, "next", "answered")].map { number, cause, outcome in
        TranscriptionAttemptRecord(
            utterance: "u1",
            endpoint: "e\(number)",
            number: number,
            cause: cause,
            began: Sample.moment,
            duration: .milliseconds(250),
            outcome: outcome
        )
    }
    try await journal.record(attempts.map(JournalEntry.attempt))
    #expect(try await journal.transcriptionAttempts(at: "u1") == attempts)
    #expect(try await journal.transcriptionAttempts(at: "u2").isEmpty)
    // One of an utterance that is not recorded: none of them is.
    var stray = attempts[0]
    stray.utterance = "u2"
    let mixed = [attempts[0], stray]
    await #expect(throws: JournalError.self) { try await journal.record(mixed.map(JournalEntry.attempt)) }
    #expect(try await journal.transcriptionAttempts(at: "u1").count == 2)

    #expect(try await journal.waitingUtterances().isEmpty)
    try await journal.postpone("u1", triedAt: Sample.moment, because: "Nothing answers.")
    let later = Sample.moment.addingTimeInterval(60)
    try await journal.postpone("u1", triedAt: later, because: "It is asked too much.")
    var waiting = WaitingUtterance(
        utterance: Sample.utterance,
        tries: 2,
        triedAt: later,
        reason: "It is asked too much."
    )
    #expect(try await journal.waitingUtterances() == [waiting])
    #expect(try await journal.undecidedUtterances().map(\.id) == ["u1"])
    await #expect(throws: JournalError.self) {
        try await journal.postpone("u2", triedAt: later, because: "There is none.")
    }

    // The older one comes first, whichever has waited longer.
    var older = Sample.utterance
    older.id = "u0"
    older.createdAt = Sample.moment.addingTimeInterval(-5)
    try await journal.record(older)
    try await journal.postpone("u0", triedAt: later, because: "Nothing answers.")
    #expect(try await journal.waitingUtterances().map(\.id) == ["u0", "u1"])
    for id in ["u0", "u1"] {
        try await journal.record(DecisionRecord(utterance: id, verdict: .refuse, reason: "Too old.", intent: nil))
    }
    #expect(try await journal.waitingUtterances().isEmpty)
    waiting.tries = 1
    try await journal.postpone("u1", triedAt: later, because: "It is asked too much.")
    #expect(try await journal.waitingUtterances() == [waiting], "what waits anew begins anew")
    try await journal.record(DecisionRecord(utterance: "u1", verdict: .refuse, reason: "Too old.", intent: nil))
}
