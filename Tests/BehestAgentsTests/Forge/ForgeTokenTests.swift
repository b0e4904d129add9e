import BehestTransport
import BehestWorkflow
import FoundationEssentials
import TestSupport
import Testing

@testable import BehestAgents

/// Where tokens are read from.
@Suite(.timeLimit(.minutes(2)))
struct ForgeTokenTests {
    private static func text(_ token: ForgeToken, _ environment: [String: String] = [:]) async throws -> String {
        try await token.read(environment).use { $0 }
    }

    private static func message(_ token: ForgeToken, _ environment: [String: String] = [:]) async throws -> String {
        try #require(await #expect(throws: AgentError.self) { try await token.read(environment) }).message
    }

    @Test func theEnvironmentHasThem() async throws {
        #expect(try await Self.text(.environment("T"), ["T": " abc\n"]) == "abc")
        #expect(try await Self.message(.environment("T"), ["T": " "]).contains("no 'T'"))
    }

    @Test func aFileHasThemThatNobodyElseReads() async throws {
        let folder = try TemporaryDirectory()
        let path = folder.url.appending(path: "token").path
        #expect(
            FileManager.default.createFile(
                atPath: path,
                contents: Data("abc\n".utf8),
                attributes: [.posixPermissions: 0o600]
            )
        )
        #expect(try await Self.text(.file(path)) == "abc")
        #expect(try await Self.text(.file("~/token"), ["HOME": folder.url.path]) == "abc")
        try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: path)
        let message = try await Self.message(.file(path))
        #expect(message.contains("chmod 600") && !message.contains("abc"))
        #expect(try await Self.message(.file("\(path).gone")).contains("token.gone"))
    }

    @Test func aProgramPrintsThem() async throws {
        #expect(try await Self.text(.command(["printf", "abc\\n"])) == "abc")
        let failed = try await Self.message(.command(["sh", "-c", "echo abc; echo def >&2; exit 3"]))
        #expect(failed.contains("exited with 3") && !failed.contains("abc") && !failed.contains("def"))
        #expect(try await Self.message(.command(["behest-no-such-program"])).contains("Could not run"))
        #expect(try await Self.message(.command(["true"])).contains("printed nothing"))
    }

    @Test func aProgramThatTakesTooLongIsEnded() async throws {
        let error = await #expect(throws: AgentError.self) {
            try await ForgeToken.command(["sleep", "600"]).read([:], within: .milliseconds(50))
        }
        #expect(error?.message.contains("took too long") == true)
    }
}
