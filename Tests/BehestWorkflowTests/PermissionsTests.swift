import BehestGrammar
import FoundationEssentials
import Testing

@testable import BehestWorkflow

struct PermissionsTests {
    static let mistakes: [DiagnosedWorkflow] = [
        DiagnosedWorkflow(
            "keys and kinds",
            "permissions: {net: true}\nsteps: [{run: [x], permissions: [a]}]",
            "3:19 'permissions' has no key 'net' (the keys are network, write, read, secrets, limits, "
                + "sandbox, background)",
            "4:37 'permissions' is a list, not a mapping"
        ),
        DiagnosedWorkflow(
            "values",
            "steps: [{run: [x], permissions: {network: maybe, sandbox: no, limits: {processes: 0, memory: 1}, write: a}}]",
            "3:47 'network' is true or false",
            "3:109 'write' is a single value, not a list",
            "3:90 'limits' has no key 'memory' (the keys are memory-megabytes, processes, file-megabytes, cpu-seconds)",
            "3:87 'processes' is a whole number from 1 to 1000000000",
            "3:63 'sandbox' is one of required, none"
        ),
        DiagnosedWorkflow(
            "paths that are no constants, or lead anywhere",
            """
            steps:
              - run: [x]
                permissions: {write: ["${{ slots.x }}", ../a, "~", /, "~other/a", a/../../b], read: ["~/../a"]}
            """,
            "5:31 what a step may write is fixed by the pack; '${{ }}' has no place in it",
            "5:49 '../a' is no path that can be allowed (write it from the root, from '~/' or from the workspace, without '..')",
            "5:55 '~' is no path that can be allowed (write it from the root, from '~/' or from the workspace, without '..')",
            "5:60 '/' is no path that can be allowed (write it from the root, from '~/' or from the workspace, without '..')",
            "5:63 '~other/a' is no path that can be allowed "
                + "(write it from the root, from '~/' or from the workspace, without '..')",
            "5:75 'a/../../b' is no path that can be allowed "
                + "(write it from the root, from '~/' or from the workspace, without '..')",
            "5:94 '~/../a' is no path that can be allowed "
                + "(write it from the root, from '~/' or from the workspace, without '..')"
        ),
        DiagnosedWorkflow(
            "names of secrets",
            "steps: [{run: [x], permissions: {secrets: [PATH, HOME, 1x, GIT_TOKEN]}}]",
            "3:48 'PATH' may not be set, because it changes which code programs run (choose a name of your own)",
            "3:54 'HOME' may not be set from what was said or returned, because programs act on it "
                + "(choose a name of your own)",
            "3:60 '1x' is not a name for an environment value (choose a name of your own)",
            "3:64 'GIT_TOKEN' may not be set, because it changes which code programs run (choose a name of your own)"
        ),
        DiagnosedWorkflow(
            "what cannot hold",
            "steps: [{run: [x], permissions: {sandbox: none, network: false}}]",
            "3:37 'sandbox: none' confines nothing, so that 'network: false' would not hold (leave one of them out)"
        ),
    ]

    @Test(arguments: mistakes)
    func mistakesAreFound(_ workflow: DiagnosedWorkflow) throws { try workflow.check() }

    @Test func theInnermostCounts() throws {
        let plan = try WorkflowSample.plan(
            """
            permissions: {network: true, write: [a], secrets: [A], limits: {processes: 10, cpu-seconds: 5}}
            jobs:
              one:
                permissions: {secrets: [], limits: {processes: 20}}
                steps:
                  - {id: a, run: [x], undo: {run: [y], permissions: {background: true}}}
                  - {id: b, run: [x], permissions: {network: false, write: ["~/.cache/./x/", /var/cache], sandbox: required}}
              two:
                steps: [{id: c, run: [x]}]
            """
        )
        let inJob = Permissions(
            network: true,
            write: ["a"],
            secrets: [],
            limits: .init(processes: 20, cpuSeconds: 5)
        )
        #expect(plan.steps[0].permissions == inJob)
        var undo = inJob
        undo.background = true
        #expect(plan.steps[0].undo?.first?.permissions == undo)
        var narrowed = inJob
        (narrowed.network, narrowed.write, narrowed.sandbox) = (false, ["~/.cache/x", "/var/cache"], .required)
        #expect(plan.steps[1].permissions == narrowed)
        #expect(plan.steps[2].permissions?.secrets == ["A"])
        let decoded = try JSONDecoder().decode(Plan.self, from: Data(plan.json.utf8))
        #expect(decoded == plan)
    }

    @Test func whatSaysNothingIsAsItWas() throws {
        let plan = try WorkflowSample.plan("steps: [{run: [x]}]")
        #expect(plan.steps[0].permissions == nil)
        #expect(!plan.json.contains("permissions"))
    }

    @Test func whatTheMachineCannotEnforceIsRefusedBeforeItIsDone() throws {
        let definition = try WorkflowSample.definition(
            "permissions: {sandbox: required}\nsteps: [{id: a, run: [x]}]"
        )
        let interpretation = Interpretation(intent: "Do", slots: [], manner: .exact)
        var shell = AgentSignature(AgentSignature.shellName)
        _ = try Planner([definition], agents: [shell]).plan(interpretation, words: "", workspace: "/work")
        shell.missingSandbox = "its kernel withholds nothing."
        let error = #expect(throws: PlanError.self) {
            try Planner([definition], agents: [shell]).plan(interpretation, words: "", workspace: "/work")
        }
        #expect(error?.code == .permissions)
        #expect(
            error?.message
                == "Step 'a' is to be done only where it can be confined, and this machine cannot: "
                + "its kernel withholds nothing."
        )
    }

    @Test func permissionsThatCannotHoldTogetherAreRefused() throws {
        let body = "permissions: {sandbox: none}\nsteps: [{id: a, run: [x], permissions: {network: false}}]"
        let error = #expect(throws: PlanError.self) { try WorkflowSample.plan(body) }
        #expect(error?.code == .permissions)
    }

    @Test func anAssignmentHasThePermissionsOfItsStep() throws {
        let plan = try WorkflowSample.plan("steps: [{id: a, run: [x]}]")
        let run = RunRecord(id: "r", utterance: nil, plan: plan, state: .running, createdAt: Sample.moment)
        let claim = RunClaim(run: "r", worker: "w", number: 1)
        var step = PlannedStep(StepDefinition(id: "a", action: .command([.constant("x")])))
        let utterance = Assignment.Utterance(text: "")
        let task = AgentTask(run: "r", position: 0, step: step, state: .ready)
        #expect(Assignment(task, of: run, under: claim, utterance: utterance).permissions == Permissions())
        step.permissions = Permissions(network: true)
        let allowed = AgentTask(run: "r", position: 0, step: step, state: .ready)
        #expect(Assignment(allowed, of: run, under: claim, utterance: utterance).permissions.network == true)
    }
}
