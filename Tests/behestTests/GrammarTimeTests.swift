import FoundationEssentials
import Subprocess
import TestSupport
import Testing

/// `behest grammar time`.
@Suite(.timeLimit(.minutes(10)))
struct GrammarTimeTests {
    private static let pack = """
        language: en
        intents:
          Open: {data: [{sentences: ["open [the] {door}"]}]}
          Close: {data: [{sentences: ["close it"], requires_context: {door: front}}]}
        """

    private struct Line: Decodable {
        var readSeconds, compileSeconds, pronounceSeconds: Double?
        var sentences, states, arcs, words: Int?
        var intent: String?
        var microseconds: Double?
    }

    /// What it writes of a pack whose list stands in a file of its own.
    private func lines(_ cases: [String], _ options: String...) async throws -> [Line] {
        let program = try Program()
        let files = ["pack.yaml", "lists.yaml", "cases.jsonl"].map { program.file($0) }
        try Data(Self.pack.utf8).write(to: files[0])
        try Data("lists: {door: {values: [front door, back door]}}\n".utf8).write(to: files[1])
        try Data(cases.joined(separator: "\n").utf8).write(to: files[2])
        let result = try await program.run(
            ["grammar", "time", files[0].path, "--lists", files[1].path, "--cases", files[2].path] + options
        )
        try #require(result.exitCode == 0, "\(result.errors)")
        return try result.output.split(separator: "\n").map {
            try JSONDecoder().decode(Line.self, from: Data($0.utf8))
        }
    }

    @Test func tellsHowLargeTheGrammarIsAndWhatEachCaseTook() async throws {
        let cases = [
            #"{"text": "open the front door"}"#, #"{"text": "close it"}"#,
            #"{"text": "close it", "context": {"door": "front"}}"#, #"{"text": "opening the front door"}"#,
        ]
        let lines = try await lines(cases, "--rounds", "2")
        try #require(lines.count == 5)
        #expect(lines[0].sentences == 2)
        #expect(lines[0].words == 7)
        #expect(lines[0].states ?? 0 > 2 && lines[0].arcs ?? 0 > 2)
        #expect(lines[0].readSeconds ?? 0 > 0 && lines[0].compileSeconds ?? 0 > 0)
        #expect(lines[0].pronounceSeconds == nil)
        #expect(lines[1...].map(\.intent) == ["Open", nil, "Close", nil])
        #expect(lines[1...].allSatisfy { $0.microseconds ?? 0 > 0 })
    }

    @Test func matchesBySoundWhereThatIsAskedFor() async throws {
        let lines = try await lines([#"{"text": "opening the font door"}"#], "--by-sound", "--rounds", "1")
        #expect(lines.map(\.intent) == [nil, "Open"])
        #expect(lines[0].pronounceSeconds ?? 0 > 0)
    }

    @Test(arguments: [
        (["--rounds", "0"], "--rounds wants a number above zero."),
        (["--cases", "none.jsonl"], "The file 'none.jsonl' cannot be read: check its name and its permissions."),
        (["--cases", "pack.yaml"], "Line 1 of 'pack.yaml' is no case: it wants an object with a 'text'."),
        (["--lists", "broken.yaml"], "'broken.yaml' cannot be used"),
    ])
    func saysWhatIsWrong(options: [String], message: String) async throws {
        let program = try Program()
        try Data(Self.pack.utf8).write(to: program.workspace.appending(path: "pack.yaml"))
        try Data("lists: [".utf8).write(to: program.workspace.appending(path: "broken.yaml"))
        let result = try await program.run(["grammar", "time", "pack.yaml"] + options)
        #expect(result.errors.contains(message), "\(result.errors)")
        #expect(result.exitCode != 0)
    }
}
