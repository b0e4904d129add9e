import FoundationEssentials
import Testing
import TestSupport

/// Lists from the workspace, from the words of the command line to what is done.
@Suite(.timeLimit(.minutes(2)))
struct WorkspaceListTests {
    @Test func opensAFileByTheNameThatIsSaid() async throws {
        let program = try Program()
        try Self.write("let answer = 42\n", to: "Sources/App/UserStore.swift", in: program)
        let result = try await program.run("say", "open user store dot swift")
        #expect(result.exitCode == 0, "\(result.errors)")
        #expect(result.output.contains("file = Sources/App/UserStore.swift"))
        #expect(result.errors.isEmpty)
    }

    @Test func asksWhichFileIsMeant() async throws {
        let program = try Program()
        try Self.write("", to: "a/main.c", in: program)
        try Self.write("", to: "b/main.c", in: program)
        let result = try await program.run("say", "--yes", "open main")
        #expect(result.exitCode == 2)
        #expect(result.output.contains("That can be 'a/main.c' or 'b/main.c'. Which file is meant?"))
        let told = try await program.run("say", "open main in b")
        #expect(told.exitCode == 0, "\(told.errors)")
        #expect(told.output.contains("file = b/main.c"))
    }

    @Test func aListThatCannotBeFilledIsToldAndTheRestWorks() async throws {
        let program = try Program()
        let pack = program.file("pack.yaml")
        let text = """
            intents:
              Go: {data: [{sentences: ["go to {place}"]}]}
              Wait: {data: [{sentences: ["wait"]}]}
            lists:
              place: {from: command, run: [cat, nowhere.txt]}
            workflows: {Go: {steps: [], say: gone}, Wait: {steps: [], say: waited}}
            """
        try Data(text.utf8).write(to: pack)
        let result = try await program.run("say", "--grammars", pack.path, "wait")
        #expect(result.exitCode == 0)
        #expect(
            result.errors.contains("pack.yaml:5:3: warning: the list cannot be filled from 'command': 'cat' exited")
        )
        let elsewhere = program.file("elsewhere")
        try FileManager.default.createDirectory(at: elsewhere, withIntermediateDirectories: true)
        try Data("the harbour\n".utf8).write(to: elsewhere.appending(path: "nowhere.txt"))
        let there = try await program.run(
            "say",
            "--grammars",
            pack.path,
            "--workspace",
            elsewhere.path,
            "go to the harbour"
        )
        #expect(there.exitCode == 0, "\(there.errors)")
        let check = try await program.run("grammar", "check", "--workspace", elsewhere.path, pack.path)
        #expect(check.exitCode == 0)
        #expect(check.errors.isEmpty)
    }

    private static func write(_ text: String, to path: String, in program: Program) throws {
        let file = program.workspace.appending(path: path)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(),
            withIntermediateDirectories: true
        )
        try Data(text.utf8).write(to: file)
    }
}
