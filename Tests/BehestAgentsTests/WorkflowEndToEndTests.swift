import BehestAgents
import BehestGrammar
import BehestWorkflow
import FoundationEssentials
import TestSupport
import Testing

struct WorkflowEndToEndTests {
    @Test func filesABugFromItsWords() async throws {
        let directory = try TemporaryDirectory()
        let workspace = directory.url.appending(path: "work").path
        try FileManager.default.createDirectory(atPath: workspace, withIntermediateDirectories: true)
        let audio = directory.url.appending(path: "u1.flac").path
        try Data("fLaC".utf8).write(to: URL(filePath: audio))
        let agents = AgentRegistry([LocalTracker(now: { Date(timeIntervalSince1970: 0) }), ShellAgent()])
        let definition = try #require(Self.definition)
        let plan = try Planner([definition]).plan(
            Interpretation(
                intent: "FileBug",
                slots: [.init(name: "summary", value: .text("login crashes"), text: "login crashes", span: 0..<13)],
                manner: .exact
            ),
            words: "file a bug saying login crashes",
            workspace: workspace
        )
        #expect(plan.isComplete)
        let journal = try SQLiteJournal(path: directory.url.appending(path: "state/journal.sqlite").path)
        let utterance = UtteranceRecord(
            id: "u1",
            source: "file-a-bug.flac",
            start: .zero,
            duration: .seconds(2),
            audioPath: audio,
            createdAt: Date(timeIntervalSince1970: 0)
        )
        try await journal.record(utterance)
        let dispatcher = Dispatcher(journal: journal, agents: agents)
        let run = try await dispatcher.record(plan, utterance: utterance.id)
        let outcome = try await dispatcher.perform(run.id)

        #expect(outcome.run.state == .succeeded)
        #expect(outcome.run.said == "Filed bug 1: login crashes.")
        #expect(outcome.tasks.map(\.summary) == ["bugs/0001-login-crashes.md", "Ran 'printf'."])
        #expect(outcome.tasks.last?.outputs["stdout"] == "bug 1")
        let names = try FileManager.default.contentsOfDirectory(atPath: "\(workspace)/bugs").sorted()
        #expect(
            names == [
                ".lock", "0001-login-crashes.flac", "0001-login-crashes.md", "0001-login-crashes.transcript.txt",
            ]
        )
        let text = try String(contentsOfFile: "\(workspace)/bugs/0001-login-crashes.md", encoding: .utf8)
        #expect(
            text == """
                ---
                number: 1
                title: "login crashes"
                state: open
                severity: "major"
                labels: ["bug"]
                created: 1970-01-01T00:00:00Z
                utterance: "u1"
                run: "\(run.id)"
                key: "\(run.id)/bug"
                ---

                # login crashes

                Said:

                > file a bug saying login crashes

                - [Recording](0001-login-crashes.flac)
                - [Transcript](0001-login-crashes.transcript.txt)

                """
        )
    }

    private static var definition: WorkflowDefinition? {
        let pack = """
            workflows:
              FileBug:
                ask: {summary: "What went wrong?"}
                steps:
                  - id: bug
                    uses: tracker/create
                    with:
                      title: ${{ slots.summary }}
                      severity: ${{ slots.severity || 'major' }}
                      labels: [bug, "${{ slots.component }}"]
                      attach: [audio, transcript, git]
                  - run: [printf, "%s", "bug ${{ steps.bug.outputs.number }}"]
                say: "Filed bug ${{ steps.bug.outputs.number }}: ${{ slots.summary }}."
            """
        let node = PackDocument(text: pack, file: "bugs.yaml").root?["workflows"]
        return node.flatMap { node in
            WorkflowReader.read(
                node,
                slots: ["FileBug": ["summary", "severity", "component"]],
                agents: AgentRegistry([LocalTracker()]).signatures
            ).definitions.first
        }
    }
}
