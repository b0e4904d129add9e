import BehestAgents
import BehestGrammar
import BehestWorkflow
import FoundationEssentials
import Subprocess
import TestSupport
import Testing

@testable import behest

/// Permissions and secrets, from the pack and the configuration to the program.
@Suite(.timeLimit(.minutes(10)))
struct SandboxCommandTests {
    private static let pack = """
        language: en
        intents: {Try: {data: [{sentences: ["try"]}]}}
        workflows:
          Try:
            permissions: {limits: {cpu-seconds: 60}}
            steps:
              - run: [sh, -c, 'printf "%s %s\\n" "$TOKEN" "${#TOKEN}"; (echo x > ~/made) 2>/dev/null || echo kept']
                permissions:
                  {secrets: [TOKEN], write: [~/.cache/tool], network: true, sandbox: required, background: true}
              - {run: [sh, -c, 'echo "[$TOKEN$OUTER]"'], permissions: {sandbox: none}}
        """

    private static func program() throws -> (program: Program, pack: String, configuration: String) {
        let program = try Program()
        let pack = program.workspace.appending(path: "try.yaml").path
        try Data(Self.pack.utf8).write(to: URL(filePath: pack))
        let configuration = program.file("config.yaml").path
        try Data("secrets: {TOKEN: {environment: OUTER}}\n".utf8).write(to: URL(filePath: configuration))
        program.environment["OUTER"] = "hunter2-horse"
        program.environment["HOME"] = program.file("home").path
        try FileManager.default.createDirectory(at: program.file("home"), withIntermediateDirectories: true)
        return (program, pack, configuration)
    }

    @Test func aDryRunShowsWhatAStepMayDo() async throws {
        let (program, pack, configuration) = try Self.program()
        let result = try await program.run("say", "--dry-run", "--config", configuration, "--grammars", pack, "try")
        let lines = result.output.split(separator: "\n").map { $0.drop { $0 == " " } }
        let start = try #require(lines.firstIndex { $0.hasPrefix("would do") }, "\(result.errors)") + 1
        #expect(
            Array(lines[start..<min(start + 9, lines.count)]) == [
                "only where it can be confined", "may use the network", "may change ~/.cache/tool",
                "is given the secrets TOKEN", "may leave something running", "at most 60 s of the processor",
                "sh -c 'echo \"[$TOKEN$OUTER]\"'", "may do anything: it is not confined",
                "at most 60 s of the processor",
            ]
        )
    }

    @Test func aStepHasWhatItIsGivenAndNothingElse() async throws {
        let (program, pack, configuration) = try Self.program()
        let done = try await program.run("say", "--config", configuration, "--grammars", pack, "try")
        #expect(done.exitCode == 0, "\(done.output)\(done.errors)")
        #expect(done.output.contains("[left out] 13"))
        #expect(done.output.contains("[]"))
        #expect(done.output.contains("kept"))
        let journal = try Data(contentsOf: program.state.appending(path: "behest/journal.sqlite"))
        #expect(!String(decoding: journal, as: UTF8.self).contains("hunter2"))
    }

    @Test func theDoctorSaysWhatConfines() async throws {
        let program = try Program()
        let result = try await program.run("doctor", "--json")
        let line = try #require(result.output.split(separator: "\n").first { $0.contains("\"sandbox\"") })
        #expect(line.contains("\"ok\""))
        #expect(line.contains(LocalServer.isInstalled("bwrap") ? "bubblewrap" : "Landlock"))
    }

    @Test func secretsAreRead() {
        let reader = ConfigurationReader(
            bytes: Array(
                "secrets: {A: {file: ~/a}, B: {environment: B_VALUE}, C: {command: [pass, show, c]}}".utf8
            ),
            file: "config.yaml"
        )
        #expect(reader.log.diagnostics == [])
        #expect(
            reader.configuration.secrets == [
                "A": .file("~/a"), "B": .environment("B_VALUE"), "C": .command(["pass", "show", "c"]),
            ]
        )
    }

    @Test(arguments: [
        ("secrets: [A]", "'secrets' is a list, not a mapping of names"),
        ("secrets: {A: {value: x}}", "a secret has no key 'value'"),
        ("secrets: {A: {}}", "the secret 'A' has one of environment, file, command"),
        (
            "secrets: {A: {file: /a, environment: B}}", "the secret 'A' has one of environment, file, command"
        ),
        ("secrets: {A: {file: a}}", "'a' begins neither with '/' nor with '~/'"),
        ("secrets: {A: {environment: BEHEST_A}}", "packs can read 'BEHEST_A', so that it is no place for a key"),
        ("secrets: {A: {command: pass}}", "'command' is not a list of a program and its arguments"),
        ("secrets: {A: secret}", "a secret is a single value, not a mapping"),
    ])
    func mistakesInSecretsAreFound(_ text: String, _ message: String) {
        let reader = ConfigurationReader(bytes: Array(text.utf8), file: "config.yaml")
        #expect(reader.log.diagnostics.map(\.message) == [message])
    }
}
