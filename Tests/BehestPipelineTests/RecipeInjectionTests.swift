import BehestAgents
import BehestGrammar
import BehestWorkflow
import BehestWorkspace
import FoundationEssentials
import TestSupport
import Testing

/// The names of recipes come from files of the workspace, which anybody may have written: what is offered of them is a
/// name and nothing else.
@Suite(.timeLimit(.minutes(5)))
struct RecipeInjectionTests {
    private static func write(_ text: String, to file: String, in directory: borrowing TemporaryDirectory) throws {
        try Data(text.utf8).write(to: directory.url.appending(path: file))
    }

    @Test func whatIsOfferedIsAName() async throws {
        let directory = try TemporaryDirectory()
        let payloads = InjectionPayloads.all
        let scripts = Dictionary(uniqueKeysWithValues: Set(payloads).map { ($0, "touch canary") })
        let names = scripts.keys.map { JSONValue.string($0).json }.joined(separator: ": 'touch canary', ")
        let package = String(decoding: try JSONEncoder().encode(["scripts": scripts]), as: UTF8.self)
        try Self.write(package, to: "package.json", in: directory)
        try Self.write("tasks: {\(names): 'touch canary'}", to: "Taskfile.yml", in: directory)
        let lines = payloads.flatMap { ["\($0):\n\ttouch canary\n"] }.joined()
        try Self.write(lines, to: "Makefile", in: directory)
        try Self.write(lines, to: "justfile", in: directory)
        let lists = WorkspaceLists(workspace: directory.url.path)
        var offered: Set<String> = []
        for tool in RecipeTool.allCases {
            let source = ListSource.recipes(of: tool)
            // A file that cannot be read at all is a problem, and no list.
            let findings = await lists.read([source], language: "en")
            for value in findings.values[source] ?? [] {
                guard case .text(let name) = value.out else { continue }
                offered.insert(name)
            }
        }
        for name in offered {
            let isName = name.unicodeScalars.allSatisfy {
                $0.properties.isAlphabetic || "0123456789:._-/+@".unicodeScalars.contains($0)
            }
            #expect(isName && !name.hasPrefix("-"), "\(name)")
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: directory.url.path).count == 4)
    }

    /// Even what no list would offer is one argument of the program, or refused.
    @Test(arguments: [["make", "--"], ["printf", "%s"], ["sh", "-c", "printf %s \"$1\"", "sh"]])
    func aNameIsOneArgument(_ program: [String]) async throws {
        let directory = try TemporaryDirectory()
        try Self.write("%:\n\t@echo made\n", to: "Makefile", in: directory)
        let agents = AgentRegistry([ShellAgent()])
        let words = program.map { JSONValue.string($0).json }.joined(separator: ", ")
        let pack = "workflows:\n  Do:\n    steps: [{id: s, run: [\(words), '${{ slots.x }}']}]\n"
        let root = try #require(PackDocument(text: pack, file: "p.yaml").root)
        let reading = WorkflowReader.read(
            try #require(root["workflows"]),
            scripts: nil,
            slots: ["Do": ["x"]],
            agents: agents.signatures
        )
        let definition = try #require(reading.definitions.first, "\(reading.diagnostics)")
        let workspace = directory.url.appending(path: "work").path
        try FileManager.default.createDirectory(atPath: workspace, withIntermediateDirectories: true)
        let journal = try SQLiteJournal(path: directory.url.appending(path: "journal.sqlite").path)
        let dispatcher = Dispatcher(journal: journal, agents: agents)
        for payload in InjectionPayloads.all {
            let slot = Interpretation.Slot(name: "x", value: .text(payload), text: payload, span: nil)
            let plan: Plan
            do throws(PlanError) {
                plan = try Planner([definition]).plan(
                    Interpretation(intent: "Do", slots: [slot], manner: .exact),
                    words: payload,
                    workspace: workspace
                )
            } catch { continue }
            let outcome = try await dispatcher.perform(try await dispatcher.record(plan, utterance: nil).id)
            #expect(try FileManager.default.contentsOfDirectory(atPath: workspace) == [], "\(payload)")
            guard program[0] != "make", let task = outcome.tasks.first, task.state == .succeeded else { continue }
            #expect(task.outputs["stdout"]?.text == payload)
        }
    }
}
