import BehestAgents
import BehestGrammar
import BehestWorkflow
import FoundationEssentials
import TestSupport
import Testing

/// Scripts of packs and folders to run in, carried out by the real programs.
@Suite(.timeLimit(.minutes(10)))
struct ScriptRunTests {
    private static func run(_ pack: String, x: String, in workspace: String) async throws -> RunOutcome {
        let root = try #require(PackDocument(text: pack, file: "p.yaml").root)
        let agents = AgentRegistry([ShellAgent()])
        let reading = WorkflowReader.read(
            try #require(root["workflows"]),
            scripts: root["scripts"],
            slots: ["Do": ["x"]],
            agents: agents.signatures
        )
        #expect(reading.diagnostics == [])
        let plan = try Planner(reading.definitions).plan(
            Interpretation(
                intent: "Do",
                slots: [.init(name: "x", value: .text(x), text: x, span: nil)],
                manner: .exact
            ),
            words: "do it",
            workspace: workspace
        )
        let directory = try TemporaryDirectory()
        let journal = try SQLiteJournal(path: directory.url.appending(path: "journal.sqlite").path)
        let dispatcher = Dispatcher(journal: journal, agents: agents)
        return try await dispatcher.perform(try await dispatcher.record(plan, utterance: nil).id)
    }

    @Test(arguments: ["sh", "bash", "python3"])
    func aScriptGetsItsArgumentsAndItsEnvironment(_ shell: String) async throws {
        let directory = try TemporaryDirectory()
        let text =
            shell == "python3"
            ? "import os, sys; print(len(sys.argv) - 1, sys.argv[1], os.environ['MODE'], sep='|', end='')"
            : "printf '%s|' $# \"$1\"; printf '%s' \"$MODE\""
        let outcome = try await Self.run(
            """
            scripts:
              show:
                shell: \(shell)
                text: |
                  \(text)
            workflows:
              Do:
                steps:
                  - id: s
                    run: {script: show, arguments: ["${{ slots.x }}", "b c"]}
                    env: {MODE: "${{ slots.x }}"}
            """,
            x: "a  $(id) *",
            in: directory.url.path
        )
        #expect(outcome.tasks[0].outputs["stdout"] == "2|a  $(id) *|a  $(id) *")
    }

    @Test(arguments: ["sh", "bash"])
    func aValueWithoutQuotesStaysOneWord(_ shell: String) async throws {
        let directory = try TemporaryDirectory()
        let outcome = try await Self.run(
            """
            scripts: {count: {shell: \(shell), text: 'count() { echo $# "$1"; }; count $1; count $X'}}
            workflows:
              Do: {steps: [{run: {script: count, arguments: ["${{ slots.x }}"]}, env: {X: "${{ slots.x }}"}}]}
            """,
            x: "a --force /*",
            in: directory.url.path
        )
        #expect(outcome.tasks[0].outputs["stdout"] == "1 a --force /*\n1 a --force /*")
    }

    @Test func aScriptEndsAtItsFirstFailure() async throws {
        let directory = try TemporaryDirectory()
        let outcome = try await Self.run(
            "scripts: {a: {shell: bash, text: 'echo one; false | cat; echo two'}}\n"
                + "workflows: {Do: {steps: [{run: {script: a}}]}}",
            x: "",
            in: directory.url.path
        )
        #expect(outcome.tasks[0].outputs["stdout"] == "one")
        #expect(outcome.tasks[0].error == "'bash' exited with code 1:\none")
    }

    @Test func aProgramRunsInAFolderOfTheWorkspace() async throws {
        let directory = try TemporaryDirectory()
        let workspace = directory.url.appending(path: "work").path
        try FileManager.default.createDirectory(atPath: "\(workspace)/a/b", withIntermediateDirectories: true)
        func run(_ folder: String) async throws -> AgentTask {
            let pack = "workflows: {Do: {steps: [{run: [pwd, -P], working-directory: \(folder)}]}}"
            return try await Self.run(pack, x: "", in: workspace).tasks[0]
        }
        #expect(try await run("a/b").outputs["stdout"]?.text?.hasSuffix("/work/a/b") == true)
        #expect(
            try await run("a/c").error
                == "There is no folder 'a/c' in the workspace. Correct 'working-directory' in the pack."
        )
        // Where a link leads shows only when it is there.
        try FileManager.default.createSymbolicLink(atPath: "\(workspace)/out", withDestinationPath: "/tmp")
        #expect(
            try await run("out").error == "'out' leads out of the workspace by a symbolic link. Choose another."
        )
    }
}
