import FoundationEssentials

/// The folders in which git keeps a workspace's history.
enum GitFolders {
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

    /// What programs are not to change: the hooks, which git runs, and the settings, which name programs.
    static func guarded(in workspace: String) -> [String] {
        let folders = ["\(workspace)/.git"] + outside(workspace)
        let paths = folders.flatMap { ["\($0)/hooks", "\($0)/config", "\($0)/config.worktree"] }
        return paths.compactMap { path in
            // What is not there could be made.
            if path.hasSuffix("/hooks"), isFolder(path.dropLast("/hooks".count)) {
                try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
            }
            // A link is bound where it leads, and could be put into another's place as such.
            return RealPath.of(path) == path ? path : nil
        }
    }

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
