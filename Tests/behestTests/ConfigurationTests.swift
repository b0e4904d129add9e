import BehestAgents
import BehestGrammar
import BehestWorkflow
import FoundationEssentials
import TestSupport
import Testing

@testable import behest

/// The configuration file: what it sets, and what is said of its mistakes.
struct ConfigurationTests {
    private func read(_ text: String) -> ConfigurationReader {
        ConfigurationReader(bytes: Array(text.utf8), file: "config.yaml")
    }

    @Test(arguments: ["", "# nothing yet\n", "---\n"])
    func anEmptyFileChangesNothing(text: String) {
        let reader = read(text)
        #expect(!reader.log.hasErrors)
        #expect(reader.configuration == Configuration())
    }

    @Test func readsEveryKey() {
        let reader = read(
            """
            speech:
              by: espeak-ng
              voice: en-gb
              rate: 200
              volume: 35
              device: "plughw:CARD=Desk,DEV=0"
            earcons: false
            notifications: false
            """
        )
        #expect(!reader.log.hasErrors)
        var expected = Configuration()
        expected.speech.voice = "en-gb"
        expected.speech.rate = 200
        expected.speech.volume = 35
        expected.speech.device = "plughw:CARD=Desk,DEV=0"
        expected.earcons = false
        expected.notifications = false
        #expect(reader.configuration == expected)
    }

    @Test func codingAgentsHaveNames() {
        let reader = read(
            """
            coders:
              fast: {profile: claude, model: haiku, environment: [ANTHROPIC_API_KEY], arguments: [--max-turns, "20"]}
              own: {profile: generic, command: [/opt/agent, --quiet]}
            """
        )
        #expect(reader.log.diagnostics.isEmpty)
        #expect(
            reader.configuration.coders == [
                Coder(
                    name: "fast",
                    profile: .claude,
                    arguments: ["--max-turns", "20"],
                    environment: ["ANTHROPIC_API_KEY"],
                    model: "haiku"
                ),
                Coder(name: "own", profile: .generic, command: ["/opt/agent", "--quiet"]),
            ]
        )
        #expect(reader.configuration.coders.first?.command == ["claude"])
    }

    @Test(arguments: [
        ("coders: [claude]", "'coders' is a list, not a mapping"),
        ("coders: {a: {}}", "the coding agent 'a' has no 'profile'"),
        ("coders: {a: {profile: cloud}}", "'profile' is one of claude, codex, gemini, aider, generic"),
        ("coders: {a: {profile: generic}}", "the coding agent 'a' has no 'command', and 'generic' has none of its own"),
        ("coders: {a: {profile: claude, command: claude}}", "'command' is not a list of a program and its arguments"),
        (
            "coders: {a: {profile: claude, command: [./claude]}}",
            "'./claude' is neither the name of a program nor its whole path"
        ),
        ("coders: {a: {profile: claude, model: --evil}}", "'--evil' is not the name of a model"),
        (
            "coders: {a: {profile: claude, environment: [KEY=secret]}}",
            "'environment' has the names of variables only, and no values"
        ),
        ("coders: {a b: {profile: claude}}", "'a b' is no name for a coding agent"),
        ("coders: {a: {profile: claude, budget: 3}}", "the coding agent 'a' has no key 'budget'"),
    ])
    func aCodingAgentThatCannotBeUsedIsSaid(text: String, message: String) {
        #expect(read(text).log.diagnostics.map(\.message) == [message])
    }

    @Test func anyProgramAndAnyEndpointCanSpeak() {
        let program = read("speech: {by: {command: [piper, --model, a.onnx]}}")
        #expect(program.configuration.speech.means == .command(["piper", "--model", "a.onnx"]))
        let service = read(
            """
            speech:
              by:
                endpoint: {url: "http://127.0.0.1:8880/v1/audio/speech", model: kokoro, voice: bella, key-from-environment: KEY}
            """
        )
        #expect(!service.log.hasErrors)
        let endpoint = Configuration.Speech.Endpoint(
            url: "http://127.0.0.1:8880/v1/audio/speech",
            model: "kokoro",
            voice: "bella",
            keyVariable: "KEY"
        )
        #expect(service.configuration.speech.means == .endpoint(endpoint))
        #expect(read("speech: {by: none}").configuration.speech.means == .none)
    }

    @Test func whatIsPutIntoBugReportsIsChosen() {
        let reader = read(
            """
            bugs:
              attach: [screenshot, system]
              logs: [build.log, {file: logs/server.log, lines: 200}]
              screenshot-by: [maim, --hidecursor]
            """
        )
        #expect(!reader.log.hasErrors)
        let expected = Attachments(
            kinds: [.screenshot, .system],
            logs: [LogTail(file: "build.log"), LogTail(file: "logs/server.log", lines: 200)],
            screenshotProgram: ["maim", "--hidecursor"]
        )
        #expect(reader.configuration.bugs == expected)
        #expect(read("bugs: {attach: []}").configuration.bugs == Attachments())
    }

    @Test func aReportHasWhatTheConfigurationChooses() async throws {
        let program = try Program()
        try Data("one\ntwo\n".utf8).write(to: program.workspace.appending(path: "build.log"))
        let file = program.file("config.yaml")
        try Data("bugs: {attach: [system], logs: [{file: build.log, lines: 1}]}".utf8).write(to: file)
        let words = "file a bug saying that it hangs"
        let result = try await program.run("say", "--config", file.path, words)
        #expect(result.exitCode == 0, "\(result.errors)")
        let bugs = program.workspace.appending(path: "bugs")
        let names = Set(try FileManager.default.contentsOfDirectory(atPath: bugs.path))
        #expect(names == [".lock", "0001-it-hangs.md", "0001-it-hangs.1-build-log.log.txt"])
        let text = try String(contentsOf: bugs.appending(path: "0001-it-hangs.md"), encoding: .utf8)
        #expect(text.contains("- Kernel: Linux "))
    }

    struct Mistake: Sendable, CustomTestStringConvertible {
        var text: String
        var line: Int
        var message: String
        var hint: String?
        var testDescription: String { message }
    }

    @Test(arguments: [
        Mistake(
            text: "earcons: true\nspeach: {}",
            line: 2,
            message: "the configuration has no key 'speach'",
            hint: "did you mean 'speech'?"
        ),
        Mistake(
            text: "speech:\n  volum: 3",
            line: 2,
            message: "'speech' has no key 'volum'",
            hint: "did you mean 'volume'?"
        ),
        Mistake(text: "speech:\n\n  volume: 101", line: 3, message: "'volume' is a whole number from 0 to 100"),
        Mistake(text: "speech: {rate: quick}", line: 1, message: "'rate' is a whole number from 80 to 450"),
        Mistake(text: "earcons: yes", line: 1, message: "'earcons' is true or false"),
        Mistake(text: "notifications: [1]", line: 1, message: "'notifications' is true or false"),
        Mistake(text: "speech: {device: ''}", line: 1, message: "'device' is not a text of one line"),
        Mistake(
            text: "speech:\n  by: festival",
            line: 2,
            message: "'by' is espeak-ng, none, or a mapping with 'command' or 'endpoint'"
        ),
        Mistake(
            text: "speech: {by: {command: say it}}",
            line: 1,
            message: "'command' is not a list of a program and its arguments",
            hint: "write [piper, --model, en_GB-alba-medium.onnx, --output_file, '-']"
        ),
        Mistake(
            text: "speech: {by: none, rate: 100}",
            line: 1,
            message: "'rate' is for espeak-ng, which is not to speak here"
        ),
        Mistake(
            text: "speech: {voice: ../../etc/passwd}",
            line: 1,
            message: "'../../etc/passwd' is not the name of a voice",
            hint: "'espeak-ng --voices' lists them"
        ),
        Mistake(
            text: "speech: {by: {endpoint: {url: 'ftp://a/b', model: m}}}",
            line: 1,
            message: "'url' is no address that can be used",
            hint: "The address begins with 'ftp:'. Use one that begins with http:// or https://."
        ),
        Mistake(text: "speech: {by: {endpoint: {url: 'http://a/b'}}}", line: 1, message: "'endpoint' has no 'model'"),
        Mistake(
            text: "speech: {by: {endpoint: {url: 'http://a/b', model: m, key-from-environment: BEHEST_KEY}}}",
            line: 1,
            message: "packs can read 'BEHEST_KEY', so that it is no place for a key",
            hint: "use a name that does not begin with BEHEST_"
        ),
        Mistake(
            text: "bugs: {atach: [git]}",
            line: 1,
            message: "'bugs' has no key 'atach'",
            hint: "did you mean 'attach'?"
        ),
        Mistake(
            text: "bugs:\n  attach: [git,\n    logs]",
            line: 3,
            message: "'attach' has only audio, transcript, git, screenshot, system",
            hint: "which logs are attached stands in 'logs'"
        ),
        Mistake(
            text: "bugs: {logs: build.log}",
            line: 1,
            message: "'logs' is not a list",
            hint: "write [{file: build.log, lines: 100}]"
        ),
        Mistake(
            text: "bugs: {logs: [../other.log]}",
            line: 1,
            message: "'../other.log' is not in the workspace, from which logs are named"
        ),
        Mistake(
            text: "bugs: {logs: [{file: a.log, lines: 0}]}",
            line: 1,
            message: "'lines' is a whole number from 1 to 2000"
        ),
        Mistake(text: "bugs: {logs: [{lines: 3}]}", line: 1, message: "the log has no 'file'"),
        Mistake(
            text: "bugs: {screenshot-by: maim}",
            line: 1,
            message: "'screenshot-by' is not a list of a program and its arguments",
            hint: "write [maim, --hidecursor]"
        ),
        Mistake(text: "- earcons", line: 1, message: "the configuration is a list, not a mapping"),
    ])
    func namesTheKeyAndTheLineOfAMistake(mistake: Mistake) throws {
        let diagnostics = read(mistake.text).log.diagnostics
        let first = try #require(diagnostics.first)
        #expect(diagnostics.count == 1)
        #expect(first.message == mistake.message)
        #expect(first.range?.start.line == mistake.line)
        #expect(first.hint == mistake.hint)
    }

    @Test func theDoctorTellsOfIt() async throws {
        let program = try Program()
        let file = program.file("config.yaml")
        try Data("earcons: true\nspeech: {by: none, colour: red}\n".utf8).write(to: file)
        let result = try await program.run("doctor", "--config", file.path)
        #expect(result.exitCode == 1)
        #expect(result.output.contains("'\(file.path)': line 2: 'speech' has no key 'colour'"))
        let missing = try await program.run("doctor", "--config", program.file("other.yaml").path)
        #expect(missing.output.contains("other.yaml' cannot be read. Check its name and its permissions."))
    }
}
