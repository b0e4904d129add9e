import BehestGrammar
import Testing

@testable import BehestWorkflow

struct StepReaderTests {
    private static let script = "show: 'printf %s \"$1\"'\ntool: {shell: python3, text: 'print(1)'}"

    static let conditions: [DiagnosedWorkflow] = [
        DiagnosedWorkflow(
            "an expression with a mistake",
            "steps: [{run: [x], if: slots.z == 1}]",
            "3:28 the intent has no slot 'z' (did you mean 'x'?)"
        ),
        DiagnosedWorkflow(
            "not an expression",
            "steps: [{run: [x], if: [a]}]",
            "3:28 'if' is a list, not an expression"
        ),
        DiagnosedWorkflow(
            "half an expression",
            "steps: [{run: [x], if: \"${{ slots.x }} == 'a'\"}]",
            "3:43 a condition is one expression (put all of it between '${{' and '}}', or leave both out)"
        ),
        DiagnosedWorkflow(
            "its own environment",
            "steps: [{run: [x], env: {A: b}, if: env.A}]",
            "3:41 the step's 'env' has no 'A' "
                + "(of the environment around Behest, only variables that begin with BEHEST_ can be read)"
        ),
        DiagnosedWorkflow(
            "a step that comes later, and contexts of jobs",
            "steps: [{run: [x], if: steps.b.outcome == needs.c.result}, {id: b, run: [x], if: matrix.os}]",
            "3:28 the step 'b' is not done yet at this point",
            "3:47 there is no 'needs' here: only jobs have one",
            "3:86 there is no 'matrix' here: only a job with a matrix has one"
        ),
    ]

    static let folders: [DiagnosedWorkflow] = [
        DiagnosedWorkflow(
            "outside",
            "steps: [{run: [x], working-directory: ../a}, {run: [x], working-directory: /etc}]",
            "3:43 '../a' is no folder of the workspace (write its path from the workspace, without '..')",
            "3:80 '/etc' is no folder of the workspace (write its path from the workspace, without '..')"
        ),
        DiagnosedWorkflow(
            "from speech, also by the environment",
            """
            steps:
              - {run: [x], working-directory: "${{ slots.x }}"}
              - {run: [x], env: {A: "a${{ slots.x }}"}, working-directory: "${{ env.A }}"}
            """,
            "4:39 the folder may not come from what was said or from what a step returned "
                + "(name it in the pack, and give the program the value as an argument)",
            "5:68 the folder may not come from what was said or from what a step returned "
                + "(name it in the pack, and give the program the value as an argument)"
        ),
        DiagnosedWorkflow(
            "known too late",
            "steps: [{run: [x], working-directory: \"a/${{ run.id }}\"}]",
            "3:43 the folder must be known before the run begins"
        ),
        DiagnosedWorkflow(
            "of an agent",
            "steps: [{uses: script, working-directory: a}]",
            "3:47 'working-directory' belongs to 'run', not to 'uses'"
        ),
    ]

    static let scripts: [DiagnosedWorkflow] = [
        DiagnosedWorkflow(
            "a value in the text",
            "steps: [{run: {script: a}}]",
            scripts: "a: |\n  first\n  echo ${{ slots.x }}",
            "4:10 the text of a script is constant; '${{ }}' has no place in it "
                + "(give it the value under 'env' and write \"$NAME\", or under 'arguments' and write \"$1\")",
            "7:28 the pack has no script 'a' (the pack has no 'scripts')"
        ),
        DiagnosedWorkflow(
            "no such script",
            "steps: [{run: {script: shw}}, {run: {arguments: [a]}}, {run: {script: show, with: a}}]",
            scripts: script,
            "6:28 the pack has no script 'shw' (did you mean 'show'?)",
            "6:41 'run' names no 'script'",
            "6:81 'run' has no key 'with' (the keys are script, arguments)"
        ),
        DiagnosedWorkflow(
            "scripts that are none",
            "steps: [{run: {script: a}}]",
            scripts: "a: [b]\n9: c\nd: {shell: zsh, text: e}\nf: {shell: sh}\ng: ''",
            "2:6 the script 'a' is a list",
            "3:3 '9' is not a name for a script (a name begins with a letter and has letters, digits, '-' and '_' only)",
            "4:14 'shell' is one of sh, bash, python3 (did you mean 'sh'?)",
            "5:6 the script 'f' has no 'text'",
            "6:6 the script 'g' is empty",
            "9:28 the pack has no script 'a' (did you mean '9'?)"
        ),
        DiagnosedWorkflow(
            "code that hides behind the environment",
            "steps: [{run: [sh, -c, \"${{ env.A }}\"], env: {A: \"${{ slots.x }}\"}}]",
            "3:28 this program would run the argument as code, and what was said or returned is data "
                + "(put the code into the pack, and give it the value as an argument of its own)"
        ),
        DiagnosedWorkflow(
            "a script that makes code of text",
            "steps: [{run: {script: a, arguments: [\"${{ slots.x }}\"]}}, {run: {script: a, arguments: [b]}}]",
            scripts: "a: 'eval \"$1\"'",
            "5:28 the script 'a' evaluates text as code, and what was said or returned is data "
                + "(write the script without 'eval' and 'exec')"
        ),
        DiagnosedWorkflow(
            "names that programs act on",
            "steps: [{run: [x], env: {EDITOR: \"${{ slots.x }}\", PAGER: less, BASH_FUNC_a: b}}]",
            "3:30 'EDITOR' may not be set from what was said or returned, because programs act on it "
                + "(choose a name of your own)",
            "3:69 'BASH_FUNC_a' may not be set, because it changes which code programs run"
        ),
    ]

    static let retries: [DiagnosedWorkflow] = [
        DiagnosedWorkflow(
            "retry",
            """
            steps:
              - {run: [x], retry: 1}
              - {run: [x], retry: {attempts: many, delay-seconds: -1, factor: 0.5, on: [timeout, never]}}
              - {run: [x], retry: {delay-seconds: 100, max-delay-seconds: 10, on: []}}
              - {run: [x], retry: {tries: 3}}
            """,
            "4:27 'retry' is a whole number from 2 to 20",
            "5:38 'attempts' is a whole number from 2 to 20",
            "5:59 'delay-seconds' is a number from 0 to 3600",
            "5:71 'factor' is a number from 1 to 10",
            "5:90 'on' is one of passing, timeout, failure",
            "6:67 'max-delay-seconds' is less than the first delay",
            "6:75 'on' names no failure",
            "7:28 'retry' has no key 'tries' (the keys are attempts, delay-seconds, factor, max-delay-seconds, on)"
        ),
        DiagnosedWorkflow(
            "undo",
            "steps: [{run: [x], undo: Other}, {run: [x], undo: {if: a, run: y}}, {run: [x], undo: [{}]}]",
            "3:30 'undo' is a single value, not a step (write it as a step: {run: [program, argument]})",
            "3:56 a step under 'undo' has no key 'if' "
                + "(the keys are uses, run, with, env, working-directory, timeout-minutes, permissions)",
            "3:68 'run' is a single value, not a list of arguments (write a list: [y])",
            "3:91 the step has neither 'uses' nor 'run'"
        ),
    ]

    @Test(arguments: conditions + folders + scripts + retries)
    func findsMistakesInPlace(_ example: DiagnosedWorkflow) throws {
        try example.check()
    }

    @Test func readsEveryKey() throws {
        let definition = try WorkflowSample.definition(
            """
            env: {LEVEL: "${{ slots.y || 'low' }}"}
            concurrency: {group: "do ${{ slots.x }}", cancel-in-progress: true}
            steps:
              - id: make
                if: slots.x
                run: {script: show, arguments: ["${{ slots.x }}", b]}
                working-directory: a/b
                env: {MODE: "${{ env.LEVEL }}!"}
                retry: {attempts: 4, delay-seconds: 0.5, factor: 3, max-delay-seconds: 2, on: [failure, passing]}
                undo:
                  - run: [drop, "${{ steps.make.outputs.stdout }}"]
                  - {uses: script, with: {x: a}, timeout-minutes: 1}
              - {run: [x], retry: 5, if: always()}
            """,
            scripts: Self.script
        )
        #expect(definition.environment.keys.sorted() == ["LEVEL"])
        #expect(definition.concurrency?.group.source == "do ${{ slots.x }}")
        #expect(definition.concurrency?.cancelsInProgress == true)
        let step = definition.steps[0]
        #expect(step.condition?.source == "slots.x")
        #expect(step.directory?.source == "a/b")
        #expect(
            step.retry
                == RetryPolicy(
                    attempts: 4,
                    delaySeconds: 0.5,
                    factor: 3,
                    maxDelaySeconds: 2,
                    causes: [.passing, .failure]
                )
        )
        #expect(step.undo.map(\.id) == ["make-undo-1", "make-undo-2"])
        #expect(step.undo[1].timeout == .seconds(60))
        guard case .script(let script, let arguments) = step.action else {
            Issue.record("The step runs a script")
            return
        }
        #expect(script == ScriptDefinition(name: "show", text: "printf %s \"$1\""))
        #expect(arguments.count == 2)
        #expect(definition.steps[1].retry == RetryPolicy(attempts: 5))
        #expect(definition.steps[1].condition?.source == "always()")
    }

    @Test func waitsGrowUpToTheirCap() {
        let policy = RetryPolicy(attempts: 5, delaySeconds: 2, factor: 3, maxDelaySeconds: 10)
        #expect((0...5).map { policy.longestWait(after: $0) } == [nil, 2, 6, 10, 10, nil])
    }
}
