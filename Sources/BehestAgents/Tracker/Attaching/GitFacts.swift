/// Where a workspace's git repository stands.
struct GitFacts: Sendable, Hashable {
    var branch: String
    var commit: String
    /// The files that are changed or new, as git writes them down: two signs for the kind of change, and the name.
    var changes: [String]
    /// Whether files that git knows are changed.
    var isDirty: Bool { changes.contains { !$0.hasPrefix("??") } }

    /// Asks git; `nil` when the workspace is no repository, has no commit or git is not there.
    static func read(of workspace: String) async throws -> GitFacts? {
        guard let commit = try await git(["rev-parse", "--verify", "HEAD"], in: workspace)?.first else { return nil }
        let branch = try await git(["rev-parse", "--abbrev-ref", "HEAD"], in: workspace)?.first
        let changes = try await git(["status", "--porcelain", "--untracked-files=normal"], in: workspace)
        return GitFacts(branch: branch ?? "HEAD", commit: commit, changes: changes ?? [])
    }

    private static func git(_ arguments: [String], in workspace: String) async throws -> [String]? {
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
            return outcome.output.text.split(whereSeparator: \.isNewline).map(String.init)
        } catch let error as CancellationError {
            throw error
        } catch {
            return nil
        }
    }
}
