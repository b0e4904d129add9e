internal import FoundationEssentials

/// Lists the files and folders of a workspace.
struct FileReader: Sendable {
    let workspace: String
    let limits: WorkspaceLimits

    /// The files and folders that match one of the patterns and none that begins with `!`; all files without patterns.
    ///
    /// Git names the files where the workspace is in one of its repositories: those it knows and those it does not ignore.
    ///
    /// - Throws: ``WorkspaceError``, `CancellationError`.
    func files(matching patterns: [String]) async throws -> [WorkspaceFile] {
        let paths = try await paths()
        let wanted = patterns.filter { !$0.hasPrefix("!") }.map(Glob.init)
        let unwanted = patterns.filter { $0.hasPrefix("!") }.map { Glob(String($0.dropFirst())) }
        // Without a pattern only files are meant.
        let globs = wanted.isEmpty ? [Glob("**")] : wanted
        var files: [WorkspaceFile] = []
        for file in withFolders(paths) {
            guard globs.contains(where: { $0.matches(file) }),
                !unwanted.contains(where: { $0.matches(path: file.path) })
            else { continue }
            files.append(file)
            if files.count == limits.values { break }
        }
        return files
    }

    /// The paths of all files.
    private func paths() async throws -> [String] {
        let git = GitRepository(folder: workspace, limits: limits)
        let listed = try await git.files() ?? []
        // Nothing is listed of a folder that the repository around it ignores; it is a workspace all the same.
        let paths = listed.isEmpty ? try FolderWalk(root: workspace, mostFiles: limits.values * 5).files() : listed
        // What has a line break in its name can neither be said nor written in a list.
        return paths.filter { !$0.unicodeScalars.contains { $0.properties.generalCategory == .control } }.sorted()
    }

    /// The files that are there, after the folders that they lie in.
    private func withFolders(_ paths: [String]) -> [WorkspaceFile] {
        var seen: Set<String> = []
        var files: [WorkspaceFile] = []
        for path in paths {
            guard let state = FileState("\(workspace)/\(path)"), state.kind != .other else { continue }
            if state.kind == .link, !staysInside(path) { continue }
            for slash in path.indices where path[slash] == "/" {
                let folder = String(path[..<slash])
                if seen.insert(folder).inserted { files.append(WorkspaceFile(path: folder, isFolder: true)) }
            }
            guard seen.insert(path).inserted else { continue }
            files.append(WorkspaceFile(path: path, isFolder: state.kind == .folder))
        }
        return files
    }

    /// Whether a link leads to something within the workspace.
    func staysInside(_ path: String) -> Bool {
        let root = URL(filePath: workspace).resolvingSymlinksInPath().path
        return URL(filePath: "\(workspace)/\(path)").resolvingSymlinksInPath().path.hasPrefix(root + "/")
    }
}
