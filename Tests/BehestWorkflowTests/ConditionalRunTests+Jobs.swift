import BehestGrammar
import FoundationEssentials
import TestSupport
import Testing

@testable import BehestWorkflow

extension ConditionalRunTests {
    @Test func environmentsLieInLayers() async throws {
        let outcome = try await Self.run(
            """
            env: {A: flow, B: "${{ slots.x }}", R: "${{ run.id }}"}
            jobs:
              first: {outputs: {v: "${{ steps.s.outputs.x }}"}, steps: [{id: s, uses: do, with: {x: got}}]}
              second:
                needs: first
                env: {B: "job ${{ env.B }}", C: "${{ needs.first.outputs.v }} ${{ env.R }}"}
                steps: [{uses: do, env: {C: "step ${{ env.C }}"}, with: {x: "${{ env.A }} ${{ env.C }}"}}]
            """
        )
        let outputs = outcome.tasks[1].outputs
        let run = outcome.run.id
        #expect(
            outputs == [
                "A": "flow", "B": "job one", "R": .string(run), "C": .string("step got \(run)"),
                "x": .string("flow step got \(run)"),
            ]
        )
        #expect(outcome.tasks[1].step.environment["B"]?.known?.origin.contains(.speech) == true)
    }

    @Test func eachStepHasAKeyOfItsOwn() async throws {
        let agent = Self.agent()
        let outcome = try await Self.run(
            "jobs: {a: {strategy: {matrix: {n: [1, 2]}}, steps: [{id: s, uses: do}]}, b: {steps: [{id: s, uses: do}]}}",
            agent
        )
        let keys = agent.assignments.map(\.idempotencyKey)
        #expect(keys == ["a.1/s", "a.2/s", "b/s"].map { "\(outcome.run.id)/\($0)" })
    }

    @Test func aJobThatTakesTooLongIsStopped() async throws {
        let agent = ScriptedAgent { assignment in
            if assignment.step == "a/t" { try await Task.sleep(for: .seconds(60)) }
            return AgentResult(summary: "Did it.")
        }
        let outcome = try await Self.run(
            "jobs: {a: {timeout-minutes: 0.001, steps: [{id: s, uses: do}, {id: t, uses: do}]}}",
            agent
        )
        #expect(outcome.tasks[1].error == "Its job took longer than 0.06 seconds and was stopped.")
        #expect(outcome.run.state == .failed)
    }

    @Test func aRunIsTakenUpWhereItsJobsWereLeft() async throws {
        let directory = try TemporaryDirectory()
        let path = directory.url.appending(path: "journal.sqlite").path
        let journal = try SQLiteJournal(path: path)
        let plan = try WorkflowSample.plan(
            """
            jobs:
              a: {outputs: {v: "${{ steps.s.outputs.x }}"}, steps: [{id: s, uses: script}]}
              b:
                needs: a
                steps:
                  - {id: t, uses: script, with: {x: "${{ needs.a.outputs.v }}"}}
                  - {id: u, if: failure(), uses: script}
                  - {id: v, if: failure(), uses: script, with: {x: "${{ steps.t.outcome }}"}}
            """
        )
        let agent = Self.agent()
        let dispatcher = Dispatcher(journal: journal, agents: AgentRegistry([agent]))
        let run = try await dispatcher.record(plan, utterance: nil)
        // As a process leaves it that dies after the step that failed.
        _ = try await journal.apply(.started, toRun: run.id)
        _ = try await journal.apply(.started(plan.steps[0]), toTask: "\(run.id).1")
        _ = try await journal.apply(.succeeded(outputs: ["x": "kept"], summary: ""), toTask: "\(run.id).1")
        _ = try await journal.apply(.readied, toTask: "\(run.id).2")
        _ = try await journal.apply(.started(plan.steps[1]), toTask: "\(run.id).2")
        _ = try await journal.apply(.failed("Broken.", outputs: [:]), toTask: "\(run.id).2")
        _ = try await journal.apply(.readied, toTask: "\(run.id).3")
        _ = try await journal.apply(.started(plan.steps[2]), toTask: "\(run.id).3")

        let reopened = Dispatcher(journal: try SQLiteJournal(path: path), agents: AgentRegistry([agent]))
        let outcome = try await reopened.perform(run.id)
        #expect(agent.assignments.map(\.step) == ["b/u", "b/v"])
        #expect(agent.assignments[1].inputs["x"]?.value == "failure")
        #expect(outcome.tasks.map(\.attempts) == [1, 1, 2, 1])
        #expect(outcome.run.said == "Step 't' of 'b' failed: Broken.")
    }
}
