import BehestAgents
import BehestGrammar
import BehestWorkflow
import FoundationEssentials
import TestSupport
import Testing

/// The examples of docs/workflows.md.
struct WorkflowDocumentTests {
    private static let head = """
        language: en
        intents:
          Release: {data: [{sentences: ["release {version} [to {place}]"]}]}
        lists: {version: {wildcard: true}, place: {values: [staging, production]}}

        """

    private static func examples() throws -> [String] {
        let path = Repository.root.appending(path: "docs/workflows.md").path
        let text = try String(contentsOfFile: path, encoding: .utf8)
        return text.split(separator: "```yaml\n").dropFirst().compactMap {
            $0.split(separator: "\n```").first.map(String.init)
        }
    }

    @Test func everyExampleIsRight() throws {
        let examples = try Self.examples()
        #expect(examples.count == 7)
        let agents = AgentRegistry([LocalTracker(), ShellAgent()]).signatures
        for example in examples {
            let reading = GrammarPack.read(PackDocument(text: Self.head + example, file: "workflows.md"))
            #expect(reading.diagnostics == [])
            let pack = try #require(reading.pack)
            let workflows = WorkflowReader.read(
                try #require(pack.workflows),
                scripts: pack.scripts,
                slots: pack.slotNames,
                agents: agents
            )
            #expect(workflows.diagnostics == [])
            let slots = ["version": "1.5", "place": "production"].map { name, value in
                Interpretation.Slot(name: name, value: .text(value), text: value, span: nil)
            }
            let plan = try Planner(workflows.definitions).plan(
                Interpretation(intent: "Release", slots: slots, manner: .exact),
                words: "release 1.5 to production",
                workspace: "/work"
            )
            #expect(!plan.steps.isEmpty)
        }
    }
}
