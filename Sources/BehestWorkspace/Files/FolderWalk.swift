internal import FoundationEssentials

/// Finds the files below a folder that no git repository lists.
///
/// It respects `.gitignore` files, does not follow links, and passes over hidden files and folders.
struct FolderWalk {
    /// How deep it goes.
    static let deepest = 32

    let root: String
    let mostFiles: Int

    /// The files, folder by folder, in order.
    ///
    /// - Throws: `CancellationError`.
    func files() throws -> [String] {
        var found: [String] = []
        var open: [(folder: String, rules: IgnoreRules, depth: Int)] = [("", IgnoreRules(), 0)]
        while let (folder, inherited, depth) = open.popLast(), found.count < mostFiles {
            try Task.checkCancellation()
            let place = folder.isEmpty ? root : "\(root)/\(folder)"
            var rules = inherited
            if let text = try? String(contentsOf: URL(filePath: "\(place)/.gitignore"), encoding: .utf8) {
                rules.add(text, inFolder: folder)
            }
            var folders: [String] = []
            for name in ((try? FileManager.default.contentsOfDirectory(atPath: place)) ?? []).sorted() {
                guard !name.hasPrefix("."), let state = FileState("\(place)/\(name)") else { continue }
                let path = folder.isEmpty ? name : "\(folder)/\(name)"
                guard !rules.ignore(WorkspaceFile(path: path, isFolder: state.kind == .folder)) else { continue }
                switch state.kind {
                case .folder: folders.append(path)
                case .file: found.append(path)
                case .link, .other: break
                }
            }
            guard depth < Self.deepest else { continue }
            for path in folders.reversed() { open.append((path, rules, depth + 1)) }
        }
        return Array(found.prefix(mostFiles))
    }
}
