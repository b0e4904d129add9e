import BehestWorkflow
import Glibc

/// A folder inside a workspace, by the names that lead to it.
enum WorkspaceFolder {
    /// Makes the folder where it is missing, and refuses one that is not inside the workspace, also by symbolic links.
    ///
    /// - Returns: The folder's path.
    static func prepare(_ folder: String, in workspace: String) throws -> String {
        let names = folder.split(separator: "/", omittingEmptySubsequences: false)
        guard !folder.hasPrefix("/"), !folder.utf8.contains(0), !names.contains(""), !names.contains("..") else {
            throw AgentError(
                "The folder '\(folder)' does not stay in the workspace. Name a folder below it, such as 'bugs'."
            )
        }
        guard let root = resolved(workspace) else { throw SystemError.last("enter", workspace) }
        var path = root
        for name in names where name != "." {
            let next = "\(path)/\(name)"
            if unsafe mkdir(next, 0o755) != 0, errno != EEXIST { throw SystemError.last("make", next) }
            guard let real = resolved(next) else { throw SystemError.last("enter", next) }
            guard real == root || real.hasPrefix(root == "/" ? "/" : "\(root)/") else {
                throw AgentError(
                    "The folder '\(folder)' leads out of the workspace by the symbolic link '\(next)'. Choose another."
                )
            }
            path = real
        }
        return path
    }

    /// The path of a folder that is there; `nil` when there is none.
    ///
    /// - Throws: ``AgentError`` when it is not inside the workspace.
    static func existing(_ folder: String, in workspace: String) throws -> String? {
        try path(to: folder, in: workspace)
    }

    /// The path of a file inside a workspace.
    ///
    /// - Throws: ``AgentError`` when there is none, or when it leads out of the workspace.
    static func existingFile(_ file: String, in workspace: String) throws -> String {
        guard let path = try path(to: file, in: workspace) else { throw AgentError("There is no file '\(file)'.") }
        return path
    }

    /// Where a name in the workspace leads by all symbolic links; `nil` when it leads nowhere.
    private static func path(to name: String, in workspace: String) throws -> String? {
        guard !name.hasPrefix("/"), !name.utf8.contains(0), !name.split(separator: "/").contains("..") else {
            throw AgentError("'\(name)' does not stay in the workspace. Name something below it.")
        }
        guard let root = resolved(workspace) else { throw SystemError.last("enter", workspace) }
        guard let real = resolved("\(root)/\(name)") else { return nil }
        guard real == root || real.hasPrefix(root == "/" ? "/" : "\(root)/") else {
            throw AgentError("'\(name)' leads out of the workspace by a symbolic link. Choose another.")
        }
        return real
    }

    private static func resolved(_ path: String) -> String? {
        guard let real = unsafe realpath(path, nil) else { return nil }
        defer { unsafe free(real) }
        return unsafe String(cString: real)
    }
}
