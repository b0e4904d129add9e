import FoundationEssentials

/// The folders in which git keeps a workspace's history.
enum GitFolders {
    /// The most repositories of submodules that are looked after.
    private static let mostModules = 1_000

    /// Those that are not in the workspace: it is a linked worktree of a repository.
    ///
    /// Only a folder that names the workspace in its turn is believed, since what stands in a workspace may have been
    /// written by anybody.
    static func outside(_ workspace: String) -> [String] {
        guard let link = line(of: "\(workspace)/.git"), link.hasPrefix("gitdir: "),
            let own = RealPath.of(String(link.dropFirst("gitdir: ".count)), from: workspace),
            let back = line(of: "\(own)/gitdir"), RealPath.of(back, from: own) == "\(workspace)/.git",
            let common = line(of: "\(own)/commondir").flatMap({ RealPath.of($0, from: own) })
        else { return [] }
        return own.isInside(common) ? [common] : [own, common]
    }

    /// What programs are not to change: the hooks, which git runs, the settings, which name programs, and what leads
    /// to them, of the repository and of those of its submodules.
    static func guarded(in workspace: String) -> [String] {
        let own = "\(workspace)/.git"
        let folders = [own] + outside(workspace)
        let repositories = folders + folders.flatMap { modules(in: "\($0)/modules") }
        let named = namedHooks(of: folders, in: workspace)
        // What is not there could be made.
        for repository in repositories where isFolder(repository) { make("\(repository)/hooks") }
        for path in named { make(path, within: workspace) }
        let settings = ["hooks", "config", "config.worktree", "commondir"]
        let paths =
            [own].filter { !isFolder($0) } + named
            + repositories.flatMap { folder in settings.map { "\(folder)/\($0)" } }
        // A link is bound where it leads, and could be put into another's place as such.
        return paths.filter { RealPath.of($0) == $0 }
    }

    /// The files by which a repository is led to the settings of another: ordinary ones have none, and what is not there
    /// cannot be held.
    static func redirections(in workspace: String) -> Set<String> {
        let own = "\(workspace)/.git"
        let repositories =
            (isFolder(own) ? [own] : []) + ([own] + outside(workspace)).flatMap { modules(in: "\($0)/modules") }
        return Set(repositories.map { "\($0)/commondir" }.filter(exists))
    }

    /// The folders of the workspace, and of git's outside of it, that lead to what is guarded: none of them may be
    /// put away and made anew.
    static func leading(to paths: [String], in workspace: String) -> [String] {
        let tops = [workspace] + outside(workspace)
        var folders: Set<String> = []
        for path in paths {
            var folder = path
            while let slash = folder.lastIndex(of: "/"), slash > folder.startIndex {
                folder = String(folder[..<slash])
                guard tops.contains(where: { folder != $0 && folder.isInside($0) }) else { break }
                folders.insert(folder)
            }
        }
        return folders.subtracting(paths).sorted()
    }

    /// The repositories of submodules, whose names may have slashes, and those within them.
    private static func modules(in folder: String) -> [String] {
        var found: [String] = []
        var folders = [folder]
        while let next = folders.popLast(), found.count < mostModules {
            for name in ((try? FileManager.default.contentsOfDirectory(atPath: next)) ?? []).sorted() {
                let path = "\(next)/\(name)"
                guard isFolder(path), RealPath.of(path) == path else { continue }
                if exists("\(path)/HEAD") {
                    found.append(path)
                    folders.append("\(path)/modules")
                } else {
                    folders.append(path)
                }
            }
        }
        return found
    }

    /// The folders of hooks that settings name, as far as they are in the workspace.
    private static func namedHooks(of folders: [String], in workspace: String) -> [String] {
        let home = ProcessInfo.processInfo.environment["HOME"].map { ["\($0)/.gitconfig", "\($0)/.config/git/config"] }
        let files = (home ?? []) + folders.flatMap { ["\($0)/config", "\($0)/config.worktree"] }
        return files.flatMap { GitSettings.values(of: "core.hookspath", in: $0) }.compactMap { name in
            let parts = name.split(separator: "/").filter { $0 != "." }
            guard let first = parts.first, !first.hasPrefix("~"), !parts.contains("..") else { return nil }
            let path = (name.hasPrefix("/") ? "/" : "\(workspace)/") + parts.joined(separator: "/")
            return path != workspace && path.isInside(workspace) ? path : nil
        }
    }

    /// Makes a folder if there is nothing, and, if it is within another one, those that lead there.
    private static func make(_ path: String, within folder: String? = nil) {
        guard !exists(path) else { return }
        if let folder {
            var nearest = path
            while !exists(nearest), let slash = nearest.lastIndex(of: "/") { nearest = String(nearest[..<slash]) }
            guard RealPath.of(nearest)?.isInside(folder) == true else { return }
        }
        try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: folder != nil)
    }

    private static func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

    private static func isFolder(_ path: some StringProtocol) -> Bool {
        var isFolder = false
        return FileManager.default.fileExists(atPath: String(path), isDirectory: &isFolder) && isFolder
    }

    /// The first line of a small file.
    private static func line(of file: String) -> String? {
        var isFolder = false
        guard FileManager.default.fileExists(atPath: file, isDirectory: &isFolder), !isFolder,
            let text = try? String(contentsOfFile: file, encoding: .utf8), text.utf8.count < 4096
        else { return nil }
        return text.split(whereSeparator: \.isNewline).first.map(String.init)
    }
}
