import BehestAgents
import BehestGrammar
import BehestPipeline
import BehestWorkflow
import FoundationEssentials
import Testing
import TestSupport

struct PackLibraryTests {
    private let agents = AgentRegistry([LocalTracker(), ShellAgent()]).signatures

    @Test func shippedPacksAreSound() throws {
        let (library, findings) = PackLibrary.read([Repository.grammars.path], agents: agents)
        #expect(findings.diagnostics == [])
        let grammar = try #require(library).grammar
        #expect(grammar.intents.contains("FileBug"))
        #expect(grammar.intents.contains("RunTests"))
        #expect(grammar.intents.contains("NeverMind"))
        #expect(grammar.intents.allSatisfy { library?.planner.definition(for: $0) != nil })
    }

    @Test func findsTheMistakesOfAllFiles() throws {
        let folder = try TemporaryDirectory()
        try Data("intents: {A: {data: [{sentences: [\"say (hello\"]}]}}".utf8).write(
            to: folder.url.appending(path: "a.yaml")
        )
        try Data("intents: {B: {data: [{sentences: [\"go {where}\"]}]}}".utf8).write(
            to: folder.url.appending(path: "b.yaml")
        )
        let (library, findings) = PackLibrary.read([folder.url.path], agents: agents)
        #expect(library == nil)
        #expect(findings.hasErrors)
        #expect(findings.sources.count == 2)
        let first = try #require(findings.diagnostics.first)
        #expect(first.range?.file.hasSuffix("/a.yaml") == true)
        #expect(first.range?.start.line == 1)
    }

    @Test func workflowOfAnUnknownSlotIsFound() throws {
        let folder = try TemporaryDirectory()
        let file = folder.url.appending(path: "a.yaml")
        let text = """
            intents: {A: {data: [{sentences: ["say {word}"]}]}}
            lists: {word: {wildcard: true}}
            workflows:
              A:
                steps:
                  - run: [echo, "${{ slots.wrod }}"]
            """
        try Data(text.utf8).write(to: file)
        let (library, findings) = PackLibrary.read([file.path], agents: agents)
        #expect(library == nil)
        let diagnostic = try #require(findings.diagnostics.first)
        #expect(diagnostic.range?.start.line == 6)
        #expect(diagnostic.hint?.contains("word") == true)
    }

    @Test func missingFileAndEmptyFolderAreNamed() throws {
        let folder = try TemporaryDirectory()
        let (library, findings) = PackLibrary.read(["/nowhere/a.yaml", folder.url.path], agents: agents)
        #expect(library == nil)
        #expect(
            findings.diagnostics.map(\.message) == [
                "there is no file or folder '/nowhere/a.yaml'",
                "there is no pack (a .yaml file) in the folder '\(folder.url.path)'",
            ]
        )
    }
}
