import BehestGrammar
import FoundationEssentials
import Synchronization
import TestSupport
import Testing

@testable import BehestWorkflow

/// Runs that are taken up where they failed, taken back, or wait for a yes.
@Suite(.timeLimit(.minutes(10)))
struct ResumptionTests {
    private static func dispatcher(
        in directory: borrowing TemporaryDirectory,
        _ agent: ScriptedAgent
    ) throws -> Dispatcher {
        let journal = try SQLiteJournal(path: directory.url.appending(path: "journal.sqlite").path)
        return Dispatcher(journal: journal, agents: AgentRegistry([agent]))
    }

    private static func plan(_ body: String) throws -> Plan {
        try WorkflowSample.plan(body.replacing("uses: do", with: "uses: script"), ["x": .text("one")])
    }

    @Test func whatWasDoneIsNotDoneAgain() async throws {
        let directory = try TemporaryDirectory()
        let isBroken = Mutex(true)
        let agent = ScriptedAgent { assignment in
            if assignment.step == "b", isBroken.withLock({ $0 }) { return AgentResult(summary: "", failure: "Broken.") }
            return AgentResult(outputs: ["n": .string(assignment.step)], summary: "Did \(assignment.step).")
        }
        let dispatcher = try Self.dispatcher(in: directory, agent)
        let plan = try Self.plan(
            "steps: [{id: a, uses: do}, {id: b, uses: do, with: {n: \"${{ steps.a.outputs.n }}\"}}, {id: c, uses: do}]"
        )
        let first = try await dispatcher.perform(try await dispatcher.record(plan, utterance: nil).id)
        #expect(first.run.state == .failed)
        isBroken.withLock { $0 = false }
        let resumed = try await dispatcher.resume(first.run.id)
        #expect(resumed.resumes == first.run.id)
        let second = try await dispatcher.perform(resumed.id)
        #expect(second.run.said == "Did c.")
        #expect(agent.assignments.map(\.step) == ["a", "b", "b", "c"])
        #expect(agent.assignments[2].inputs["n"]?.value == "a")
        #expect(
            agent.assignments.map(\.idempotencyKey)
                == ["a", "b", "b", "c"].map { "\(first.run.id)/\($0)" },
            "what is tried anew is the same for the world"
        )
        #expect(try await dispatcher.journal.run(first.run.id) == first.run, "an end stays an end")

        // Once more from a step that was done: that is something new.
        let third = try await dispatcher.perform(try await dispatcher.resume(second.run.id, from: "b").id)
        #expect(agent.assignments.suffix(2).map(\.step) == ["b", "c"])
        #expect(agent.assignments[4].idempotencyKey == "\(first.run.id)/b#\(third.run.id)")
    }

    @Test func jobsAreTakenUpWithThoseThatNeedThem() async throws {
        let directory = try TemporaryDirectory()
        let isBroken = Mutex(true)
        let agent = ScriptedAgent { assignment in
            let fails = assignment.step == "b/t" && isBroken.withLock { $0 }
            return AgentResult(summary: "Did it.", failure: fails ? "Broken." : nil)
        }
        let dispatcher = try Self.dispatcher(in: directory, agent)
        let plan = try Self.plan(
            """
            jobs:
              a: {steps: [{id: s, uses: do}]}
              b: {steps: [{id: s, uses: do}, {id: t, uses: do}]}
              c: {needs: b, if: always(), steps: [{id: s, uses: do}]}
            """
        )
        let first = try await dispatcher.perform(try await dispatcher.record(plan, utterance: nil).id)
        #expect(first.run.state == .failed)
        isBroken.withLock { $0 = false }
        let count = agent.assignments.count
        let second = try await dispatcher.perform(try await dispatcher.resume(first.run.id).id)
        #expect(second.run.state == .succeeded)
        #expect(agent.assignments.dropFirst(count).map(\.step) == ["b/t", "c/s"])
    }

    @Test func notEveryRunCanBeTakenUp() async throws {
        let directory = try TemporaryDirectory()
        let dispatcher = try Self.dispatcher(in: directory, ScriptedAgent())
        let run = try await dispatcher.record(try Self.plan("steps: [{id: a, uses: do}]"), utterance: nil)
        let early = await #expect(throws: ResumptionError.self) { try await dispatcher.resume(run.id) }
        #expect(early == .notEnded(run.id, .ready))
        _ = try await dispatcher.perform(run.id)
        let done = await #expect(throws: ResumptionError.self) { try await dispatcher.resume(run.id) }
        #expect(done == .nothingFailed(run.id))
        let unknown = await #expect(throws: ResumptionError.self) { try await dispatcher.resume(run.id, from: "z") }
        #expect(unknown?.description == "The run '\(run.id)' has no step 'z'. Its steps are a.")
    }

    @Test func stepsAreTakenBackTheLastOneFirst() async throws {
        let directory = try TemporaryDirectory()
        let agent = ScriptedAgent { assignment in
            AgentResult(
                outputs: ["n": .string("made by \(assignment.step)")],
                summary: "Did \(assignment.step).",
                failure: assignment.step == "c" ? "Broken." : nil
            )
        }
        let dispatcher = try Self.dispatcher(in: directory, agent)
        let plan = try Self.plan(
            """
            steps:
              - {id: a, uses: do, undo: {uses: do, with: {n: "${{ steps.a.outputs.n }}"}}}
              - {id: b, uses: do, undo: [{uses: do, with: {n: one}}, {uses: do, with: {n: two}}]}
              - {id: c, uses: do, undo: {uses: do}}
            """
        )
        let outcome = try await dispatcher.perform(try await dispatcher.record(plan, utterance: nil).id)
        let reversal = try #require(try await dispatcher.reverse(outcome.run.id))
        let taken = try await dispatcher.perform(reversal.id)
        #expect(taken.run.state == .succeeded)
        #expect(agent.assignments.dropFirst(3).map { $0.inputs["n"]?.value } == ["one", "two", "made by a"])
        // What takes back cannot itself be taken back.
        #expect(try await dispatcher.reverse(taken.run.id) == nil)
    }

    @Test func aYesIsForThePlanThatWasShown() async throws {
        let directory = try TemporaryDirectory()
        let now = Mutex(Sample.moment)
        let journal = try SQLiteJournal(path: directory.url.appending(path: "journal.sqlite").path)
        let agent = ScriptedAgent()
        let dispatcher = Dispatcher(
            journal: journal,
            agents: AgentRegistry([agent]),
            now: { now.withLock { $0 } }
        )
        let plan = try Self.plan("steps: [{id: a, uses: do}]")
        let run = try await dispatcher.record(plan, utterance: nil, held: true)
        let other = await #expect(throws: ApprovalError.self) {
            try await dispatcher.approve(
                run.id,
                planHash: PlanHash.hash(of: try Self.plan("steps: [{id: b, uses: do}]"))
            )
        }
        #expect(other == .otherPlan(run.id))
        let approved = try await dispatcher.approve(run.id, planHash: PlanHash.hash(of: plan))
        #expect(try await dispatcher.perform(approved.id).run.state == .succeeded)
        let again = await #expect(throws: ApprovalError.self) {
            try await dispatcher.approve(run.id, planHash: PlanHash.hash(of: plan))
        }
        #expect(again == .notHeld(run.id, .succeeded))

        let late = try await dispatcher.record(plan, utterance: nil, held: true)
        now.withLock { $0.addTimeInterval(Dispatcher.approvalTime + 1) }
        let expired = await #expect(throws: ApprovalError.self) {
            try await dispatcher.approve(late.id, planHash: PlanHash.hash(of: plan))
        }
        #expect(expired == .expired(late.id))
        try await dispatcher.attend(until: .idle) { _ in }
        #expect(try await journal.run(late.id)?.state == .cancelled)
        #expect(agent.assignments.count == 1)
    }

    @Test func whatIsLeftToAnybodyIsDoneByWhoeverAttends() async throws {
        let directory = try TemporaryDirectory()
        let agent = ScriptedAgent()
        let dispatcher = try Self.dispatcher(in: directory, agent)
        let plan = try Self.plan("steps: [{id: a, uses: do}]")
        var runs: [RunRecord] = []
        for _ in 0..<20 { runs.append(try await dispatcher.record(plan, utterance: nil, isForAnybody: true)) }
        let chain = try await dispatcher.record(sequence: [plan, plan], utterance: nil, isForAnybody: true)
        let own = try await dispatcher.record(plan, utterance: nil)
        var done: [String] = []
        // Who only takes up what was left over lets these be.
        let other = Dispatcher(journal: dispatcher.journal, agents: AgentRegistry([agent]))
        var stranger = WorkerIdentity.current
        stranger.id = "stranger"
        let bystander = Dispatcher(journal: dispatcher.journal, agents: AgentRegistry([agent]), worker: stranger)
        #expect(try await bystander.recover(isAlone: false) == Dispatcher.Recovery())
        try await other.attend(until: .idle, atOnce: 4) { done.append($0.run.id) }
        #expect(Set(done) == Set((runs + chain).map(\.id)))
        #expect(done.firstIndex(of: chain[0].id) ?? 99 < done.firstIndex(of: chain[1].id) ?? 0)
        #expect(try await dispatcher.journal.run(own.id)?.state == .ready, "that is this process's own affair")
        #expect(agent.assignments.count == 22)
    }
}
