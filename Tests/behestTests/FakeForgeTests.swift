import FoundationEssentials
import Subprocess
import SystemPackage
import TestSupport
import Testing

@testable import behest

/// `behest fake-forge`, and a spoken bug that is filed on it by the whole program.
@Suite(.timeLimit(.minutes(5)))
struct FakeForgeTests {
    private struct State: Decodable {
        struct Issue: Decodable {
            var number: Int
            var title: String
            var labels: [String]
            var comments: [String]
        }

        var issues: [Issue]
        var faults: [String: Double]
    }

    /// Runs the forge while some work is done; it ends when it is asked to.
    private static func serving<Result: Sendable>(
        _ arguments: [String],
        _ work: (String) async throws -> Result
    ) async throws -> Result {
        let record = try await Subprocess.run(
            .path(FilePath(try Program.path())),
            arguments: Arguments(["fake-forge"] + arguments),
            input: .none,
            output: .sequence,
            error: .discarded
        ) { execution in
            var lines = execution.standardOutput.strings().makeAsyncIterator()
            let address = try #require(try await lines.next()).filter { !$0.isWhitespace }
            let result: Swift.Result<Result, any Error>
            do {
                result = .success(try await work(address))
            } catch {
                result = .failure(error)
            }
            try execution.send(signal: .terminate)
            return try result.get()
        }
        #expect(record.terminationStatus.isSuccess, "it ends when it is asked to")
        return record.closureResult
    }

    private static func curl(_ arguments: String...) async throws -> String {
        let record = try await Subprocess.run(
            .name("curl"),
            arguments: Arguments(["--silent", "--max-time", "20"] + arguments),
            output: .string(limit: 1 << 20),
            error: .discarded
        )
        return record.standardOutput
    }

    private static func state(_ address: String) async throws -> State {
        try JSONDecoder().decode(State.self, from: Data(try await curl("\(address)/_fake/state").utf8))
    }

    private static func configured(_ kind: String, _ address: String) throws -> Program {
        let program = try Program()
        program.environment["FORGE_TOKEN"] = "fake-token"
        let folder = program.file("config").appending(path: "behest")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let text = """
            tracker: {kind: \(kind), url: "\(address)", repository: behest/fake, token: {environment: FORGE_TOKEN}}
            bugs: {attach: [transcript]}
            """
        try Data(text.utf8).write(to: folder.appending(path: "config.yaml"))
        return program
    }

    @Test(arguments: ["github", "gitlab", "forgejo", "gitea"])
    func aBugThatIsSaidIsFiledOnIt(_ kind: String) async throws {
        try await Self.serving(["--issues", "2"]) { address in
            let program = try Self.configured(kind, address)
            let said = try await program.run("say", "file a critical bug saying that the clock is slow")
            #expect(said.exitCode == 0, "\(said.errors)")
            #expect(said.output.contains("Filed bug 3"))
            let state = try await Self.state(address)
            #expect(state.issues.map(\.number) == [1, 2, 3])
            #expect(state.issues[2].title == "the clock is slow")
            #expect(state.issues[2].labels == ["bug"])
            let doctor = try await program.run("doctor")
            #expect(doctor.output.contains("behest/fake on"))
        }
    }

    @Test func anEventThatIsSaidIsSentToIt() async throws {
        try await Self.serving([]) { address in
            let program = try Program()
            program.environment["HOOK_SECRET"] = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
            let (pack, settings) = (program.file("notes.yaml"), program.file("hooks.yaml"))
            try Data(
                """
                language: en
                intents: {Note: {data: [{sentences: ["note that {words}"]}]}}
                lists: {words: {wildcard: true}}
                workflows:
                  Note:
                    steps:
                      - {id: note, uses: webhook/send, with: {to: desk, event: note, data: {words: "${{ slots.words }}"}}}
                    say: "Noted as ${{ steps.note.outputs.type }}."
                """.utf8
            ).write(to: pack)
            try Data("webhooks: {desk: {url: \"\(address)/hooks/desk\", secret: {environment: HOOK_SECRET}}}".utf8)
                .write(to: settings)
            let said = try await program.run(
                "say",
                "--config",
                settings.path,
                "--grammars",
                pack.path,
                "note that the clock is slow"
            )
            #expect(said.exitCode == 0, "\(said.errors)")
            #expect(said.output.contains("Noted as dev.behest.note.v1"))
            let state = try await Self.curl("\(address)/_fake/state")
            #expect(state.contains("the clock is slow") && state.contains("webhook-signature"))
            #expect(!said.output.contains("whsec_") && !said.errors.contains("whsec_"))
        }
    }

    @Test func itFailsAsItIsTold() async throws {
        try await Self.serving(["--fail", "503"]) { address in
            let program = try Self.configured("github", address)
            let said = try await program.run("say", "file a bug saying that the clock is slow")
            #expect(said.exitCode == 1)
            #expect((said.output + said.errors).contains("(503)"))
            let doctor = try await program.run("doctor")
            #expect(doctor.output.contains("(503)"))
            _ = try await Self.curl("--data", #"{"garbage": 1}"#, "\(address)/_fake/faults")
            let state = try await Self.state(address)
            #expect(state.issues.isEmpty)
            #expect(state.faults["garbage"] == 1 && state.faults["failure"] == 0)
            _ = try await Self.curl("--data", "{}", "\(address)/_fake/faults")
            #expect(try await program.run("say", "file a bug saying that the clock is slow").exitCode == 0)
        }
    }

    @Test(arguments: [
        ["--port", "99999"], ["--fail", "200"], ["--every", "0"], ["--issues", "-1"], ["--slow", "-1"],
    ])
    func misuseIsNamed(_ arguments: [String]) async throws {
        let result = try await Program().run(["fake-forge"] + arguments)
        #expect(result.exitCode == 64)
    }

    @Test func aPortThatIsTakenIsNamed() async throws {
        let taken = try ListeningSocket()
        let result = try await Program().run("fake-forge", "--port", "\(taken.port)")
        #expect(result.exitCode == 1)
        #expect(result.errors.contains("\(taken.port)"))
    }
}
