import FoundationEssentials
import Synchronization
import TestSupport
import Testing

@testable import BehestWorkflow

/// An agent that does what a script says, and remembers what it was given.
final class ScriptedAgent: Agent {
    typealias Script = @Sendable (Assignment) async throws -> AgentResult

    let signatures = [AgentSignature("script")]
    private let script: Script
    private let seen = Mutex<[Assignment]>([])

    init(_ script: @escaping Script = { _ in AgentResult(summary: "Did it.") }) {
        self.script = script
    }

    var assignments: [Assignment] { seen.withLock { $0 } }

    func perform(_ assignment: Assignment, events: AgentEvents) async throws -> AgentResult {
        seen.withLock { $0.append(assignment) }
        return try await script(assignment)
    }
}

@Suite(.timeLimit(.minutes(10)))
struct DispatcherTests {
    private static func dispatcher(_ journal: SQLiteJournal, _ agent: ScriptedAgent) -> Dispatcher {
        Dispatcher(journal: journal, agents: AgentRegistry([agent]))
    }

    private static func journal(in directory: borrowing TemporaryDirectory) throws -> SQLiteJournal {
        try SQLiteJournal(path: directory.url.appending(path: "journal.sqlite").path)
    }

    @Test func givesOutputsToLaterSteps() async throws {
        let directory = try TemporaryDirectory()
        let journal = try Self.journal(in: directory)
        let agent = ScriptedAgent { assignment in
            AgentResult(outputs: ["n": .string("${{ slots.x }}-\(assignment.step)")], summary: "Did it.")
        }
        let plan = try Sample.plan(
            [
                try Sample.step("a", ["x": "${{ slots.x }}"]),
                try Sample.step("b", ["n": "${{ steps.a.outputs.n }}", "run": "${{ run.id }}"]),
            ],
            say: "${{ steps.b.outputs.n }} of ${{ slots.x }}"
        )
        let dispatcher = Self.dispatcher(journal, agent)
        let run = try await dispatcher.record(plan, utterance: nil)
        let outcome = try await dispatcher.perform(run.id)
        #expect(outcome.run.state == .succeeded)
        #expect(outcome.run.said == "${{ slots.x }}-b of words")
        #expect(agent.assignments.map(\.idempotencyKey) == ["\(run.id)/a", "\(run.id)/b"])
        #expect(agent.assignments[0].inputs["x"] == TracedValue("words", from: .speech))
        #expect(agent.assignments[1].inputs["n"] == TracedValue("${{ slots.x }}-a", from: .agent))
        #expect(agent.assignments[1].inputs["run"]?.value == .string(run.id))
        #expect(try await journal.run(run.id) == outcome.run)
        #expect(try await journal.tasks(of: run.id) == outcome.tasks)
    }

    @Test func stopsAtAFailure() async throws {
        let directory = try TemporaryDirectory()
        let journal = try Self.journal(in: directory)
        let agent = ScriptedAgent { assignment in
            assignment.step == "b" ? AgentResult(summary: "", failure: "Broken.") : AgentResult(summary: "Did it.")
        }
        let plan = try Sample.plan(try ["a", "b", "c"].map { try Sample.step($0) })
        let dispatcher = Self.dispatcher(journal, agent)
        let outcome = try await dispatcher.perform(try await dispatcher.record(plan, utterance: nil).id)
        #expect(outcome.run.state == .failed)
        #expect(outcome.run.said == "Step 'b' failed: Broken.")
        #expect(outcome.tasks.map(\.state) == [.succeeded, .failed, .cancelled])
        #expect(outcome.tasks.map(\.error) == [nil, "Broken.", "Step 'b' failed"])
        #expect(agent.assignments.map(\.step) == ["a", "b"])
    }

    @Test func goesOnAfterAFailureThatMayBe() async throws {
        let directory = try TemporaryDirectory()
        let agent = ScriptedAgent { assignment in
            if assignment.step == "a" { throw AgentError("No network.") }
            return AgentResult(summary: "Did \(assignment.step).")
        }
        let plan = try Sample.plan([try Sample.step("a", continues: true), try Sample.step("b")])
        let dispatcher = Self.dispatcher(try Self.journal(in: directory), agent)
        let outcome = try await dispatcher.perform(try await dispatcher.record(plan, utterance: nil).id)
        #expect(outcome.run.state == .succeeded)
        #expect(outcome.run.said == "Did b.")
        #expect(outcome.tasks.map(\.state) == [.failed, .succeeded])
        #expect(outcome.tasks[0].error == "No network.")
    }

    @Test func aStepThatWasDoneIsNotDoneAgain() async throws {
        let directory = try TemporaryDirectory()
        let journal = try Self.journal(in: directory)
        let plan = try Sample.plan(
            [try Sample.step("a"), try Sample.step("b", ["n": "${{ steps.a.outputs.n }}"])],
            say: "Got ${{ steps.a.outputs.n }}."
        )
        let agent = ScriptedAgent()
        let dispatcher = Self.dispatcher(journal, agent)
        let run = try await dispatcher.record(plan, utterance: nil)
        // As a process leaves it that dies in the middle of the second step.
        _ = try await journal.apply(.started, toRun: run.id)
        _ = try await journal.apply(.started(plan.steps[0]), toTask: "\(run.id).1")
        _ = try await journal.apply(.succeeded(outputs: ["n": 7], summary: ""), toTask: "\(run.id).1")
        _ = try await journal.apply(.readied, toTask: "\(run.id).2")
        _ = try await journal.apply(.started(plan.steps[1]), toTask: "\(run.id).2")

        let reopened = try Self.journal(in: directory)
        #expect(try await reopened.unfinishedRuns().map(\.id) == [run.id])
        let outcome = try await Self.dispatcher(reopened, agent).perform(run.id)
        #expect(outcome.run.said == "Got 7.")
        #expect(agent.assignments.map(\.step) == ["b"])
        #expect(agent.assignments[0].inputs["n"]?.value == 7)
        #expect(outcome.tasks.map(\.attempts) == [1, 2])

        let again = try await Self.dispatcher(reopened, agent).perform(run.id)
        #expect(again == outcome)
        #expect(agent.assignments.count == 1)
    }

    @Test func cancellationIsRecorded() async throws {
        let directory = try TemporaryDirectory()
        let journal = try Self.journal(in: directory)
        let (started, signal) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let agent = ScriptedAgent { _ in
            signal.yield()
            try await Task.sleep(for: .seconds(60))
            return AgentResult(summary: "")
        }
        let dispatcher = Self.dispatcher(journal, agent)
        let plan = try Sample.plan([try Sample.step("a"), try Sample.step("b")])
        let run = try await dispatcher.record(plan, utterance: nil)
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                await #expect(throws: CancellationError.self) { try await dispatcher.perform(run.id) }
            }
            for await _ in started { break }
            group.cancelAll()
        }
        #expect(try await journal.run(run.id)?.state == .cancelled)
        #expect(try await journal.tasks(of: run.id).map(\.state) == [.cancelled, .cancelled])
    }

    @Test func aStepThatTakesTooLongIsStopped() async throws {
        let directory = try TemporaryDirectory()
        let agent = ScriptedAgent { _ in
            try await Task.sleep(for: .seconds(60))
            return AgentResult(summary: "")
        }
        var step = try Sample.step("a")
        step.timeout = .milliseconds(30)
        let dispatcher = Self.dispatcher(try Self.journal(in: directory), agent)
        let outcome = try await dispatcher.perform(
            try await dispatcher.record(try Sample.plan([step]), utterance: nil).id
        )
        #expect(outcome.tasks[0].error == "It took longer than 0.03 seconds and was stopped.")
    }

    @Test func outputsAreDataWhenTheyBecomeArguments() async throws {
        let directory = try TemporaryDirectory()
        let agent = ScriptedAgent { _ in AgentResult(outputs: ["n": "--delete"], summary: "") }
        let command = StepDefinition(
            id: "b",
            action: .command([.constant("ls"), .text(try TextTemplate("${{ steps.a.outputs.n }}"))])
        )
        let dispatcher = Self.dispatcher(try Self.journal(in: directory), agent)
        let plan = try Sample.plan([try Sample.step("a"), command])
        let outcome = try await dispatcher.perform(try await dispatcher.record(plan, utterance: nil).id)
        #expect(outcome.tasks[1].state == .failed)
        #expect(outcome.tasks[1].error?.contains("begin with a dash") == true)
    }

    @Test func aHeldRunIsNotDone() async throws {
        let directory = try TemporaryDirectory()
        let journal = try Self.journal(in: directory)
        let agent = ScriptedAgent()
        let dispatcher = Self.dispatcher(journal, agent)
        let run = try await dispatcher.record(try Sample.plan([try Sample.step("a")]), utterance: nil, held: true)
        await #expect(throws: IllegalTransition.self) { try await dispatcher.perform(run.id) }
        _ = try await journal.apply(.released, toRun: run.id)
        #expect(try await dispatcher.perform(run.id).run.state == .succeeded)
        #expect(agent.assignments.count == 1)
    }

    @Test func whatWasSaidInOneBreathIsDoneInOrder() async throws {
        let directory = try TemporaryDirectory()
        let journal = try Self.journal(in: directory)
        try await journal.record(Sample.utterance)
        let agent = ScriptedAgent()
        let dispatcher = Self.dispatcher(journal, agent)
        let plans = try ["a", "b"].map { try Sample.plan([try Sample.step($0)]) }
        let runs = try await dispatcher.record(sequence: plans, utterance: "u1")
        #expect(runs.map(\.follows) == [nil, runs[0].id])
        #expect(try await journal.unfinishedRuns() == runs)
        for run in runs { #expect(try await dispatcher.perform(run.id).run.state == .succeeded) }
        #expect(agent.assignments.map(\.step) == ["a", "b"])
    }

    @Test func whatFollowsAFailureIsGivenUp() async throws {
        let directory = try TemporaryDirectory()
        let journal = try Self.journal(in: directory)
        let agent = ScriptedAgent { _ in AgentResult(summary: "", failure: "Broken.") }
        let plans = try ["a", "b", "c"].map { try Sample.plan([try Sample.step($0)]) }
        let runs = try await Self.dispatcher(journal, agent).record(sequence: plans, utterance: nil)

        // As a process finds it after an earlier one has died before anything was done.
        let reopened = try Self.journal(in: directory)
        let recovery = try await Self.dispatcher(reopened, agent).recover()
        #expect(recovery.runs.map(\.run.id) == runs.map(\.id))
        #expect(recovery.runs.map(\.run.state) == [.failed, .cancelled, .cancelled])
        #expect(recovery.runs[1].run.said == "Not done, because 'do words' before it was not done.")
        #expect(recovery.runs[1].tasks.map(\.error) == ["Not done, because 'do words' before it was not done"])
        #expect(agent.assignments.map(\.step) == ["a"])
        #expect(try await reopened.unfinishedRuns().isEmpty)
    }

    @Test func anAgentThatIsNotThereIsSaid() async throws {
        let directory = try TemporaryDirectory()
        let dispatcher = Dispatcher(journal: try Self.journal(in: directory), agents: AgentRegistry([]))
        let plan = try Sample.plan([try Sample.step("a")])
        let outcome = try await dispatcher.perform(try await dispatcher.record(plan, utterance: nil).id)
        #expect(
            outcome.run.said
                == "Step 'a' failed: There is no agent 'script' here. Name another one in the pack."
        )
    }
}
