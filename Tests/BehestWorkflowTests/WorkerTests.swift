import Glibc
import FoundationEssentials
import Synchronization
import TestSupport
import Testing

@testable import BehestWorkflow

/// Who carries a run out, and what becomes of those who come too late.
@Suite(.timeLimit(.minutes(10)))
struct WorkerTests {
    static func identity(_ id: String, boot: String = "b", namespace: String = "n") -> WorkerIdentity {
        WorkerIdentity(id: id, process: 7, started: 70, namespace: namespace, boot: boot)
    }

    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var other: WorkerIdentity
        var deadline = 110.0
        var start: UInt64? = 70
        var isAlive: Bool
    }

    static let cases = [
        Case(testDescription: "a process that runs", other: identity("o"), isAlive: true),
        Case(testDescription: "a process that is gone", other: identity("o"), start: nil, isAlive: false),
        Case(testDescription: "another process of its number", other: identity("o"), start: 71, isAlive: false),
        Case(testDescription: "no sign for too long", other: identity("o"), deadline: 99, isAlive: false),
        Case(testDescription: "an earlier start of the machine", other: identity("o", boot: "a"), isAlive: false),
        Case(testDescription: "a container", other: identity("o", namespace: "m"), start: nil, isAlive: true),
        Case(
            testDescription: "a container without a sign",
            other: identity("o", namespace: "m"),
            deadline: 99,
            isAlive: false
        ),
        Case(testDescription: "oneself", other: identity("me"), deadline: 0, start: nil, isAlive: true),
    ]

    @Test(arguments: cases)
    func knowsWhoIsAlive(_ example: Case) {
        let liveness = WorkerLiveness(observer: Self.identity("me"), uptime: 100) { _ in example.start }
        #expect(
            liveness.isAlive(WorkerRecord(identity: example.other, deadline: example.deadline)) == example.isAlive
        )
    }

    @Test func knowsItself() {
        let current = WorkerIdentity.current
        #expect(current.process == getpid() && current.started > 0)
        #expect(!current.namespace.isEmpty && current.boot.count == 36)
        #expect(WorkerIdentity.start(ofProcess: current.process) == current.started)
        #expect(WorkerIdentity.start(ofProcess: .max) == nil)
    }

    private static func journal(in directory: borrowing TemporaryDirectory) throws -> SQLiteJournal {
        try SQLiteJournal(path: directory.url.appending(path: "journal.sqlite").path)
    }

    @Test func aRunBelongsToOneLivingWorker() async throws {
        let directory = try TemporaryDirectory()
        let journal = try Self.journal(in: directory)
        let dispatcher = Dispatcher(journal: journal, agents: AgentRegistry([ScriptedAgent()]))
        let run = try await dispatcher.record(try Sample.plan([try Sample.step("a")]), utterance: nil)
        let (first, second) = (Self.identity("first"), Self.identity("second"))
        let alive = WorkerLiveness(observer: second, uptime: 100) { _ in 70 }
        let dead = WorkerLiveness(observer: second, uptime: 100) { _ in nil }
        // The process that recorded it is this one, which another one takes for gone.
        let claim = try #require(
            try await journal.claim(run.id, by: WorkerRecord(identity: first, deadline: 110), dead)
        )
        #expect(claim.number == 1)
        let record = WorkerRecord(identity: second, deadline: 110)
        #expect(try await journal.claim(run.id, by: record, alive) == nil)
        #expect(try await journal.abandonedRuns(alive, .anybodys, limit: 9) == [])
        #expect(try await journal.abandonedRuns(dead, .leftOver, limit: 9) == [run.id])
        let later = try #require(try await journal.claim(run.id, by: record, dead))
        #expect(later.number == 2)

        // What the first one has done meanwhile is refused whole.
        var machine = RunMachine(run: run, utterance: nil, tasks: try await journal.tasks(of: run.id))
        let orders = machine.advance(at: Sample.moment)
        let lost = await #expect(throws: ClaimLost.self) { try await journal.record(orders.progress, under: claim) }
        #expect(lost?.claim == claim)
        #expect(try await journal.run(run.id)?.state == .ready)
        #expect(try await journal.tasks(of: run.id).map(\.state) == [.ready])
        try await journal.record(orders.progress, under: later)
        #expect(try await journal.tasks(of: run.id).map(\.state) == [.running])
    }

    @Test func whoIsOvertakenCountsForNothing() async throws {
        let directory = try TemporaryDirectory()
        let journal = try Self.journal(in: directory)
        let (started, signal) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let slow = ScriptedAgent { assignment in
            guard assignment.attempt == 1 else { return AgentResult(summary: "Done by the second.") }
            signal.yield()
            try await Task.sleep(for: .seconds(600))
            return AgentResult(summary: "Done by the first.")
        }
        // One that seems dead to the other, as after it was stopped for long.
        var ghost = WorkerIdentity.current
        ghost.id = "ghost"
        ghost.process = .max
        let dispatcher = Dispatcher(
            journal: journal,
            agents: AgentRegistry([slow]),
            worker: ghost
        )
        let run = try await dispatcher.record(try Sample.plan([try Sample.step("a")]), utterance: nil)
        async let outcome = dispatcher.perform(run.id)
        for await _ in started { break }
        let other = Dispatcher(journal: journal, agents: AgentRegistry([slow]))
        let taken = try await other.perform(run.id)
        #expect(taken.run.said == "Done by the second.")
        #expect(taken.tasks[0].attempts == 2 && taken.tasks[0].interruptions == 1)
        #expect(try await outcome == taken, "the late one tells what the other has done")
        #expect(try await journal.run(run.id) == taken.run)
    }

    @Test func anotherProcessCanGiveARunUp() async throws {
        let directory = try TemporaryDirectory()
        let journal = try Self.journal(in: directory)
        let (started, signal) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let agent = ScriptedAgent { assignment in
            if assignment.step == "a" {
                signal.yield()
                try await Task.sleep(for: .seconds(600))
            }
            return AgentResult(summary: "Cleaned up.")
        }
        var last = try Sample.step("c")
        last.condition = try Condition("always()")
        let dispatcher = Dispatcher(journal: journal, agents: AgentRegistry([agent]))
        let plan = try Sample.plan([try Sample.step("a"), try Sample.step("b"), last])
        let run = try await dispatcher.record(plan, utterance: nil)
        async let outcome = dispatcher.perform(run.id)
        for await _ in started { break }
        let other = try Self.journal(in: directory)
        try await other.requestCancellation(of: run.id, because: "The person said so")
        let ended = try await outcome
        #expect(ended.run.state == .cancelled)
        #expect(ended.tasks.map(\.state) == [.cancelled, .cancelled, .succeeded])
        try await other.requestCancellation(of: run.id, because: "Too late")
        #expect(try await other.run(run.id) == ended.run)
    }

    @Test func whoEndsLeavesItsRunsToOthers() async throws {
        let directory = try TemporaryDirectory()
        let journal = try Self.journal(in: directory)
        let (started, signal) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let agent = ScriptedAgent { assignment in
            if assignment.step == "b", assignment.claim == 1 {
                signal.yield()
                try await Task.sleep(for: .seconds(600))
            }
            return AgentResult(summary: "Did it.")
        }
        let dispatcher = Dispatcher(journal: journal, agents: AgentRegistry([agent]))
        let plan = try Sample.plan(try ["a", "b", "c"].map { try Sample.step($0) })
        let run = try await dispatcher.record(plan, utterance: nil, isForAnybody: true)
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                await #expect(throws: CancellationError.self) {
                    try await dispatcher.attend(until: .cancelled) { _ in }
                }
            }
            for await _ in started { break }
            group.cancelAll()
        }
        #expect(try await journal.run(run.id)?.state == .running)
        let left = try await journal.tasks(of: run.id)
        #expect(left.map(\.state) == [.succeeded, .ready, .waiting])
        #expect(left[1].attempts == 0 && left[1].interruptions == 0, "it counts neither as a try nor as a death")
        // The worker is alive; yet the run is anybody's.
        let other = Dispatcher(
            journal: try Self.journal(in: directory),
            agents: AgentRegistry([agent]),
            worker: Self.identity("other")
        )
        try await other.attend(until: .idle) { #expect($0.run.state == .succeeded) }
        #expect(try await journal.tasks(of: run.id).map(\.attempts) == [1, 1, 1])
        #expect(agent.assignments.map(\.step) == ["a", "b", "b", "c"])
        #expect(Set(agent.assignments.filter { $0.step == "b" }.map(\.idempotencyKey)).count == 1)
    }

    @Test func oneAtATimeIsInAGroup() async throws {
        let directory = try TemporaryDirectory()
        let journal = try Self.journal(in: directory)
        let counts = Mutex((now: 0, most: 0))
        let agent = ScriptedAgent { _ in
            counts.withLock {
                $0.now += 1
                $0.most = max($0.most, $0.now)
            }
            // The first one stays until there is another one beside it.
            repeat { try await Task.sleep(for: .milliseconds(5)) } while counts.withLock({ $0.most }) < 2
            counts.withLock { $0.now -= 1 }
            return AgentResult(summary: "")
        }
        let dispatcher = Dispatcher(journal: journal, agents: AgentRegistry([agent]))
        let plan = try WorkflowSample.plan("concurrency: {group: g, limit: 2}\nsteps: [{uses: script}]")
        var runs: [RunRecord] = []
        for _ in 0..<6 { runs.append(try await dispatcher.record(plan, utterance: nil)) }
        try await withThrowingTaskGroup(of: RunState.self) { group in
            for run in runs { group.addTask { try await dispatcher.perform(run.id).run.state } }
            for try await state in group { #expect(state == .succeeded) }
        }
        #expect(counts.withLock { $0.most } == 2)
    }

    @Test func whatNeedsNoGroupIsDoneWhileAnotherJobEntersOne() async throws {
        let directory = try TemporaryDirectory()
        let journal = try Self.journal(in: directory)
        let dispatcher = Dispatcher(journal: journal, agents: AgentRegistry([ScriptedAgent()]))
        let plan = try WorkflowSample.plan(
            """
            jobs:
              a: {steps: [{id: s, uses: script}], concurrency: g}
              b: {steps: [{id: s, uses: script}]}
            """
        )
        let outcome = try await dispatcher.perform(try await dispatcher.record(plan, utterance: nil).id)
        #expect(outcome.tasks.map(\.state) == [.succeeded, .succeeded])
    }

    @Test func whoTakesARunOverIsInItsGroups() async throws {
        let directory = try TemporaryDirectory()
        let journal = try Self.journal(in: directory)
        let dispatcher = Dispatcher(journal: journal, agents: AgentRegistry([ScriptedAgent()]))
        let plan = try WorkflowSample.plan(
            "concurrency: g\nsteps: [{id: a, uses: script}, {id: b, if: always(), uses: script}]"
        )
        let run = try await dispatcher.record(plan, utterance: nil)
        let (first, dead) = (
            Self.identity("first"), WorkerLiveness(observer: Self.identity("first"), uptime: 1) { _ in nil }
        )
        let record = WorkerRecord(identity: first, deadline: 2)
        let claim = try #require(try await journal.claim(run.id, by: record, dead))
        var machine = RunMachine(run: run, utterance: nil, tasks: try await journal.tasks(of: run.id))
        let request = try #require(machine.advance(at: Sample.moment).requests.first)
        #expect(try await journal.enter(request, under: claim, dead) == .entered)
        #expect(try await journal.standing(under: claim).entered == [""])
        // It is given up before the next process takes it over: what is there for that case is still done.
        try await journal.requestCancellation(of: run.id, because: "Enough")
        let outcome = try await dispatcher.perform(run.id)
        #expect(outcome.run.state == .cancelled)
        #expect(outcome.tasks.map(\.state) == [.cancelled, .succeeded])
        let later = try #require(try await dispatcher.journal.run(run.id))
        #expect(later == outcome.run)
    }

    @Test func whatIsNewerEndsWhatIsInProgress() async throws {
        let directory = try TemporaryDirectory()
        let journal = try Self.journal(in: directory)
        let (started, signal) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let isFirst = Mutex(true)
        let agent = ScriptedAgent { _ in
            let first = isFirst.withLock { value in
                defer { value = false }
                return value
            }
            if first {
                signal.yield()
                try await Task.sleep(for: .seconds(600))
            }
            return AgentResult(summary: "Deployed.")
        }
        let dispatcher = Dispatcher(journal: journal, agents: AgentRegistry([agent]))
        let plan = try WorkflowSample.plan(
            "concurrency: {group: g, cancel-in-progress: true}\nsteps: [{uses: script}]"
        )
        let older = try await dispatcher.record(plan, utterance: nil)
        async let first = dispatcher.perform(older.id)
        for await _ in started { break }
        let newer = try await dispatcher.perform(try await dispatcher.record(plan, utterance: nil).id)
        #expect(newer.run.said == "Deployed.")
        #expect(try await first.run.state == .cancelled)
    }
}
