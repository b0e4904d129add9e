import BehestWorkflow
import FoundationEssentials
import Subprocess
import Testing
import TestSupport

/// The commands beside `behest run`.
@Suite(.timeLimit(.minutes(10)))
struct CommandTests {
    @Test func sayDoesWhatIsTyped() async throws {
        let program = try Program()
        let result = try await program.run("say", "file a critical bug", "saying the disk is full")
        #expect(result.exitCode == 0, "\(result.errors)")
        #expect(result.output.contains("severity = critical"))
        #expect(result.output.contains("says        Filed bug 1: the disk is full."))
    }

    @Test func sayRefusesWhatIsNoCommand() async throws {
        let program = try Program()
        let result = try await program.run("say", "make me a sandwich")
        #expect(result.exitCode == 2)
        #expect(
            result.output.contains("refused     I heard 'make me a sandwich', and nothing I can do is called that.")
        )
    }

    @Test func whatWasSaidCannotSteerTheTerminal() async throws {
        let program = try Program()
        let result = try await program.run("say", "file a bug saying it is \u{1B}[31mred\u{1B}[2J and \u{202E}reversed")
        #expect(result.exitCode == 0)
        #expect(!result.output.unicodeScalars.contains { $0.value == 0x1B || $0.value == 0x202E })
        #expect(result.output.contains("red"))
    }

    @Test func tasksShowWhatWasDone() async throws {
        let program = try Program()
        #expect(try await program.run("tasks", "list").errors.hasPrefix("Nothing has been done yet."))
        let line = try #require(try await program.run("say", "--json", "file a bug saying it works").json().first)
        let run = try #require(line.run)

        let list = try await program.run("tasks", "list")
        #expect(list.output.contains(run))
        #expect(list.output.contains("file a bug saying it works"))

        let shown = try await program.run("tasks", "show", String(run.prefix(4)))
        #expect(shown.exitCode == 0)
        #expect(shown.output.contains("slot        summary = it works"))
        #expect(shown.output.contains("bugs/0001-it-works.md"))

        let unknown = try await program.run("tasks", "show", "zzzz")
        #expect(unknown.exitCode == 1)
        #expect(unknown.errors == "behest: There is no run 'zzzz'. See 'behest tasks list'.\n")
    }

    @Test func tasksShowWhatWaitsToBeHeard() async throws {
        let program = try Program()
        let journal = try SQLiteJournal(path: program.state.appending(path: "behest/journal.sqlite").path)
        try await journal.record(
            UtteranceRecord(
                id: "u1",
                source: "microphone",
                start: .zero,
                duration: .milliseconds(1500),
                audioPath: "/nowhere/u1.flac",
                createdAt: Date(timeIntervalSince1970: 1_700_000_000)
            )
        )
        for _ in 1...2 {
            try await journal.postpone(
                "u1",
                triedAt: Date(timeIntervalSince1970: 1_700_000_060),
                because: "It is down."
            )
        }
        let list = try await program.run("tasks")
        #expect(list.output.contains("  waiting     1.5 s of speech, tried 2 times in vain: It is down.\n"))
        #expect(list.output.hasPrefix("u1  "))
        let json = try await program.run("tasks", "list", "--json")
        #expect(
            json.output == #"{"audio":"/nowhere/u1.flac","reason":"It is down.","recorded":"2023-11-14T22:13:20Z","#
                + #""source":"microphone","state":"waiting","tried":"2023-11-14T22:14:20Z","tries":2,"utterance":"u1"}"#
                + "\n"
        )
    }

    @Test func grammarCheckPointsAtTheMistake() async throws {
        let program = try Program()
        let pack = program.file("bad.yaml")
        let text = """
            language: en
            intents:
              Greet:
                data:
                  - sentences:
                      - "hello (you|world"
                      - "bye {nmae}"
            lists:
              name: {values: [ann, bob]}
            """
        try Data(text.utf8).write(to: pack)
        let result = try await program.run("grammar", "check", pack.path)
        #expect(result.exitCode == 1)
        #expect(result.errors.contains("bad.yaml:6:20: error: '(' has no ')'"))
        #expect(result.errors.contains("bad.yaml:7:"))
        #expect(result.errors.contains("did you mean 'name'?"))
    }

    @Test func grammarCheckCountsWhatIsSound() async throws {
        let result = try await Program().run("grammar", "check")
        #expect(result.exitCode == 0, "\(result.errors)")
        #expect(result.output.hasPrefix("All 5 packs are sound: 16 intents, "))
    }

    @Test func brokenGrammarStopsARunBeforeIt() async throws {
        let program = try Program()
        let pack = program.file("bad.yaml")
        try Data("intents: {A: {data: [{sentences: [\"(a\"]}]}}".utf8).write(to: pack)
        let result = try await program.run("say", "--grammars", pack.path, "a")
        #expect(result.exitCode == 1)
        #expect(result.errors.contains("bad.yaml:1:"))
        #expect(!FileManager.default.fileExists(atPath: program.state.path))
    }

    @Test func doctorFindsEverythingInOrder() async throws {
        let program = try Program()
        let microphone = try await FakeMicrophone(hearing: [])
        program.environment["ALSA_CONFIG_PATH"] = microphone.configurationPath
        program.belongings.append(microphone)
        let result = try await program.run("doctor")
        #expect(result.exitCode == 0, "\(result.output)")
        // The test has a microphone of its own; a loudspeaker, a desktop and a coding agent are not on every machine, and may
        // be missing.
        let lines = result.output.split(separator: "\n").filter { !$0.hasPrefix("ok ") }.map {
            $0.split(separator: " ")
        }
        #expect(
            lines.allSatisfy { $0[0] == "missing" && ["loudspeaker", "notifications", "coders"].contains($0[1]) },
            "\(lines)"
        )
        #expect(result.output.contains("libsndfile"))
    }

    @Test func doctorNamesWhatIsBroken() async throws {
        let program = try Program()
        program.environment["XDG_DATA_HOME"] = program.file("data").path
        let result = try await program.run("doctor")
        #expect(result.exitCode == 1)
        #expect(result.output.contains("broken   ONNX Runtime"))
        #expect(result.output.contains("Run scripts/setup to install it."))
    }

    @Test func severalCommandsInOneBreathAreDoneInOrder() async throws {
        let program = try Program()
        let result = try await program.run(
            "say",
            "Never mind. File a minor bug saying it works, and then what can I say"
        )
        #expect(result.exitCode == 0, "\(result.errors)")
        let lines = result.output.split(separator: "\n").map(String.init)
        let order = [
            "first       Never mind", "then        File a minor bug saying it works", "then        what can I say",
        ]
        #expect(
            lines.filter { line in order.contains { line.hasSuffix($0) } }.map { $0.drop { $0 == " " } }
                == order.map { $0[...] }
        )
        #expect(result.output.contains("says        Filed bug 1: it works."))

        let json = try await program.run(
            "say",
            "--json",
            "file a bug saying it works and then file a bug saying it hangs"
        ).json()
        let line = try #require(json.first)
        #expect(line.intent == "FileBug")
        #expect(line.following == nil, "free text goes on before another free text")
    }

    @Test func whatFollowsAQuestionIsNotDone() async throws {
        let program = try Program()
        let result = try await program.run("say", "--json", "never mind, run the tests, what can I say")
        #expect(result.exitCode == 2)
        let line = try #require(try result.json().first)
        #expect(line.intent == "NeverMind")
        #expect(line.state == "succeeded")
        let following = try #require(line.following)
        #expect(following.map(\.words) == ["run the tests", "what can I say"])
        #expect(following.map(\.decision) == ["ask", "refuse"])
        #expect(following[1].reason == "It was to follow 'run the tests', which was not done.")
        #expect(try await program.run("tasks", "list", "--json").output.split(separator: "\n").count == 1)
    }

    @Test func whatFollowsAFailureIsLeftOut() async throws {
        let program = try Program()
        let pack = program.file("fail.yaml")
        let text = """
            language: en
            intents:
              Fail: {data: [{sentences: ["fail"]}]}
              Greet: {data: [{sentences: ["greet me"]}]}
            workflows:
              Fail: {steps: [{run: ["false"]}]}
              Greet: {steps: [{run: [touch, greeted]}]}
            """
        try text.write(to: pack, atomically: true, encoding: .utf8)
        let result = try await program.run("say", "--grammars", pack.path, "fail and then greet me")
        #expect(result.exitCode == 1)
        #expect(result.output.contains("left out    Not done, because 'fail' before it was not done."))
        #expect(try FileManager.default.contentsOfDirectory(atPath: program.workspace.path).isEmpty)

        let line = try #require(
            try await program.run("say", "--json", "--grammars", pack.path, "greet me and fail").json().first
        )
        #expect(line.state == "succeeded")
        #expect(line.following?.map(\.state) == ["failed"])
        #expect(try FileManager.default.contentsOfDirectory(atPath: program.workspace.path) == ["greeted"])
    }

    @Test func nothingIsDoneOfWhatIsUnderstoodInPart() async throws {
        let program = try Program()
        let result = try await program.run("say", "never mind and make me a sandwich")
        #expect(result.exitCode == 2)
        #expect(
            result.output.contains(
                "refused     I understood 'never mind', but not 'make me a sandwich', so nothing was done."
            )
        )
        #expect(try await program.run("tasks", "list", "--json").output.isEmpty)
    }

    @Test func aChatEndpointProposesAndAPersonIsAsked() async throws {
        try await MockEndpoint.serving { url in
            let program = try Program()
            program.environment["CHAT_KEY"] = "k123"
            let chat = ["--chat-endpoint", "\(url)/v1", "--yes", "--chat-key-variable", "CHAT_KEY", "--chat-model"]
            let answer =
                #"{"command":{"intent":"FileBug","slots":{"severity":"critical","summary":"the disk is full"}}}"#
            let asked = try await program.run(["say", "oh no the disk is full"] + chat + ["answer:\(answer)"])
            #expect(asked.exitCode == 2, "\(asked.errors)")
            #expect(asked.output.contains("summary = the disk is full"))
            #expect(
                asked.output.contains(
                    "asks        I heard 'oh no the disk is full', which is nothing I know. Did you mean "
                        + "'file critical bug saying the disk is full'? Then say it so."
                )
            )
            #expect(try FileManager.default.contentsOfDirectory(atPath: program.workspace.path).isEmpty)

            // What is a sentence is not asked about.
            let done = try await program.run(["say", "file a bug saying the disk is full"] + chat + ["status:500"])
            #expect(done.exitCode == 0)

            program.environment["BEHEST_CHAT_ENDPOINT"] = url + "/v1"
            program.environment["BEHEST_CHAT_MODEL"] = "status:500"
            let refused = try await program.run("say", "oh no the disk is full")
            #expect(refused.exitCode == 2)
            #expect(
                refused.output.contains(
                    "refused     I heard 'oh no the disk is full', and nothing I can do is called that. The chat endpoint "
                        + "'\(url)/v1/chat/completions' answered with status 500."
                )
            )
        }
    }

    @Test func aChatEndpointThatCannotBeUsedIsToldBeforeAnythingIsDone() async throws {
        let program = try Program()
        program.environment["BEHEST_SECRET"] = "k123"
        let cases: [(options: [String], part: String)] = [
            (["--chat-endpoint", "localhost", "--chat-model", "m"], "The chat endpoint cannot be used."),
            (["--chat-endpoint", "http://localhost/v1"], "Name it with --chat-model."),
            (
                ["--chat-endpoint", "http://localhost/v1", "--chat-model", "m", "--chat-key-variable", "NOT_SET"],
                "The environment variable 'NOT_SET'"
            ),
            (
                [
                    "--chat-endpoint", "http://localhost/v1", "--chat-model", "m", "--chat-key-variable",
                    "BEHEST_SECRET",
                ],
                "Packs can read 'BEHEST_SECRET'"
            ),
        ]
        for (options, part) in cases {
            let result = try await program.run(["say", "never mind"] + options)
            #expect(result.exitCode == 1)
            #expect(result.errors.contains(part), "\(result.errors)")
            #expect(!FileManager.default.fileExists(atPath: program.state.path))
        }
        #expect(try await program.run("say", "never mind", "--chat-model", "m").exitCode == 64)
    }

    @Test func helpStatesTheExitCodes() async throws {
        let result = try await Program().run("--help")
        #expect(result.exitCode == 0)
        #expect(result.output.contains("0 all done; 1 something failed; 2 something was refused"))
    }
}
