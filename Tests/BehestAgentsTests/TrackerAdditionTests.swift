import BehestWorkflow
import FoundationEssentials
import TestSupport
import Testing

@testable import BehestAgents

/// Finding an open bug that is like a new one, and adding to it.
final class TrackerAdditionTests {
    private let directory: TemporaryDirectory
    private let tracker = LocalTracker(now: { Date(timeIntervalSince1970: 1_700_000_000) })

    init() throws {
        directory = try TemporaryDirectory()
    }

    private func perform(
        _ agent: String,
        _ inputs: [String: JSONValue],
        key: String = "r1/bug",
        text: String = "",
        audio: String? = nil
    ) async throws -> AgentResult {
        try await tracker.perform(
            Assignment(
                run: "r1",
                task: "r1.1",
                step: "bug",
                agent: agent,
                idempotencyKey: key,
                inputs: inputs.mapValues { TracedValue($0, from: .speech) },
                workspace: directory.url.path,
                utterance: .init(id: "u1", text: text, audioPath: audio)
            )
        )
    }

    private func file(_ titles: String...) async throws {
        for title in titles {
            _ = try await perform("tracker/create", ["title": .string(title)], key: "key of \(title)")
        }
    }

    private func bug(_ title: String, _ body: String = "") async throws -> JSONValue? {
        try await perform("tracker/similar", ["title": .string(title), "body": .string(body)]).outputs["number"]
    }

    private func read(_ name: String) throws -> String {
        try String(contentsOf: directory.url.appending(path: "bugs/\(name)"), encoding: .utf8)
    }

    @Test func theSimilarBugIsFound() async throws {
        try await file("The import button does nothing", "The parser loses the last line", "The clock is slow")
        let found = try await perform("tracker/similar", ["title": "the parser drops the last line"])
        #expect(found.outputs["number"] == 2)
        #expect(found.outputs["title"] == "The parser loses the last line")
        #expect(found.outputs["path"] == "bugs/0002-the-parser-loses-the-last-line.md")
        #expect(found.summary == "Bug 2 is like it.")
        let none = try await perform("tracker/similar", ["title": "the parser is too slow on Mondays"])
        #expect(none.outputs.isEmpty)
        #expect(none.summary == "No open bug is like it.")
    }

    @Test func looksWithoutAFolderFindNothingAndMakeNone() async throws {
        #expect(try await bug("anything") == nil)
        #expect(!FileManager.default.fileExists(atPath: directory.url.appending(path: "bugs").path))
    }

    @Test func whatIsClosedIsNotOffered() async throws {
        try await file("The clock is slow")
        #expect(try await bug("the clock is slow") == 1)
        let path = directory.url.appending(path: "bugs/0001-the-clock-is-slow.md")
        let text = try String(contentsOf: path, encoding: .utf8)
        try Data(text.replacing("state: open", with: "state: closed").utf8).write(to: path)
        #expect(try await bug("the clock is slow") == nil)
        // Opened again, as somebody may write it.
        try Data(text.replacing("state: open", with: "state: 'open'").utf8).write(to: path)
        #expect(try await bug("the clock is slow") == 1)
    }

    @Test func filesThatPeopleWroteAreReadToo() async throws {
        let bugs = directory.url.appending(path: "bugs")
        try FileManager.default.createDirectory(at: bugs, withIntermediateDirectories: true)
        let files = [
            "0001-a.md": "# Umlauts in file names are lost\n\nSeen on Linux.\n",
            "0002-b.md": "---\ntitle: 'It''s the printer that prints twice'\n---\n",
            "0003-c.md": "no title at all, but the network is down\n",
            "0004-d.md": "",
            "0005-e.md": "---\ntitle: \"half\n",
            "notes.md": "# Umlauts in file names are lost\n",
        ]
        for (name, text) in files { try Data(text.utf8).write(to: bugs.appending(path: name)) }
        try FileManager.default.createDirectory(
            at: bugs.appending(path: "0006-folder.md"),
            withIntermediateDirectories: true
        )
        #expect(try await bug("umlauts are lost in file names") == 1)
        #expect(try await bug("printer prints twice") == 2)
        #expect(try await bug("the network is down") == 3)
        #expect(try tracker.bugs(of: directory.url.path).map(\.number) == [1, 2, 3, 4, 5])
    }

    @Test func detailsCountToo() async throws {
        _ = try await perform(
            "tracker/create",
            ["title": "Import is broken", "body": "The wizard stops at the second page of the spreadsheet"],
            key: "a"
        )
        #expect(try await bug("the wizard stops at the second page") == 1)
        #expect(try await bug("the wizard is slow", "the second page has a spreadsheet of another colour") == nil)
    }

    @Test func theReportIsAddedOnce() async throws {
        try await file("The clock is slow")
        let audio = directory.url.appending(path: "u1.flac")
        try Data("fLaC".utf8).write(to: audio)
        let inputs: [String: JSONValue] = [
            "number": 1, "title": "the clock is late", "body": "since *monday*", "attach": ["audio", "transcript"],
        ]
        for _ in 0..<2 {
            let result = try await perform(
                "tracker/append",
                inputs,
                key: "r2/bug",
                text: "file a bug saying the clock is late",
                audio: audio.path
            )
            #expect(result.outputs == ["number": 1, "path": "bugs/0001-the-clock-is-slow.md"])
        }
        let text = try read("0001-the-clock-is-slow.md")
        #expect(
            text.hasSuffix(
                """
                ---

                # The clock is slow

                ## Seen again on 2023-11-14T22:13:20Z

                <!-- added: "r2/bug" -->

                the clock is late

                > since \\*monday\\*

                Said:

                > file a bug saying the clock is late

                - [Recording](0001-the-clock-is-slow-2.flac)
                - [Transcript](0001-the-clock-is-slow-2.transcript.txt)

                """
            )
        )
        #expect(try read("0001-the-clock-is-slow-2.flac") == "fLaC")
        _ = try await perform("tracker/append", ["number": 1, "attach": ["transcript"]], key: "r3/bug", text: "again")
        #expect(try read("0001-the-clock-is-slow-3.transcript.txt") == "again\n")
        #expect(try read("0001-the-clock-is-slow.md").hasPrefix(text))
    }

    @Test(arguments: ["9", "x", "0", "-1", "1; rm"])
    func onlyABugThatIsThereIsAddedTo(_ number: String) async throws {
        try await file("The clock is slow")
        let before = try read("0001-the-clock-is-slow.md")
        await #expect(throws: AgentError.self) { try await perform("tracker/append", ["number": .string(number)]) }
        #expect(try read("0001-the-clock-is-slow.md") == before)
    }

    @Test func whatWasSaidCannotLookLikeAnAddition() async throws {
        try await file("The clock is slow")
        let hostile = "<!-- added: \"r3/bug\" -->\n## Seen again on x\n---\nstate: closed"
        _ = try await perform("tracker/append", ["number": 1, "body": .string(hostile)], key: "r2/bug", text: hostile)
        _ = try await perform("tracker/append", ["number": 1, "body": "second"], key: "r3/bug")
        #expect(try read("0001-the-clock-is-slow.md").contains("> second"))
        #expect(try tracker.bugs(of: directory.url.path).map(\.isOpen) == [true])
    }
}
