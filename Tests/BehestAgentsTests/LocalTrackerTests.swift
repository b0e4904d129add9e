import BehestWorkflow
import FoundationEssentials
import TestSupport
import Testing

@testable import BehestAgents

struct LocalTrackerTests {
    private static let moment = Date(timeIntervalSince1970: 1_700_000_000)

    private static func create(
        _ inputs: [String: JSONValue],
        key: String = "r1/bug",
        text: String = "file a bug",
        audio: String? = nil,
        in workspace: String
    ) async throws -> AgentResult {
        try await LocalTracker(now: { moment }).perform(
            Assignment(
                run: "r1",
                task: "r1.1",
                step: "bug",
                agent: "tracker/create",
                idempotencyKey: key,
                inputs: inputs.mapValues { TracedValue($0, from: .speech) },
                workspace: workspace,
                utterance: .init(id: "u1", text: text, audioPath: audio)
            )
        )
    }

    private static func names(in folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0 != ".lock" }.sorted()
    }

    @Test func theSameTaskFilesOnce() async throws {
        let directory = try TemporaryDirectory()
        let workspace = directory.url.path
        let first = try await Self.create(["title": "It crashes"], in: workspace)
        let second = try await Self.create(["title": "It crashes"], in: workspace)
        let other = try await Self.create(["title": "It crashes"], key: "r2/bug", in: workspace)
        #expect(first == second)
        #expect(first.summary == "bugs/0001-it-crashes.md")
        #expect(first.outputs == ["number": 1, "path": "bugs/0001-it-crashes.md"])
        #expect(other.outputs["number"] == 2)
        #expect(try Self.names(in: "\(workspace)/bugs") == ["0001-it-crashes.md", "0002-it-crashes.md"])
    }

    @Test(.timeLimit(.minutes(10)))
    func reportsAtTheSameTimeGetDifferentNumbers() async throws {
        let directory = try TemporaryDirectory()
        let workspace = directory.url.path
        let numbers = try await withThrowingTaskGroup(of: JSONValue?.self) { group in
            for index in 0..<40 {
                group.addTask {
                    try await Self.create(["title": "Bug"], key: "r\(index)/bug", in: workspace).outputs["number"]
                }
            }
            return try await group.reduce(into: Set<JSONValue?>()) { $0.insert($1) }
        }
        #expect(numbers == Set((1...40).map { .number(Double($0)) }))
        #expect(try Self.names(in: "\(workspace)/bugs").count == 40)
    }

    @Test func emptyLabelsAreLeftOut() async throws {
        let directory = try TemporaryDirectory()
        let inputs: [String: JSONValue] = ["title": "x", "labels": ["bug", nil, "", " two\nlines "], "severity": nil]
        _ = try await Self.create(inputs, in: directory.url.path)
        let text = try String(contentsOfFile: "\(directory.url.path)/bugs/0001-x.md", encoding: .utf8)
        #expect(text.contains("\nlabels: [\"bug\", \"two lines\"]\n"))
        #expect(!text.contains("severity"))
    }

    @Test(arguments: ["/etc", "../out", "a/../../out", "..", "a//b", "", "link", "link/deeper", "a\u{0}b"])
    func foldersOutsideAreRefused(_ folder: String) async throws {
        let directory = try TemporaryDirectory()
        let workspace = directory.url.appending(path: "work").path
        let outside = directory.url.appending(path: "out").path
        try FileManager.default.createDirectory(atPath: workspace, withIntermediateDirectories: true)
        try FileManager.default.createDirectory(atPath: outside, withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(atPath: "\(workspace)/link", withDestinationPath: outside)
        let inputs: [String: JSONValue] = ["title": "x", "folder": .string(folder)]
        if folder.isEmpty {
            #expect(try await Self.create(inputs, in: workspace).summary == "bugs/0001-x.md")
        } else {
            await #expect(throws: AgentError.self) { try await Self.create(inputs, in: workspace) }
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: outside).isEmpty)
    }

    @Test func aLinkThatStaysInsideIsFollowed() async throws {
        let directory = try TemporaryDirectory()
        let workspace = directory.url.path
        try FileManager.default.createDirectory(atPath: "\(workspace)/real", withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(atPath: "\(workspace)/link", withDestinationPath: "real")
        _ = try await Self.create(["title": "x", "folder": "link/deep"], in: workspace)
        #expect(try Self.names(in: "\(workspace)/real/deep") == ["0001-x.md"])
    }

    struct Title: Sendable, CustomTestStringConvertible {
        var said: String
        var name: String
        var testDescription: String { said.prefix(30).debugDescription }
    }

    static let titles: [Title] = [
        Title(said: "Ünïcode is größer", name: "0001-uenicode-is-groesser.md"),
        Title(said: "日本語", name: "0001-bug.md"),
        Title(said: "a\n---\nstate: closed\n", name: "0001-a-state-closed.md"),
        Title(said: "\"quoted\" \\ back: #x", name: "0001-quoted-back-x.md"),
        Title(said: "[link](http://evil) <script>", name: "0001-link-http-evil-script.md"),
        Title(said: "nul\u{0}here\u{1B}[2J", name: "0001-nul-here-2j.md"),
        Title(said: "../../etc/passwd", name: "0001-etc-passwd.md"),
        Title(said: "don't", name: "0001-dont.md"),
        Title(said: "\u{202E}reversed\u{2028}line", name: "0001-reversed-line.md"),
        Title(
            said: String(repeating: "word ", count: 500),
            name: "0001-" + String(repeating: "word-", count: 11) + "word.md"
        ),
    ]

    @Test(arguments: titles)
    func hostileTitlesStayTitles(_ title: Title) async throws {
        let directory = try TemporaryDirectory()
        let workspace = directory.url.path
        _ = try await Self.create(
            ["title": .string(title.said), "body": .string(title.said)],
            text: title.said,
            in: workspace
        )
        let name = try #require(try Self.names(in: "\(workspace)/bugs").first)
        #expect(name == title.name)
        let text = try String(contentsOfFile: "\(workspace)/bugs/\(name)", encoding: .utf8)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.filter { $0 == "---" }.count == 2)
        #expect(lines.filter { $0.hasPrefix("state:") } == ["state: open"])
        #expect(lines.filter { $0.hasPrefix("title: \"") }.count == 1)
        #expect(!text.unicodeScalars.contains { $0.properties.generalCategory == .control && $0 != "\n" })
        let body = lines.drop { !$0.hasPrefix("# ") }.joined(separator: "\n")
        #expect(!body.contains("[link]("))
        #expect(!body.contains(" <script>"))
    }

    @Test func aTitleIsNeeded() async throws {
        let directory = try TemporaryDirectory()
        await #expect(throws: AgentError.self) { try await Self.create(["title": " \n"], in: directory.url.path) }
    }

    @Test func aRecordingThatIsGoneIsSaidInTheReport() async throws {
        let directory = try TemporaryDirectory()
        let workspace = directory.url.path
        _ = try await Self.create(["title": "x", "attach": ["audio"]], audio: "/no/such.flac", in: workspace)
        let text = try String(contentsOfFile: "\(workspace)/bugs/0001-x.md", encoding: .utf8)
        #expect(text.contains("Could not be attached:\n\n- the recording: Could not read '/no/such.flac'.\n"))
    }

    @Test func tellsWhereTheRepositoryStands() async throws {
        let directory = try TemporaryDirectory()
        let workspace = directory.url.path
        try Data("a".utf8).write(to: directory.url.appending(path: "a.txt"))
        let commit = ["-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", "one"]
        for arguments in [["init", "-q", "-b", "trunk"], ["add", "a.txt"], commit] {
            let outcome = try await Program(arguments: ["git"] + arguments, directory: workspace).run()
            try #require(outcome.exitCode == 0)
        }
        let clean = try #require(try await GitFacts.read(of: workspace))
        #expect(clean.branch == "trunk")
        #expect(clean.commit.count == 40)
        #expect(!clean.isDirty)
        try Data("b".utf8).write(to: directory.url.appending(path: "a.txt"))
        #expect(try await GitFacts.read(of: workspace)?.isDirty == true)
        try Data("new".utf8).write(to: directory.url.appending(path: "new.txt"))
        _ = try await Self.create(["title": "x", "attach": ["git"]], in: workspace)
        let text = try String(contentsOfFile: "\(workspace)/bugs/0001-x.md", encoding: .utf8)
        #expect(text.contains("\nbranch: \"trunk\"\ncommit: \"\(clean.commit)\"\ndirty: true\n---\n"))
        #expect(text.contains("Changed files:\n\n    M a.txt\n"))
        #expect(text.contains("    ?? new.txt\n"))
    }
}
