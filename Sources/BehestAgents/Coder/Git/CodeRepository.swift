import BehestWorkflow
import FoundationEssentials

/// The git repository that a coding agent's work begins from.
struct CodeRepository: Sendable, Hashable {
    /// The top folder of the main worktree.
    var top: String
    /// What all worktrees share: the folder `.git`.
    var common: String
    /// The main worktree's own, in which its `HEAD` is.
    var gitFolder: String
    /// The workspace's folder, from the top; empty for the top itself.
    var prefix: String
    /// The commit that work begins from.
    var base: String

    /// Finds the repository of a workspace.
    ///
    /// - Throws: ``AgentError`` when it is in none, or there is no commit yet.
    static func find(at workspace: String) async throws -> CodeRepository {
        let git = GitProgram(directory: workspace)
        guard let top = try await git.answer("rev-parse", "--show-toplevel"), !top.isEmpty else {
            throw AgentError(
                "The workspace '\(workspace)' is no git repository, and a coding agent works in none else. Run 'git init' "
                    + "there, and commit."
            )
        }
        guard let base = try await git.answer("rev-parse", "--verify", "--quiet", "HEAD^{commit}") else {
            throw AgentError(
                "The repository '\(top)' has no commit yet, from which a coding agent could begin. Commit, and retry."
            )
        }
        return CodeRepository(
            top: top,
            common: try await git.text("rev-parse", "--path-format=absolute", "--git-common-dir"),
            gitFolder: try await git.text("rev-parse", "--absolute-git-dir"),
            prefix: try await git.text("rev-parse", "--show-prefix"),
            base: base
        )
    }

    /// Git in the main worktree.
    var git: GitProgram { GitProgram(directory: top) }

    /// The folders in which git keeps what it knows of the worktree at a path.
    ///
    /// What stands in the worktree itself is not asked, for an agent could have written it.
    func worktreeFolders(of path: String) -> [String] {
        let all = "\(common)/worktrees"
        let names = (try? FileManager.default.contentsOfDirectory(atPath: all)) ?? []
        // Git writes down where a path leads by the links around it; what the agent may have linked is not followed.
        let parts = path.split(separator: "/")
        let outer = URL(filePath: "/" + parts.dropLast(2).joined(separator: "/")).resolvingSymlinksInPath().path
        let places = [path, ([outer] + parts.suffix(2).map(String.init)).joined(separator: "/")].map { "\($0)/.git" }
        return names.map { "\(all)/\($0)" }.filter { folder in
            guard let part = try? FilePart.read("\(folder)/gitdir", atMost: 8_192) else { return false }
            let line = String(decoding: part.bytes, as: UTF8.self).split(whereSeparator: \.isNewline).first
            return line.map { places.contains(String($0)) } ?? false
        }
    }
}
