import FoundationEssentials
import Subprocess
import SystemPackage
import TestSupport
import Testing

/// Coding agents, from the words of the command line to a branch.
@Suite(.timeLimit(.minutes(3)))
struct CoderCommandTests {
    private static let pack = """
        intents:
          Change: {data: [{sentences: ["have the code changed to {task}"]}]}
        lists: {task: {wildcard: true}}
        workflows:
          Change:
            steps:
              - {id: change, uses: coder/change, with: {task: "${{ slots.task }}"}}
            say: "Changed ${{ join(steps.change.outputs.files, ', ') }} by ${{ steps.change.outputs.additions }} line."
        """

    /// A program in a repository with one commit, whose coding agent is played.
    private static func program(_ agent: String) async throws -> (Program, options: [String]) {
        let program = try Program()
        program.environment["XDG_CACHE_HOME"] = program.file("cache").path
        // Agents have a folder of their own there.
        program.environment["HOME"] = program.file("home").path
        try FileManager.default.createDirectory(at: program.file("home"), withIntermediateDirectories: true)
        let fake = "[\(try Program.path()), fake-agent\(agent)]"
        try Data("coders: {played: {profile: claude, command: \(fake)}}".utf8).write(to: program.file("config.yaml"))
        try Data(pack.utf8).write(to: program.file("pack.yaml"))
        try await git("init", "--quiet", "--initial-branch=main", in: program)
        try await git(
            "-c",
            "user.name=x",
            "-c",
            "user.email=x",
            "-c",
            "commit.gpgsign=false",
            "commit",
            "--quiet",
            "--allow-empty",
            "-m",
            "Begin",
            in: program
        )
        return (
            program,
            ["--config", program.file("config.yaml").path, "--grammars", program.file("pack.yaml").path, "--yes"]
        )
    }

    @discardableResult
    private static func git(_ arguments: String..., in program: Program) async throws -> String {
        let record = try await Subprocess.run(
            .name("git"),
            arguments: Arguments(arguments),
            workingDirectory: FilePath(program.workspace.path),
            output: .string(limit: 65_536),
            error: .discarded
        )
        try #require(record.terminationStatus.isSuccess, "git \(arguments)")
        return record.standardOutput
    }

    @Test func whatIsSaidBecomesABranch() async throws {
        let (program, options) = try await Self.program(", --write, notes.txt")
        let result = try await program.run(["say"] + options + ["have the code changed to keep notes"])
        #expect(result.exitCode == 0, "\(result.errors)")
        #expect(result.output.contains("Changed notes.txt by 1 line."))
        let branches = try await Self.git("for-each-ref", "--format=%(refname:short) %(subject)", in: program)
        let made = branches.split(separator: "\n").filter { !$0.hasPrefix("main ") }
        #expect(made.count == 1)
        #expect(made.first?.hasPrefix("behest/keep-notes-") == true)
        #expect(made.first?.hasSuffix(" keep notes") == true)
    }

    @Test func whatIsOnlyClaimedFails() async throws {
        let (program, options) = try await Self.program(", --then, lie")
        let result = try await program.run(["say"] + options + ["have the code changed to keep notes"])
        #expect(result.exitCode == 1)
        #expect((result.output + result.errors).contains("'played' changed nothing, whatever it says."))
    }

    @Test func doctorKnowsTheConfiguredOnes() async throws {
        let (program, options) = try await Self.program("")
        let well = try await program.run(["doctor"] + options.prefix(2))
        #expect(well.output.contains("coders           played (0.1.0)"))
        try Data("coders: {lost: {profile: codex, command: [no-such-agent]}}".utf8).write(
            to: program.file("config.yaml")
        )
        let lost = try await program.run(["doctor"] + options.prefix(2))
        #expect(lost.output.contains("missing  coders           The coding agent 'lost' is not installed"))
    }

    @Test func targetsOfTheWorkspaceCanBeSaid() async throws {
        let program = try Program()
        try Data("greet-all:\n\t@echo hello > said.txt\n".utf8).write(
            to: program.workspace.appending(path: "Makefile")
        )
        let result = try await program.run("say", "--yes", "run the greet all target")
        #expect(result.exitCode == 0, "\(result.output) \(result.errors)")
        #expect(result.output.contains("Made greet-all."))
        #expect(FileManager.default.fileExists(atPath: program.workspace.appending(path: "said.txt").path))
    }
}
