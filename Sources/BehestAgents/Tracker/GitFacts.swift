/// Where a workspace's git repository stands.
struct GitFacts: Sendable, Hashable {
    var branch: String
    var commit: String
    /// Whether files that git knows are changed.
    var isDirty: Bool

    /// Asks git; `nil` when the workspace is no repository, has no commit or git is not there.
    static func read(of workspace: String) async throws -> GitFacts? {
        guard let commit = try await git(["rev-parse", "--verify", "HEAD"], in: workspace) else { return nil }
        let branch = try await git(["rev-parse", "--abbrev-ref", "HEAD"], in: workspace)
        let status = try await git(["status", "--porcelain", "--untracked-files=no"], in: workspace)
        return GitFacts(branch: branch ?? "HEAD", commit: commit, isDirty: status.map { !$0.isEmpty } ?? false)
    }

    private static func git(_ arguments: [String], in workspace: String) async throws -> String? {
        // A repository's own settings may name programs to run; these are the ones that reading could start.
        let guarded = ["git", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "--no-optional-locks"]
        let program = Program(
            arguments: guarded + arguments,
            environment: ["GIT_DIR": nil, "GIT_WORK_TREE": nil, "GIT_INDEX_FILE": nil],
            directory: workspace
        )
        do {
            let outcome = try await program.run()
            guard outcome.exitCode == 0 else { return nil }
            return String(outcome.output.text.prefix { !$0.isNewline })
        } catch let error as CancellationError {
            throw error
        } catch {
            return nil
        }
    }
}
