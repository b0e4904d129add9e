import FoundationEssentials
import Testing

/// `behest parse`.
@Suite(.timeLimit(.minutes(10)))
struct ParseTests {
    @Test func tellsWhatEachCaseMeansAndWhichLinesAreNone() async throws {
        let program = try Program()
        let grammar = program.file("grammar.yaml")
        let lists = program.file("lists.yaml")
        let cases = program.file("cases.jsonl")
        let pack = """
            language: en
            intents: {Set: {data: [{sentences: ["set {name} to {level}"], slots: {kind: [a, true]}}]}}
            lists: {level: {range: {from: 0, to: 100}}}
            """
        try Data(pack.utf8).write(to: grammar)
        try Data("lists: {name: {values: [Desk Lamp]}}".utf8).write(to: lists)
        let lines = """
            {"text": "set desk lamp to 40.", "context": {"area": {"value": "hall"}}}
            {"text": "set desk lamp to forty"}
            {"text": 1}

            {"text": "make tea"}
            """
        try Data(lines.utf8).write(to: cases)
        let result = try await program.run(
            "parse",
            "--grammar",
            grammar.path,
            "--lists",
            lists.path,
            "--cases",
            cases.path
        )
        #expect(result.exitCode == 1)
        let output = result.output.split(separator: "\n").map(String.init)
        try #require(output.count == 4)
        #expect(
            output[0]
                == #"{"intent": "Set", "slots": {"name": "Desk Lamp", "level": 40.0, "kind": ["a", true]}}"#
        )
        #expect(output[1].contains(#""level": 40,"#))
        #expect(output[2] == #"{"error":"line 3 is no case: 'text' is of the wrong type"}"#)
        #expect(output[3] == #"{"intent": null, "slots": {}}"#)
        #expect(result.errors.contains("Line 3 of"))
    }

    @Test func tellsWhatIsWrongWithTheFiles() async throws {
        let program = try Program()
        let missing = try await program.run("parse", "--grammar", "nowhere.yaml", "--cases", "-")
        #expect(missing.exitCode == 1)
        #expect(missing.errors == "behest: Could not read 'nowhere.yaml': there is no such file.\n")
    }
}
