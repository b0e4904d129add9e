import BehestWorkflow
import FoundationEssentials
import Glibc

/// The working tree of one attempt, at a commit of its own and on no branch.
struct AttemptTree: Sendable {
    let repository: CodeRepository
    /// Its folder.
    let path: String
    /// Git's own folder of it, which is no place of the agent's.
    let gitFolder: String
    /// The index as it was when the work began: what an agent does to that of the tree, it does for itself.
    let index: String

    /// Makes the working tree.
    ///
    /// - Parameters:
    ///   - path: where it is put.
    ///   - index: where its index is copied to.
    ///   - repository: what it is a tree of.
    /// - Returns: the tree.
    /// - Throws: ``AgentError``, `CancellationError`.
    static func make(at path: String, index: String, of repository: CodeRepository) async throws -> AttemptTree {
        _ = try await repository.git.bytes(["worktree", "add", "--quiet", "--detach", "--", path, repository.base])
        let gitFolder = try await GitProgram(directory: path).text("rev-parse", "--absolute-git-dir")
        try? FileManager.default.removeItem(atPath: index)
        do {
            try FileManager.default.copyItem(atPath: "\(gitFolder)/index", toPath: index)
        } catch {
            throw AgentError("Could not copy the index of '\(path)'. See that the disk is not full.", cause: error)
        }
        return AttemptTree(repository: repository, path: path, gitFolder: gitFolder, index: index)
    }

    /// Git on this tree, with everything named that it would otherwise look for in it.
    var git: GitProgram {
        GitProgram(directory: path, place: .init(gitFolder: gitFolder, tree: path, index: index))
    }

    /// Removes the tree at a path, if there is one, with the folder around it and what git knows of it.
    ///
    /// What cannot be removed stays for the next time.
    static func remove(_ path: String, in folder: String, from repository: CodeRepository) {
        let folders = repository.worktreeFolders(of: path)
        remove(folder)
        for folder in folders { remove(folder) }
    }

    /// Removes a folder with everything in it, also what its owner has forbidden themselves to write to.
    private static func remove(_ folder: String) {
        let files = FileManager.default
        guard (try? files.removeItem(atPath: folder)) == nil, files.fileExists(atPath: folder) else { return }
        var folders = [folder]
        while let next = folders.popLast() {
            _ = unsafe chmod(next, 0o700)
            for name in (try? files.contentsOfDirectory(atPath: next)) ?? [] {
                var state = stat()
                guard unsafe lstat("\(next)/\(name)", &state) == 0, state.st_mode & S_IFMT == S_IFDIR else { continue }
                folders.append("\(next)/\(name)")
            }
        }
        try? files.removeItem(atPath: folder)
    }
}
