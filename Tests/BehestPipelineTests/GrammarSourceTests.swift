import BehestGrammar
import BehestPipeline
import BehestWorkflow
import BehestWorkspace
import FoundationEssentials
import Testing
import TestSupport

/// Packs and lists that change while they are in use.
@Suite(.timeLimit(.minutes(2)))
struct GrammarSourceTests {
    @Test func aSoundPackIsTakenOver() async throws {
        let place = try Place()
        let source = try await place.source()
        #expect(await source.refresh() == nil)
        try place.write(pack: "say hello")
        let change = try #require(await source.refresh())
        #expect(change.isRenewed)
        #expect(change.findings.diagnostics == [])
        #expect(source.current.grammar.interpret("say hello").count == 1)
        #expect(await source.refresh() == nil)
    }

    @Test func ofAPackWithAMistakeTheLastGoodOneStays() async throws {
        let place = try Place()
        let source = try await place.source()
        try place.write(pack: "say (hello")
        let change = try #require(await source.refresh())
        #expect(!change.isRenewed)
        #expect(change.findings.diagnostics.map(\.code) == ["unclosed-group"])
        #expect(source.current.grammar.interpret("open notes").count == 1)
        // The mistake has been told.
        #expect(await source.refresh() == nil)
        try place.write(pack: "say hello")
        #expect(await source.refresh()?.isRenewed == true)
    }

    @Test func aNewPackOfTheFolderIsReadAndOneThatIsGoneForgotten() async throws {
        let place = try Place()
        let source = try await place.source()
        let second = place.packs.appending(path: "second.yaml")
        try Data("intents: {B: {data: [{sentences: [wave]}]}}\nworkflows: {B: {steps: [], say: ok}}".utf8).write(
            to: second
        )
        #expect(await source.refresh()?.isRenewed == true)
        #expect(source.current.grammar.interpret("wave").map(\.intent) == ["B"])
        try FileManager.default.removeItem(at: second)
        #expect(await source.refresh()?.isRenewed == true)
        #expect(source.current.grammar.interpret("wave") == [])
    }

    @Test func aNewFileCanBeNamed() async throws {
        let place = try Place()
        let source = try await place.source()
        #expect(source.current.grammar.interpret("open user store") == [])
        try Data().write(to: place.workspace.appending(path: "UserStore.swift"))
        let change = try #require(await source.refresh())
        #expect(change.isRenewed)
        #expect(change.findings.diagnostics == [])
        let reading = try #require(source.current.grammar.interpret("open user store dot swift").first)
        #expect(reading[slot: "file"] == .text("UserStore.swift"))
        #expect(await source.refresh() == nil)
    }

    @Test func aListThatCannotBeFilledIsToldOnce() async throws {
        let place = try Place()
        try place.write(pack: "open {file}", list: "{from: command, run: [cat, names.txt]}")
        try Data("first".utf8).write(to: place.workspace.appending(path: "names.txt"))
        let source = try await place.source()
        #expect(source.current.grammar.interpret("open first").count == 1)

        try FileManager.default.removeItem(at: place.workspace.appending(path: "names.txt"))
        let change = try #require(await source.refresh())
        #expect(!change.isRenewed)
        let warning = try #require(change.findings.diagnostics.first)
        #expect(warning.severity == .warning)
        #expect(warning.code == PackLibrary.Findings.unfilledList)
        #expect(warning.range?.file == place.pack.path)
        #expect(warning.range?.start.line == 6)
        #expect(await source.refresh() == nil)
        #expect(source.current.grammar.interpret("open first").count == 1)
    }

    @Test func looksInTheBackground() async throws {
        let place = try Place()
        let source = try await place.source()
        let (changes, continuation) = AsyncStream.makeStream(
            of: GrammarSource.Change.self,
            bufferingPolicy: .bufferingOldest(8)
        )
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await source.run { continuation.yield($0) } }
            var told = changes.makeAsyncIterator()
            try place.write(pack: "say (hello")
            #expect(await told.next()?.findings.hasErrors == true)
            try Data().write(to: place.workspace.appending(path: "UserStore.swift"))
            source.anticipate()
            #expect(await told.next()?.isRenewed == true)
            #expect(source.current.grammar.interpret("open user store").count == 1)
            group.cancelAll()
        }
    }

    @Test func mistakesKeepASourceFromBeginning() async throws {
        let place = try Place()
        try place.write(pack: "say (hello")
        let lists = WorkspaceLists(workspace: place.workspace.path)
        let (source, findings) = await GrammarSource.load([place.packs.path], agents: [], lists: lists)
        #expect(source == nil)
        #expect(findings.hasErrors)
    }
}

/// A folder of packs and a workspace of one test's own.
private final class Place {
    private let folder: TemporaryDirectory
    let packs: URL
    let workspace: URL
    var pack: URL { packs.appending(path: "first.yaml") }

    init() throws {
        folder = try TemporaryDirectory()
        packs = folder.url.appending(path: "packs")
        workspace = folder.url.appending(path: "workspace")
        for folder in [packs, workspace] {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        }
        try Data().write(to: workspace.appending(path: "notes.txt"))
        try write(pack: "open {file}")
    }

    func write(pack sentence: String, list: String = "{from: files}") throws {
        let text = """
            language: en
            intents:
              Open:
                data: [{sentences: ["\(sentence)"]}]
            lists:
              file: \(list)
            workflows: {Open: {steps: [], say: ok}}
            """
        try Data(text.utf8).write(to: pack)
    }

    func source() async throws -> GrammarSource {
        let lists = WorkspaceLists(workspace: workspace.path, commandAge: .zero)
        let (source, findings) = await GrammarSource.load([packs.path], agents: [], lists: lists)
        #expect(findings.diagnostics == [])
        return try #require(source)
    }
}
