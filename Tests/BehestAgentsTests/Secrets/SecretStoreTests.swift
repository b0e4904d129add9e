import BehestWorkflow
import FoundationEssentials
import TestSupport
import Testing

@testable import BehestAgents

@Suite(.timeLimit(.minutes(10)))
struct SecretStoreTests {
    @Test func valuesComeFromVariablesFilesAndPrograms() async throws {
        let directory = try TemporaryDirectory()
        let file = directory.url.appending(path: "token").path
        try "from a file\n".write(toFile: file, atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file)
        let store = SecretStore(
            ["A": .environment("OUTER"), "B": .file("~/token"), "C": .command(["printf", "from a program\\n"])],
            environment: ["OUTER": "from outside", "HOME": directory.url.path],
            otherVariables: ["SPEECH_KEY"]
        )
        #expect(
            try await store.values(of: ["A", "B", "C"]) == [
                "A": "from outside", "B": "from a file", "C": "from a program",
            ]
        )
        #expect(store.hiddenVariables == ["OUTER", "SPEECH_KEY"])
        #expect(store.hiddenValues == ["from outside"])
        #expect(store.files == [file])
    }

    @Test func whatCannotBeUsedIsRefused() async throws {
        let directory = try TemporaryDirectory()
        let open = directory.url.appending(path: "open").path
        try "secret".write(toFile: open, atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: open)
        let store = SecretStore(
            [
                "OPEN": .file(open), "FOLDER": .file(directory.url.path), "MISSING": .file("/no/such/file"),
                "UNSET": .environment("NOT_THERE"), "SHORT": .command(["printf", "abc"]),
                "FAILS": .command(["sh", "-c", "echo hunter2; exit 3"]), "NOWHERE": .command(["no-such-program"]),
                "LONG": .command(["head", "-c", "20000", "/dev/zero"]),
            ]
        )
        let messages = [
            "OPEN": "The file '\(open)' of the secret 'OPEN' can be read by others. Run 'chmod 600' on it.",
            "FOLDER": "The secret 'FOLDER' is to come from '\(directory.url.path)', which is no file. Name a file.",
            "MISSING":
                "Could not read the file of the secret 'MISSING', '/no/such/file': no such file or directory. "
                + "Check the place and retry.",
            "UNSET": "The secret 'UNSET' has no value: the variable 'NOT_THERE' is not set. Set it.",
            "SHORT":
                "The secret 'SHORT' is shorter than 4 bytes, so that it could not be kept out of what is shown. "
                + "Correct 'SHORT' under 'secrets' in the configuration.",
            "FAILS": "The program 'sh' of the secret 'FAILS' exited with code 3. Try it in a terminal.",
            "NOWHERE": "The program 'no-such-program' of the secret 'NOWHERE' cannot be run. Install it.",
            "LONG": "The secret 'LONG' is too long or no text. Correct 'LONG' under 'secrets' in the configuration.",
        ]
        for (name, message) in messages {
            let error = await #expect(throws: AgentError.self) { try await store.values(of: [name]) }
            #expect(error?.message == message)
        }
    }
}
