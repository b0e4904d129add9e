import FoundationEssentials
import Subprocess
import TestSupport
import Testing

/// `behest grammar test` and `behest grammar sample`.
@Suite(.timeLimit(.minutes(10)))
struct GrammarToolsTests {
    private static let pack = """
        language: en
        intents:
          Open:
            data:
              - sentences: ["open [the] {door}"]
          Note:
            data:
              - sentences: ["note {text}"]
          Close:
            data:
              - sentences: ["close it"]
                requires_context: {door: {slot: true}}
        lists:
          door: {values: [front door, {in: "(back|rear) door", out: back}]}
          text: {wildcard: true}

        """

    private func write(_ text: String, in program: Program) throws -> String {
        let file = program.file("home.yaml")
        try Data((Self.pack + text).utf8).write(to: file)
        return file.path
    }

    // MARK: - test

    @Test func runsTheTestsOfTheShippedPacks() async throws {
        let program = try Program()
        let result = try await program.run("grammar", "test")
        #expect(result.output.hasSuffix(" passed.\n"), "\(result.output)")
        #expect(result.errors == "")
        #expect(result.exitCode == 0)
    }

    @Test func passesWhatIsUnderstoodAsExpected() async throws {
        let program = try Program()
        let tests = """
            tests:
              - {say: "Open the rear door.", intent: Open, slots: {door: back}}
              - {say: close it, intent: Close, slots: {door: front door}, context: {door: front door}}
              - {say: close it, intent: null}
              - {say: the weather is lovely on the coast, intent: null}
            """
        let file = try write(tests, in: program)
        let result = try await program.run("grammar", "test", file)
        #expect(result.output == "All 4 tests passed.\n")
        #expect(result.exitCode == 0)
    }

    @Test func tellsWhatEachFailingTestExpectedAndGot() async throws {
        let program = try Program()
        let tests = """
            tests:
              - {say: open the rear door, intent: Open, slots: {door: front door}}
              - {say: open the rear door, intent: Open}
              - {say: note buy milk, intent: null}
              - {say: note buy milk, intent: Note, slots: {text: buy milk}}
              - {say: the weather is lovely on the coast, intent: Note}
              - {recording: nowhere.flac, intent: Note}
            """
        let file = try write(tests, in: program)
        let result = try await program.run("grammar", "test", file)
        #expect(result.exitCode == 1)
        let lines = result.output.split(separator: "\n").map(String.init)
        try #require(lines.count == 6)
        let expected = "\(file):17:5: \"open the rear door\": expected Open {door: front door}, got Open {door: back}"
        #expect(lines[0] == expected)
        #expect(lines[1] == "\(file):18:5: \"open the rear door\": expected Open {}, got Open {door: back}")
        #expect(lines[2] == "\(file):19:5: \"note buy milk\": expected a refusal, got Note {text: buy milk}")
        #expect(lines[3].contains("expected Note {}, got a refusal ("))
        #expect(lines[4].contains("nowhere.flac: expected Note {}, got nothing to compare ("))
        #expect(lines[5] == "5 of 6 tests failed.")
    }

    @Test func writesOneLineOfJSONForEachTest() async throws {
        struct Line: Decodable {
            struct Reading: Decodable {
                var intent: String?
                var slots: [String: String]
            }
            var line: Int
            var say: String
            var passed: Bool
            var expected: Reading
            var got: Reading
        }
        let program = try Program()
        let file = try write(
            "tests: [{say: open the front door, intent: null}, {say: open the back door, intent: Open, slots: {door: back}}]",
            in: program
        )
        let result = try await program.run("grammar", "test", "--json", file)
        #expect(result.exitCode == 1)
        let lines = try result.output.split(separator: "\n").map {
            try JSONDecoder().decode(Line.self, from: Data($0.utf8))
        }
        #expect(lines.map(\.passed) == [false, true])
        #expect(lines[0].got.intent == "Open" && lines[0].got.slots == ["door": "front door"])
        #expect(lines[0].expected.intent == nil)
    }

    @Test func tellsWhatIsWrongWithTests() async throws {
        let program = try Program()
        let tests = """
            tests:
              - {say: open the door, intent: Opn}
              - {say: open the front door, intent: Open, slots: {dor: front door}}
              - {intent: Open}
              - {say: open it}
              - {say: open it, recording: open.flac, intent: Open}
              - {say: open it, intent: null, slots: {door: back}}
              - {say: open it, intent: Open, expect: Open}
            """
        let result = try await program.run("grammar", "check", try write(tests, in: program))
        #expect(result.exitCode == 1)
        for message in [
            "17:34: error: the pack has no intent 'Opn'", "did you mean 'Open'?",
            "error: no sentence of 'Open' fills a slot 'dor'", "did you mean 'door'?", "error: the test says nothing",
            "error: the test does not say what is expected", "error: a test has either words or a recording",
            "error: what is refused has no slots", "warning: a test has no key 'expect'", "6 errors, 1 warning",
        ] {
            #expect(result.errors.contains(message), "\(message)")
        }
    }

    @Test func saysWhereThereAreNoTests() async throws {
        let program = try Program()
        let result = try await program.run("grammar", "test", try write("", in: program))
        #expect(result.exitCode == 1)
        #expect(result.errors.hasSuffix("behest: No pack has tests. Write some under 'tests:'.\n"))
    }

    // MARK: - check

    @Test func findsNothingInTheShippedPacks() async throws {
        let program = try Program()
        let result = try await program.run("grammar", "check", "--strict", "--workspace", Repository.root.path)
        #expect(result.errors == "")
        #expect(result.output.hasPrefix("All 5 packs are sound: "))
        #expect(result.exitCode == 0)
    }

    @Test func warnsOfWhatLooksWrongAndFailsOnlyWhenStrict() async throws {
        let program = try Program()
        let file = program.file("doors.yaml")
        let pack = """
            language: en
            intents:
              Open: {data: [{sentences: ["open [the] door"]}]}
              Enter: {data: [{sentences: ["(open|enter) the door"]}]}
            expansion_rules: {shut: close}
            workflows: {Open: {steps: [], say: Done.}, Enter: {steps: [], say: Done.}}
            """
        try Data(pack.utf8).write(to: file)
        let result = try await program.run("grammar", "check", file.path)
        #expect(result.exitCode == 0)
        #expect(
            result.errors.contains(
                """
                doors.yaml:4:31: warning: 'open the door' is a sentence of 'Enter' and of 'Open'
                   4 |   Enter: {data: [{sentences: ["(open|enter) the door"]}]}
                     |                               ^~~~~~~~~~~~~~~~~~~~~~~
                     = neither can be taken: see line 3
                """
            ),
            "\(result.errors)"
        )
        #expect(result.errors.contains("no sentence uses the rule 'shut'"))
        #expect(result.output == "The pack is sound: 2 intents, 2 sentences, 4 words.\n")
        let strict = try await program.run("grammar", "check", "--strict", file.path)
        #expect(strict.exitCode == 1)
        #expect(strict.output == "")
    }

    // MARK: - sample

    @Test func showsTheSameSentencesForTheSameSeed() async throws {
        let program = try Program()
        let first = try await program.run("grammar", "sample", "--seed", "7", "--number", "30")
        let second = try await program.run("grammar", "sample", "--seed", "7", "--number", "30")
        let third = try await program.run("grammar", "sample", "--seed", "8", "--number", "30")
        #expect(first.output.split(separator: "\n").count == 30)
        #expect(first.output == second.output)
        #expect(first.output != third.output)
    }

    @Test func showsAllSentencesOnce() async throws {
        let program = try Program()
        let file = try write("", in: program)
        let result = try await program.run("grammar", "sample", "--all", file)
        #expect(result.exitCode == 0)
        let sentences = [
            "open the front door", "open the back door", "open the rear door", "open front door", "open back door",
            "open rear door", "note {text}", "close it",
        ]
        #expect(result.output == sentences.joined(separator: "\n") + "\n")
        let one = try await program.run("grammar", "sample", "--all", "--intent", "Close", "--json", file)
        #expect(one.output == #"{"intent":"Close","text":"close it"}"# + "\n")
    }

    @Test func saysWhenThereAreTooManySentences() async throws {
        let program = try Program()
        let file = program.file("counts.yaml")
        let pack = "intents: {Count: {data: [{sentences: [\"{0..200:a} {0..200:b}\"]}]}}"
        try Data(pack.utf8).write(to: file)
        let result = try await program.run("grammar", "sample", "--all", file.path)
        #expect(result.exitCode == 1)
        #expect(result.output.split(separator: "\n").count == 10_000)
        #expect(
            result.errors.hasSuffix(
                "There are more than 10000 sentences; these are the first. Name one intent with --intent.\n"
            )
        )
    }

    @Test func saysWhenThereIsNoSuchSentence() async throws {
        let program = try Program()
        let file = try write("", in: program)
        let unknown = try await program.run("grammar", "sample", "--intent", "Opn", file)
        #expect(unknown.exitCode == 64)
        #expect(unknown.errors.contains("There is no intent 'Opn': did you mean 'Open'?"))
        let contextual = try await program.run("grammar", "sample", "--intent", "Close", file)
        #expect(contextual.exitCode == 64)
        #expect(contextual.errors.contains("no sentence that can be said without a context"))
    }

    @Test func speaksTheSentences() async throws {
        let program = try Program()
        let file = try write("", in: program)
        let said = program.file("said.txt")
        let folder = program.file("bin")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let espeak = folder.appending(path: "espeak-ng")
        try Data("#!/bin/sh\necho \"$*\" >>'\(said.path)'\n".utf8).write(to: espeak)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: espeak.path)
        program.environment["PATH"] = "\(folder.path):/usr/bin:/bin"
        let arguments = ["grammar", "sample", "--all", "--speak", "--intent", "Close", file]
        let result = try await program.run(arguments)
        #expect(result.exitCode == 0, "\(result.errors)")
        #expect(try String(contentsOf: said, encoding: .utf8) == "-v en-us -b 1 -- close it\n")

        try Data("#!/bin/sh\necho 'error: No such device' >&2\n".utf8).write(to: espeak)
        let silent = try await program.run(arguments)
        #expect(silent.exitCode == 1)
        #expect(
            silent.errors
                == "behest: espeak-ng could not play a sentence: error: No such device. Is there a sound device?\n"
        )
        program.environment["PATH"] = program.file("empty").path
        let missing = try await program.run(arguments)
        #expect(missing.exitCode == 1)
        #expect(missing.errors.contains("Install it: sudo apt install espeak-ng."))
    }
}
