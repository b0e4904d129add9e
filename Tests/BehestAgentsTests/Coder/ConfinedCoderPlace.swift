import BehestWorkflow
import FoundationEssentials
import TestSupport

@testable import BehestAgents

/// A repository, a home folder with secrets and a remote repository, among which coding agents are run confined.
final class ConfinedCoderPlace: Sendable {
    let place: CoderPlace
    let finder: SandboxFinder
    let environment: [String: String]

    var root: String { place.root.path }
    var home: String { "\(root)/home" }
    var origin: String { "\(root)/origin.git" }

    /// What must be as it was when an agent has tried everything.
    private let files: [(path: String, text: String)]

    init(_ tier: Sandbox.Tier) async throws {
        let build = Repository.root.appending(path: ".build")
        place = try await CoderPlace(in: build)
        let (root, home) = (place.root.path, "\(place.root.path)/home")
        files = [
            ("\(home)/.ssh/id_ed25519", "private key"), ("\(home)/.netrc", "password"), ("\(home)/.bashrc", "true"),
            ("\(home)/.claude/.credentials.json", "claude's"), ("\(home)/.claude.json", "claude's"),
            ("\(home)/.codex/auth.json", "codex's"), ("\(home)/.gemini/oauth_creds.json", "gemini's"),
            ("\(home)/.aider/oauth-keys.env", "aider's"), ("\(home)/.config/gh/hosts.yml", "token"),
            ("\(root)/token", "the token"), ("\(root)/state/journal.sqlite", "journal"),
        ]
        for (path, text) in files {
            let file = URL(filePath: path)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(),
                withIntermediateDirectories: true
            )
            try Data(text.utf8).write(to: file)
        }
        var environment = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("XDG_") }
        environment["HOME"] = home
        self.environment = environment
        if tier < .bubblewrap { environment["PATH"] = nil }
        finder = SandboxFinder(
            launcher: ConfinedPlace.launcher,
            environment: environment,
            own: ["\(root)/state", "\(root)/token"]
        )
        try await place.git("init", "--quiet", "--bare", origin)
        try await place.git("remote", "add", "origin", origin)
    }

    /// A line of shell as a coding agent, with the places in it by their letters.
    func script(_ text: String, _ profile: CoderProfile = .generic) -> Coder {
        let line = text.replacing("$W", with: place.workspace).replacing("$R", with: root).replacing("$O", with: origin)
        return Coder(name: "script", profile: profile, command: ["sh", "-c", line, "sh"])
    }

    func perform(
        _ coder: Coder,
        _ permissions: Permissions = Permissions(),
        secrets: SecretStore = SecretStore()
    ) async throws -> AgentResult {
        var assignment = place.assignment()
        assignment.permissions = permissions
        let agent = CoderAgent(
            [coder],
            folders: place.folders,
            finder: finder,
            secrets: secrets,
            environment: environment
        )
        return try await agent.perform(assignment)
    }

    /// The first file that is not as it was.
    var changedFile: String? {
        files.first { (try? String(contentsOfFile: $0.path, encoding: .utf8)) != $0.text }?.path
    }

    /// All names below the home folder.
    var namesOfHome: Set<String> {
        Set(Self.names(below: home))
    }

    private static func names(below folder: String) -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.flatMap { ["\(folder)/\($0)"] + Self.names(below: "\(folder)/\($0)") }
    }
}
