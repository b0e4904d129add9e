import BehestWorkflow
import FoundationEssentials
import TestSupport
import Testing

@testable import BehestAgents

/// A workspace and a home folder of one test's own, in which programs are run confined.
final class ConfinedPlace: Sendable {
    /// The tiers that are tested: what the machine of the tests is to offer.
    static let tiers: [Sandbox.Tier] = LocalServer.isInstalled("bwrap") ? [.landlock, .bubblewrap] : [.landlock]

    private let root: String
    let workspace: String
    let home: String
    let finder: SandboxFinder

    init(_ tier: Sandbox.Tier = .landlock) throws {
        // Not among the temporary files, which programs do not see.
        let build = Repository.root.appending(path: ".build").path
        root = "\(RealPath.of(build) ?? build)/confined-\(UInt64.random(in: 0 ... .max))"
        (workspace, home) = ("\(root)/work", "\(root)/home")
        let files = FileManager.default
        for path in [workspace, "\(home)/.ssh", "\(home)/.config/gh", "\(home)/.cache", "\(root)/state"] {
            try files.createDirectory(atPath: path, withIntermediateDirectories: true)
        }
        try "secret".write(toFile: "\(home)/.ssh/id", atomically: true, encoding: .utf8)
        try "secret".write(toFile: "\(home)/.netrc", atomically: true, encoding: .utf8)
        try "secret".write(toFile: "\(root)/state/journal", atomically: true, encoding: .utf8)
        try "open".write(toFile: "\(home)/notes", atomically: true, encoding: .utf8)
        var environment = ProcessInfo.processInfo.environment
        environment["HOME"] = home
        environment["XDG_CONFIG_HOME"] = nil
        environment["XDG_CACHE_HOME"] = nil
        if tier < .bubblewrap { environment["PATH"] = nil }
        finder = SandboxFinder(launcher: Self.launcher, environment: environment, own: ["\(root)/state"])
    }

    deinit {
        try? FileManager.default.removeItem(atPath: root)
    }

    /// The launcher that was built with the tests.
    static var launcher: String? { SandboxFinder.launcher(beside: "/proc/self/exe") }

    func agent(grace: Duration = .milliseconds(300), secrets: SecretStore = SecretStore()) -> ShellAgent {
        ShellAgent(grace: grace, finder: finder, secrets: secrets)
    }

    func assignment(_ arguments: [String], _ permissions: Permissions = Permissions()) -> Assignment {
        Assignment(
            run: "r",
            task: "r.1",
            step: "a",
            agent: "shell",
            idempotencyKey: "r/a",
            arguments: arguments,
            environment: ["HOME": home],
            workspace: workspace,
            permissions: permissions,
            utterance: .init(text: "")
        )
    }

    /// Runs the text of a shell, and returns what it wrote to its standard output.
    func output(of script: String, _ permissions: Permissions = Permissions()) async throws -> String {
        let result = try await agent().perform(assignment(["sh", "-c", script], permissions))
        return result.outputs["stdout"]?.text ?? ""
    }

    /// The text of a file of the workspace, or of one with a path; `nil` when there is none.
    func text(of file: String) -> String? {
        try? String(contentsOfFile: path(of: file), encoding: .utf8)
    }

    /// Whether there is something in the workspace, or at a path.
    func has(_ file: String) -> Bool { FileManager.default.fileExists(atPath: path(of: file)) }

    private func path(of file: String) -> String { file.hasPrefix("/") ? file : "\(workspace)/\(file)" }
}
