import BehestWorkflow
import FoundationEssentials
import TestSupport
import Testing

@testable import BehestAgents

/// A repository with one commit, a folder for Behest's state, and coding agents that are played.
final class CoderPlace: Sendable {
    let root: URL
    var workspace: String { root.appending(path: "work").path }
    var folders: CoderFolders {
        CoderFolders(records: root.appending(path: "state").path, trees: root.appending(path: "trees").path)
    }

    /// Makes a place with a repository.
    ///
    /// - Parameter folder: where it is; `nil` for among the temporary files, which confined programs do not see.
    /// - Throws: when it cannot be made.
    init(in folder: URL? = nil) async throws {
        let name = "behest-test-coder-\(UInt64.random(in: .min ... .max))"
        root = (folder ?? FileManager.default.temporaryDirectory).resolvingSymlinksInPath().appending(path: name)
        try FileManager.default.createDirectory(atPath: workspace, withIntermediateDirectories: true)
        try await git("init", "--quiet", "--initial-branch=main")
        try write("one\ntwo\n", to: "notes.txt")
        try write("build/\n", to: ".gitignore")
        try await commit("Begin")
    }

    deinit {
        try? FileManager.default.removeItem(at: root)
    }

    func write(_ text: String, to path: String) throws {
        let file = URL(filePath: workspace).appending(path: path)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(),
            withIntermediateDirectories: true
        )
        try Data(text.utf8).write(to: file)
    }

    func commit(_ message: String) async throws {
        try await git("add", "--all")
        try await git("commit", "--quiet", "-m", message)
    }

    /// Runs git in the workspace and returns what it writes, without the line break at its end.
    @discardableResult
    func git(_ arguments: String..., in folder: String? = nil) async throws -> String {
        let identity = ["-c", "user.name=Test", "-c", "user.email=test@localhost", "-c", "commit.gpgsign=false"]
        let program = Program(
            arguments: ["git"] + identity + arguments,
            directory: folder ?? workspace
        )
        let outcome = try await program.run()
        try #require(outcome.exitCode == 0, "git \(arguments): \(outcome.errors.text)")
        return outcome.output.text.split(whereSeparator: \.isNewline).joined(separator: "\n")
    }

    /// The branches, the usual one excepted.
    func branches() async throws -> [String] {
        try await git("for-each-ref", "--format=%(refname:short)", "refs/heads").split(separator: "\n").map(String.init)
            .filter { $0 != "main" }
    }

    /// The program that plays coding agents.
    static func behest() throws -> String {
        let tests = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        return URL(filePath: tests).deletingLastPathComponent().appending(path: "behest").path
    }

    /// An agent that is played, as the configuration would name it.
    func fake(_ profile: CoderProfile, _ arguments: [String], name: String = "fake") throws -> Coder {
        let speech = ["--speak", profile.format.rawValue]
        return Coder(name: name, profile: profile, command: [try Self.behest(), "fake-agent"] + speech + arguments)
    }

    /// An agent that does what a line of shell says.
    func script(_ text: String, name: String = "script") -> Coder {
        Coder(name: name, profile: .generic, command: ["sh", "-c", text])
    }

    func assignment(
        _ task: String = "Add a line to the notes",
        key: String = "r/change",
        inputs: [String: TracedValue] = [:]
    ) -> Assignment {
        var all = inputs
        all["task"] = all["task"] ?? TracedValue(.string(task), from: .speech)
        return Assignment(
            run: "r",
            task: "r.1",
            step: "change",
            agent: CoderAgent.change,
            idempotencyKey: key,
            inputs: all,
            workspace: workspace,
            utterance: .init(text: task)
        )
    }

    /// Gives a coding agent a task.
    func perform(_ coder: Coder, key: String = "r/change", _ events: AgentEvents = .none) async throws -> AgentResult {
        try await CoderAgent([coder], folders: folders).perform(assignment(key: key), events: events)
    }

    /// The working trees that git knows, and those that lie in the state.
    func trees() async throws -> Int {
        let known = try await git("worktree", "list", "--porcelain").split(separator: "\n").count {
            $0.hasPrefix("worktree ")
        }
        let files = FileManager.default
        let trees = folders.trees
        let shelves = (try? files.contentsOfDirectory(atPath: trees)) ?? []
        let left = shelves.flatMap { (try? files.contentsOfDirectory(atPath: "\(trees)/\($0)")) ?? [] }
        return known - 1 + left.count
    }
}
