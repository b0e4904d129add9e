import BehestGrammar
import FoundationEssentials
import TestSupport
import Testing

@testable import BehestWorkflow

/// Runs whose steps and jobs hang on what became of others.
@Suite(.timeLimit(.minutes(10)))
struct ConditionalRunTests {
    /// An agent whose steps of some names fail, and which returns its input and its environment.
    static func agent(failing names: Set<String> = []) -> ScriptedAgent {
        ScriptedAgent { assignment in
            let name = assignment.step.split(separator: "/").last.map(String.init) ?? ""
            var outputs = assignment.inputs.mapValues(\.value)
            for (name, value) in assignment.environment { outputs[name] = .string(value) }
            let failure = names.contains(name) || names.contains(assignment.step) ? "Broken." : nil
            return AgentResult(outputs: outputs, summary: "Did \(name).", failure: failure)
        }
    }

    static func run(
        _ body: String,
        failing names: Set<String> = [],
        _ agent: ScriptedAgent? = nil
    ) async throws -> RunOutcome {
        let directory = try TemporaryDirectory()
        let journal = try SQLiteJournal(path: directory.url.appending(path: "journal.sqlite").path)
        let agents = AgentRegistry([agent ?? Self.agent(failing: names)])
        let dispatcher = Dispatcher(journal: journal, agents: agents)
        let plan = try WorkflowSample.plan(body.replacing("uses: do", with: "uses: script"), ["x": .text("one")])
        let run = try await dispatcher.record(plan, utterance: nil)
        let outcome = try await dispatcher.perform(run.id)
        #expect(try await journal.tasks(of: run.id) == outcome.tasks)
        #expect(try await journal.run(run.id) == outcome.run)
        // Taken up again, it is the same and nothing is done.
        #expect(try await dispatcher.perform(run.id) == outcome)
        return outcome
    }

    private static func states(_ outcome: RunOutcome) -> [String] {
        outcome.tasks.map { task in
            let reason = task.error.map { ": \($0)" } ?? ""
            return "\(task.step.path) \(task.state.rawValue)\(reason)"
        }
    }

    struct Case: Sendable, CustomTestStringConvertible {
        var name: String
        var body: String
        var failing: Set<String> = []
        var states: [String]
        var run: RunState
        var said: String
        var testDescription: String { name }
    }

    static let steps: [Case] = [
        Case(
            name: "a step that is skipped",
            body: """
                steps:
                  - {id: a, if: slots.x == 'two', uses: do}
                  - {id: b, if: steps.a.outcome == 'skipped' && steps.a.conclusion == 'skipped', uses: do}
                  - {id: c, if: steps.b.outcome == 'failure', uses: do}
                """,
            states: [
                "a skipped: Its condition 'slots.x == 'two'' does not hold", "b succeeded",
                "c skipped: Its condition 'steps.b.outcome == 'failure'' does not hold",
            ],
            run: .succeeded,
            said: "Did b."
        ),
        Case(
            name: "cleaning up after a failure",
            body: """
                steps:
                  - {id: a, uses: do}
                  - {id: b, uses: do}
                  - {id: c, if: slots.x, uses: do}
                  - {id: d, if: failure() && steps.a.outcome == 'failure', uses: do}
                  - {id: e, if: always(), uses: do}
                  - {id: f, if: success(), uses: do}
                """,
            failing: ["a"],
            states: [
                "a failed: Broken.", "b cancelled: Step 'a' failed", "c cancelled: Step 'a' failed", "d succeeded",
                "e succeeded", "f skipped: Its condition 'success()' does not hold",
            ],
            run: .failed,
            said: "Step 'a' failed: Broken."
        ),
        Case(
            name: "a failure that may be",
            body: """
                steps:
                  - {id: a, uses: do, continue-on-error: true}
                  - {id: b, if: failure(), uses: do}
                  - {id: c, if: steps.a.outcome == 'failure' && steps.a.conclusion == 'success', uses: do}
                """,
            failing: ["a"],
            states: ["a failed: Broken.", "b skipped: Its condition 'failure()' does not hold", "c succeeded"],
            run: .succeeded,
            said: "Did c."
        ),
        Case(
            name: "a condition that cannot be computed",
            body: """
                steps:
                  - {id: a, uses: do, with: {x: "{"}}
                  - {id: b, if: fromJSON(steps.a.outputs.x).y, uses: do}
                """,
            states: [
                "a succeeded",
                "b failed: A value of step 'b' cannot be computed: 'fromJSON' was given what is not JSON. "
                    + "Text in JSON has quotes around it.",
            ],
            run: .failed,
            said: "Step 'b' failed: A value of step 'b' cannot be computed: 'fromJSON' was given what is not JSON. "
                + "Text in JSON has quotes around it."
        ),
        Case(
            name: "nothing at all",
            body: "steps: [{id: a, if: false, uses: do}]",
            states: ["a skipped: Its condition 'false' does not hold"],
            run: .succeeded,
            said: "There was nothing to do."
        ),
    ]

    static let jobs: [Case] = [
        Case(
            name: "what jobs return",
            body: """
                jobs:
                  last: {needs: [one, two], steps: [{uses: do, with: {x: "${{ toJSON(needs) }}"}}]}
                  one: {outputs: {v: "${{ steps.s.outputs.x }}"}, steps: [{id: s, uses: do, with: {x: a}}]}
                  two: {needs: one, steps: [{uses: do, with: {x: "${{ needs.one.outputs.v }}!"}}]}
                say: "${{ needs.one.outputs.v }} ${{ needs.last.result }}"
                """,
            states: ["one/s succeeded", "two/step-1 succeeded", "last/step-1 succeeded"],
            run: .succeeded,
            said: "a success"
        ),
        Case(
            name: "a job that fails",
            body: """
                jobs:
                  a: {steps: [{id: s, uses: do}, {id: t, uses: do}]}
                  b: {needs: a, steps: [{uses: do}]}
                  c: {needs: b, steps: [{uses: do}]}
                  d: {needs: c, if: failure(), steps: [{uses: do}]}
                  e: {needs: a, if: always() && needs.a.result == 'failure', steps: [{uses: do}]}
                  f: {steps: [{uses: do}]}
                """,
            failing: ["s"],
            states: [
                "a/s failed: Broken.", "a/t cancelled: Step 's' failed", "b/step-1 cancelled: Job 'a' failed",
                "c/step-1 cancelled: Job 'a' failed", "d/step-1 succeeded", "e/step-1 succeeded", "f/step-1 succeeded",
            ],
            run: .failed,
            said: "Step 's' of 'a' failed: Broken."
        ),
        Case(
            name: "a job that is skipped",
            body: """
                jobs:
                  a: {if: slots.x == 'two', steps: [{uses: do}, {if: always(), uses: do}]}
                  b: {needs: a, steps: [{uses: do}]}
                  c: {needs: [a, b], if: "!failure()", steps: [{uses: do}]}
                  d: {if: "!cancelled()", needs: a, steps: [{uses: do, with: {x: "${{ needs.a.result }}"}}]}
                say: "${{ needs.a.result }} ${{ needs.b.result }} ${{ needs.c.result }}"
                """,
            states: [
                "a/step-1 skipped: Job 'a' is not done, because its condition 'slots.x == 'two'' does not hold",
                "a/step-2 skipped: Job 'a' is not done, because its condition 'slots.x == 'two'' does not hold",
                "b/step-1 skipped: Job 'a' was not done", "c/step-1 succeeded", "d/step-1 succeeded",
            ],
            run: .succeeded,
            said: "skipped skipped success"
        ),
        Case(
            name: "a job that may fail",
            body: """
                jobs:
                  a: {continue-on-error: true, steps: [{id: s, uses: do}]}
                  b: {needs: a, steps: [{uses: do}]}
                """,
            failing: ["s"],
            states: ["a/s failed: Broken.", "b/step-1 succeeded"],
            run: .succeeded,
            said: "Did step-1."
        ),
        Case(
            name: "a matrix of which one fails",
            body: """
                jobs:
                  a: {strategy: {max-parallel: 1, matrix: {n: [1, 2, 3]}}, steps: [{id: s, uses: do, with: {n: "${{ matrix.n }}"}}]}
                  b:
                    strategy: {fail-fast: false, matrix: {n: [1, 2]}}
                    outputs: {v: "${{ steps.s.outputs.n }}"}
                    steps: [{id: s, uses: do, with: {n: "${{ matrix.n }}"}}]
                say: "${{ needs.b.outputs.v }}"
                """,
            failing: ["a.2/s", "b.1/s"],
            states: [
                "a.1/s succeeded", "a.2/s failed: Broken.", "a.3/s cancelled: Job 'a (2)' failed",
                "b.1/s failed: Broken.", "b.2/s succeeded",
            ],
            run: .failed,
            said: "Step 's' of 'a (2)' failed: Broken."
        ),
    ]

    @Test(arguments: steps + jobs)
    func isDoneAsGitHubSays(_ example: Case) async throws {
        let outcome = try await Self.run(example.body, failing: example.failing)
        #expect(Self.states(outcome) == example.states)
        #expect(outcome.run.state == example.run)
        #expect(outcome.run.said == example.said)
    }
}
