import BehestGrammar
import Testing

@testable import BehestWorkflow

struct JobPlanTests {
    private static func combinations(_ matrix: String, _ slots: [String: SlotValue] = [:]) throws -> [String] {
        let plan = try WorkflowSample.plan("jobs: {a: {strategy: {matrix: \(matrix)}, steps: [{run: [x]}]}}", slots)
        return (plan.jobs ?? []).map { job in
            (job.matrix ?? [:]).sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value.value.asText)" }
                .joined(separator: " ")
        }
    }

    static let matrices: [(String, [String])] = [
        ("{a: [1, 2], b: [x, y]}", ["a=1 b=x", "a=1 b=y", "a=2 b=x", "a=2 b=y"]),
        ("{a: [1, 2], b: [x, y], exclude: [{a: 1, b: y}, {a: 2}]}", ["a=1 b=x"]),
        // The example of GitHub's documentation.
        (
            """
            {fruit: [apple, pear], animal: [cat, dog], include: [{color: green}, {color: pink, animal: cat}, \
            {fruit: apple, shape: circle}, {fruit: banana}, {fruit: banana, animal: cat}]}
            """,
            [
                "animal=cat color=pink fruit=apple shape=circle", "animal=dog color=green fruit=apple shape=circle",
                "animal=cat color=pink fruit=pear", "animal=dog color=green fruit=pear", "fruit=banana",
                "animal=cat fruit=banana",
            ]
        ),
        ("{include: [{a: 1}, {a: 2}]}", ["a=1", "a=2"]), ("{a: \"${{ fromJSON('[3, 4]') }}\"}", ["a=3", "a=4"]),
        ("{a: [{b: 1}, [2], null, true]}", ["a={\"b\":1}", "a=[2]", "a=", "a=true"]),
    ]

    @Test(arguments: matrices)
    func makesCombinationsAsGitHubDoes(_ matrix: String, _ expected: [String]) throws {
        #expect(try Self.combinations(matrix) == expected)
    }

    @Test func aMatrixFromSpeechIsValuesOnly() throws {
        let matrix = "{a: \"${{ slots.x }}\", b: [\"${{ slots.y }}\"]}"
        let slots: [String: SlotValue] = ["x": .list([.text("p"), .text("q")]), "y": .text("${{ workspace.path }}")]
        let expected = ["a=p b=${{ workspace.path }}", "a=q b=${{ workspace.path }}"]
        #expect(try Self.combinations(matrix, slots) == expected)
        let many = SlotValue.list(Array(repeating: .text("p"), count: 257))
        let error = #expect(throws: PlanError.self) { try Self.combinations("{a: \"${{ slots.x }}\"}", ["x": many]) }
        #expect(error?.code == .tooLarge)
        let none = #expect(throws: PlanError.self) {
            try Self.combinations("{a: \"${{ slots.x }}\"}", ["x": .text("p")])
        }
        #expect(
            none?.message
                == "'a' in the matrix of job 'a' is text, not a list. Use fromJSON, or write the list in the pack."
        )
        let empty = #expect(throws: PlanError.self) {
            try Self.combinations("{a: \"${{ slots.x }}\"}", ["x": .list([])])
        }
        #expect(empty?.message == "The matrix of job 'a' has no values, so that there is nothing to do.")
    }

    @Test func aPlanHasABoundedNumberOfSteps() throws {
        let numbers = "[\((1...256).map(String.init).joined(separator: ","))]"
        let steps = Array(repeating: "{run: [x]}", count: 4).joined(separator: ", ")
        let error = #expect(throws: PlanError.self) {
            try WorkflowSample.plan("jobs: {a: {strategy: {matrix: {n: \(numbers)}}, steps: [\(steps)]}}")
        }
        #expect(error?.message == "The plan has more than 1000 steps. Make a matrix smaller.")
    }

    @Test func whatIsKnownIsDecidedBeforehand() throws {
        let body = """
            steps:
              - {id: a, if: slots.x == 'yes', run: [echo, "${{ slots.y }}"]}
              - {id: b, if: "slots.x != 'yes'", run: [echo, "${{ slots.y }}"]}
              - {id: c, if: steps.a.outcome == 'skipped', run: [echo]}
              - {id: d, if: always() && slots.x, run: [echo]}
            """
        let plan = try WorkflowSample.plan(body, ["x": .text("Yes")])
        #expect(plan.steps.map(\.skipped) == [nil, "Its condition 'slots.x != 'yes'' does not hold", nil, nil])
        let conditions = [nil, nil, "steps.a.outcome == 'skipped'", "always() && slots.x"]
        #expect(plan.steps.map { $0.condition?.source } == conditions)
        #expect(try CanonicalJSON.value(Plan.self, from: plan.json) == plan)
        // What is not done may hold what could not be done.
        #expect(try WorkflowSample.plan(body, ["x": .text("no"), "y": .text("fine")]).steps[0].skipped != nil)
        let dash = #expect(throws: PlanError.self) {
            try WorkflowSample.plan(body, ["x": .text("yes"), "y": .text("--force")])
        }
        #expect(dash?.code == .leadingDash)
        let skipped = try WorkflowSample.plan(
            "steps: [{if: slots.x == 'a', run: [echo, \"${{ slots.y }}\"]}]",
            ["x": .text("b"), "y": .text("--force")]
        )
        #expect(skipped.steps[0].arguments?[1].known == nil)
    }

    @Test func foldersStayInTheWorkspace() throws {
        func folder(_ text: String, _ environment: [String: String] = [:]) throws -> String? {
            try WorkflowSample.plan(
                "steps: [{run: [x], working-directory: \"\(text)\"}]",
                environment: environment
            ).steps[0].directory
        }
        #expect(try folder("a//./b/") == "a/b")
        #expect(try folder(".") == nil)
        #expect(try folder("${{ workspace.path }}/a") == "a")
        #expect(try folder("${{ env.BEHEST_FOLDER }}", ["BEHEST_FOLDER": "/work/c"]) == "c")
        for outside in ["/workshop", "/etc", "..", "a/../../b", "~", ""] {
            let error = #expect(throws: PlanError.self) {
                try folder("${{ env.BEHEST_FOLDER }}", ["BEHEST_FOLDER": outside])
            }
            #expect(error?.code == .outsideWorkspace)
        }
    }

    @Test func theSameWordsMakeTheSamePlan() throws {
        let body = """
            env: {LEVEL: "${{ slots.y }}"}
            concurrency: {group: "do ${{ slots.x }}", cancel-in-progress: true}
            jobs:
              test:
                strategy: {matrix: {os: [linux]}, max-parallel: 2}
                outputs: {log: "${{ steps.run.outputs.stdout }}"}
                steps:
                  - id: run
                    run: {script: show, arguments: ["${{ slots.x }}"]}
                    working-directory: a
                    retry: {attempts: 2, on: failure}
                    undo: {run: [drop, "${{ steps.run.outputs.stdout }}"]}
              report: {needs: test, if: always(), timeout-minutes: 2, steps: [{run: [echo, "${{ needs.test.result }}"]}]}
            say: Done.
            """
        let slots: [String: SlotValue] = ["x": .text("it"), "y": .integer(2)]
        let plan = try WorkflowSample.plan(body, scripts: "show: printf %s", slots)
        #expect(try WorkflowSample.plan(body, scripts: "show: printf %s", slots).json == plan.json)
        #expect(
            plan.json == """
                {"concurrency":{"cancelsInProgress":true,"group":{"origin":["pack","speech"],"value":"do it"}},\
                "confirmation":"when-unsure","environment":{"LEVEL":{"origin":["pack","speech"],"value":"2"}},"intent":"Do",\
                "jobs":[{"continuesOnError":false,"environment":{},"failsFast":true,"id":"test.1",\
                "matrix":{"os":{"origin":["pack"],"value":"linux"}},"maxParallel":2,"name":"test","needs":[],\
                "outputs":{"log":{"template":{"text":"${{ steps.run.outputs.stdout }}"}}},"timeoutMinutes":360},\
                {"condition":"always()","continuesOnError":false,"environment":{},"id":"report","name":"report",\
                "needs":["test"],"outputs":{},"timeoutMinutes":2}],\
                "questions":[],"risk":"low","say":"Done.","settings":{},"slots":{"x":"it","y":2},\
                "steps":[{"agent":"shell","arguments":[{"origin":["pack"],"value":"sh"},\
                {"origin":["pack"],"value":"-ef"},{"origin":["pack"],"value":"-c"},\
                {"origin":["pack"],"value":"IFS=; printf %s"},{"origin":["pack"],"value":"show"},\
                {"origin":["pack","speech"],"value":"it"}],"continuesOnError":false,"directory":"a","environment":{},"id":"run",\
                "inputs":{},"job":"test.1","retry":{"attempts":2,"causes":["failure"],"delaySeconds":1,"factor":2,\
                "maxDelaySeconds":60},"script":"show","timeoutMinutes":60,"undo":[{"agent":"shell","arguments":[\
                {"origin":["pack"],"value":"drop"},{"template":{"text":"${{ steps.run.outputs.stdout }}"}}],\
                "continuesOnError":false,"environment":{},"id":"run-undo-1","inputs":{},"job":"test.1",\
                "timeoutMinutes":60}]},{"agent":"shell","arguments":[{"origin":["pack"],"value":"echo"},\
                {"template":{"text":"${{ needs.test.result }}"}}],"continuesOnError":false,"environment":{},\
                "id":"step-1","inputs":{},"job":"report","timeoutMinutes":60}],"words":"do it","workspace":"/work"}
                """
        )
        #expect(try CanonicalJSON.value(Plan.self, from: plan.json) == plan)
        #expect(plan.jobs?.map(\.title) == ["test (linux)", "report"])
    }

    @Test func plansOfEarlierVersionsAreReadable() throws {
        let text = """
            {"confirmation":"when-unsure","intent":"Do","questions":[],"risk":"low","say":"Done.","settings":{},\
            "slots":{"x":"it crashes"},"steps":[{"agent":"shell","arguments":[{"origin":["pack"],"value":"echo"},\
            {"template":{"text":"--n=${{ steps.bug.outputs.number }}"}}],"continuesOnError":false,\
            "environment":{"RUN":{"template":{"text":"${{ run.id }}"}}},"id":"step-2","inputs":{},\
            "timeoutMinutes":60}],"words":"do it","workspace":"/work"}
            """
        let plan = try CanonicalJSON.value(Plan.self, from: text)
        #expect(plan.jobs == nil)
        #expect(plan.steps[0].condition == nil)
        #expect(plan.json == text)
    }

    @Test func aJobDoesNotWaitForItsOwnWorkflow() throws {
        let body = "concurrency: g\njobs: {a: {concurrency: g, steps: [{run: [x]}]}}"
        let error = #expect(throws: PlanError.self) { try WorkflowSample.plan(body) }
        #expect(error?.message.hasPrefix("Job 'a' would wait in the group 'g' for the workflow itself") == true)
    }
}
