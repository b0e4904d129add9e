import BehestGrammar
import Testing

@testable import BehestWorkflow

struct JobReaderTests {
    static let cases: [DiagnosedWorkflow] = [
        DiagnosedWorkflow(
            "steps and jobs",
            "steps: [{run: [x]}]\njobs: {a: {steps: [{run: [x]}]}}",
            "4:11 a workflow has either 'steps' or 'jobs', not both"
        ),
        DiagnosedWorkflow("no jobs", "jobs: {}", "3:11 'jobs' is empty, not a mapping of names to jobs"),
        DiagnosedWorkflow(
            "a job without work",
            "jobs:\n  a: {needs: b}\n  b: {steps: []}\n  c: [x]\n  d.e: {steps: [{run: [x]}]}",
            "4:10 the job 'a' has no 'steps'",
            "5:18 the job 'b' does nothing (give it steps)",
            "6:10 a job is a list, not a mapping",
            "7:7 'd.e' is not a name for a job (a name begins with a letter and has letters, digits, '-' and '_' only)"
        ),
        DiagnosedWorkflow(
            "needs",
            "jobs:\n  a: {needs: [a, bb], steps: [{run: [x]}]}\n  b: {steps: [{run: [x]}]}",
            "4:19 the job 'a' needs itself",
            "4:22 there is no job 'bb' (did you mean 'b'?)"
        ),
        DiagnosedWorkflow(
            "a circle",
            """
            jobs:
              a: {needs: c, steps: [{run: [x]}]}
              b: {needs: a, steps: [{run: [x]}]}
              c: {needs: [d, b], steps: [{run: [x]}]}
              d: {steps: [{run: [x]}]}
            """,
            "4:7 the job 'a' can never begin: a needs c needs b needs a"
        ),
        DiagnosedWorkflow(
            "what a job returns",
            """
            jobs:
              a: {outputs: {one: "${{ steps.s.outputs.n }}"}, steps: [{id: s, run: [x]}]}
              b: {needs: a, steps: [{run: [x, "${{ needs.a.outputs.on }}", "${{ steps.s.outputs.n }}"]}]}
              c: {steps: [{run: [x, "${{ needs.a.outputs.one }}", "${{ needs.z.result }}"]}]}
            say: "${{ needs.a.outputs.two }} ${{ steps.s.outputs.n }}"
            """,
            "5:44 the job 'a' has no output 'on' (did you mean 'one'?)",
            "5:73 there is no step 's'",
            "6:34 the job 'a' is not among those that this one needs (add it to 'needs')",
            "6:64 there is no job 'z'",
            "7:15 the job 'a' has no output 'two' (its outputs are one)",
            "7:42 no step can be named here (write 'needs.JOB.outputs.NAME' for what a job returned)"
        ),
        DiagnosedWorkflow(
            "the matrix",
            """
            jobs:
              a:
                strategy: {matrix: {os: [], tool: x, run: "${{ run.id }}"}, fail-fast: 1, max-parallel: 0}
                steps: [{run: ["${{ matrix.oz }}"]}]
              b: {strategy: {matrix: {}}, steps: [{run: [x]}]}
              c: {strategy: {}, steps: [{run: [x]}]}
              d: {strategy: {matrix: {a: [1], include: [2], exclude: x}}, steps: [{run: [x]}]}
            """,
            "5:33 'os' of the matrix is empty, not a list",
            "5:43 'tool' of the matrix is a single value, not a list",
            "5:51 a value of the matrix must be known before the run begins, and 'run.id' is not",
            "5:80 'fail-fast' is true or false",
            "5:97 'max-parallel' is a whole number from 1 to 256",
            "6:29 the job's matrix has no 'oz'",
            "7:30 the matrix has no values",
            "8:21 'strategy' has no 'matrix'",
            "9:49 a part of 'include' is a single value, not a mapping",
            "9:62 'exclude' is a single value, not a list of mappings"
        ),
        DiagnosedWorkflow(
            "a matrix that is too large",
            "jobs:\n  a: {strategy: {matrix: {x: &l [\(Array(repeating: "1", count: 20).joined(separator: ","))], "
                + "y: [\(Array(repeating: "1", count: 20).joined(separator: ","))]}}, steps: [{run: [x]}]}",
            "4:30 the matrix has more than 256 combinations"
        ),
        DiagnosedWorkflow(
            "a program from a matrix that was said",
            """
            jobs:
              a:
                strategy: {matrix: {tool: ["${{ slots.x }}", make]}}
                steps: [{run: ["${{ matrix.tool }}"]}, {run: [sh, -c, "${{ matrix.tool }}"]}]
            """,
            "6:24 the program to run may not come from what was said or from what a step returned "
                + "(name the program in the pack)",
            "6:63 this program would run the argument as code, and what was said or returned is data "
                + "(put the code into the pack, and give it the value as an argument of its own)"
        ),
        DiagnosedWorkflow(
            "concurrency",
            "concurrency: {cancel-in-progress: true}\njobs:\n  a: {concurrency: 'a ${{ run.id }}', steps: [{run: [x]}]}",
            "3:18 'concurrency' names no 'group'",
            "5:24 the group must be known before the run begins, and 'run.id' is not"
        ),
        DiagnosedWorkflow(
            "what belongs elsewhere",
            "if: true\njobs: {a: {if: matrix.os, runs-on: x, retry: 3, steps: [{run: [x]}]}}",
            "3:5 a workflow has no key 'if' "
                + "(the keys are ask, confirm, risk, on, env, priority, concurrency, steps, jobs, say, undo, offer, "
                + "permissions)",
            "4:31 'runs-on' is not supported yet",
            "4:43 a job has no key 'retry' (the keys are needs, if, strategy, env, outputs, timeout-minutes, "
                + "continue-on-error, concurrency, steps, permissions)",
            "4:20 there is no 'matrix' here: only a job with a matrix has one"
        ),
    ]

    @Test(arguments: cases)
    func findsMistakesInPlace(_ example: DiagnosedWorkflow) throws {
        try example.check()
    }

    @Test func readsEveryKey() throws {
        let definition = try WorkflowSample.definition(
            """
            env: {A: one}
            jobs:
              publish:
                needs: [test, build]
                if: needs.test.result == 'success'
                steps: [{run: [publish, "${{ needs.build.outputs.version }}"]}]
              build:
                outputs: {version: "${{ steps.number.outputs.stdout }}"}
                timeout-minutes: 5
                continue-on-error: true
                concurrency: {group: build, cancel-in-progress: true}
                env: {B: "${{ env.A }}"}
                steps: [{id: number, run: [number, "${{ env.B }}"]}]
              test:
                needs: build
                strategy:
                  fail-fast: false
                  max-parallel: 2
                  matrix: {os: [linux, mac], version: [1, 2], exclude: [{os: mac, version: 1}]}
                steps: [{run: [test, "${{ matrix.os }}"]}]
            say: "Published ${{ needs.build.outputs.version }}."
            """
        )
        #expect(definition.steps == [])
        // Each after those that it needs, else as the pack has them.
        #expect(definition.jobs.map(\.id) == ["build", "test", "publish"])
        let build = definition.jobs[0]
        #expect(build.timeout == .seconds(300))
        #expect(build.continuesOnError)
        #expect(build.concurrency?.cancelsInProgress == true)
        #expect(build.outputs.keys.sorted() == ["version"])
        let test = definition.jobs[1]
        #expect(test.timeout == .seconds(360 * 60))
        #expect(test.matrix?.axes.map(\.name) == ["os", "version"])
        #expect(test.matrix?.failsFast == false)
        #expect(test.matrix?.maxParallel == 2)
        #expect(definition.jobs[2].needs == ["test", "build"])
        #expect(definition.jobs[2].condition?.source == "needs.test.result == 'success'")
    }
}
