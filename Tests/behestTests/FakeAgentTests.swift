import BehestAgents
import FoundationEssentials
import Testing

@testable import behest

/// The stand-in for a coding agent, by itself.
@Suite(.timeLimit(.minutes(2)))
struct FakeAgentTests {
    @Test func aScriptIsAListOfActions() throws {
        let text = """
            - say: I look.
            - write: {path: a.txt, text: hi}
            - write: b.txt
            - delete: c.txt
            - flood: 5
            - slow
            - fork-daemon
            - fail: no tokens
            """
        let script = try FakeScript.read(Array(text.utf8), file: "s.yaml")
        #expect(
            script.actions == [
                .say("I look."), .write(path: "a.txt", text: "hi"),
                .write(path: "b.txt", text: FakeAction.usualText), .delete(path: "c.txt"), .flood(megabytes: 5),
                .wait(seconds: 3), .forkDaemon, .fail("no tokens"),
            ]
        )
    }

    @Test(arguments: [
        ("say: x", "'s.yaml' is no list of actions. Write '- succeed', for example."),
        ("- [a]", "An action in 's.yaml' is neither a name nor one name with a value."),
        ("- {say: a, fail: b}", "An action in 's.yaml' is neither a name nor one name with a value."),
        ("- {say: {path: a}}", "'say' in 's.yaml' has a value that it cannot have."),
        ("- write", "'write' needs a file. Write 'write=notes.txt'."),
        ("- flood: much", "'much' is no number for 'flood'. Write 'flood=3'."),
    ])
    func aScriptThatCannotBeFollowedIsSaid(text: String, message: String) {
        let error = #expect(throws: FakeScriptError.self) { try FakeScript.read(Array(text.utf8), file: "s.yaml") }
        #expect(error?.description == message)
    }

    /// Every name stands for something, with and without what belongs to it.
    @Test(arguments: FakeAction.names)
    func everyNameIsAnAction(name: String) throws {
        let needsFile = ["write", "delete", "claim"].contains(name)
        _ = try FakeAction(argument: needsFile ? "\(name)=a.txt" : name, text: "")
    }

    @Test(arguments: CoderProfile.Format.allCases)
    func itPlaysWhoeverIsNamed(format: CoderProfile.Format) async throws {
        let program = try Program()
        let arguments = ["fake-agent", "--speak", format.rawValue, "--write", "a.txt", "--text", "hi"]
        let well = try await program.run(arguments + ["-p", "--output-format", "stream-json", "-m", "x", "-"])
        #expect(well.exitCode == 0, "\(well.errors)")
        #expect(well.errors.isEmpty)
        #expect(well.output.contains("a.txt"))
        let file = program.workspace.appending(path: "a.txt").path
        #expect(FileManager.default.contents(atPath: file) == Data("hi\n".utf8))
        let badly = try await program.run(arguments + ["--then", "fail=no tokens"])
        #expect(badly.exitCode == 1)
        #expect(badly.output.contains("no tokens"))
        #expect(FileManager.default.contents(atPath: file) == Data("hi\nhi\n".utf8))
    }

    @Test func whatItCannotPlayIsSaid() async throws {
        let program = try Program()
        let action = try await program.run("fake-agent", "--then", "dance")
        #expect(action.exitCode == 1)
        #expect(action.errors.hasPrefix("behest: There is no action 'dance'. Write one of say, "))
        let speech = try await program.run("fake-agent", "--speak", "klingon")
        #expect(speech.exitCode == 64)
        let script = try await program.run("fake-agent", "--script", "missing.yaml")
        #expect(script.errors == "behest: The script 'missing.yaml' cannot be read. Correct its name.\n")
    }
}
