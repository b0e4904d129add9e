/// The rules of the `.gitignore` files on the way to a folder, for workspaces that git does not list itself.
struct IgnoreRules: Sendable {
    private struct Rule: Sendable {
        var glob: Glob
        /// The folder that the pattern counts from, with a slash at its end.
        var base: String
        var isForFolders: Bool
        var isNegated: Bool
    }

    private var rules: [Rule] = []

    /// Adds the rules of one file.
    mutating func add(_ text: String, inFolder folder: String) {
        for line in text.split(whereSeparator: \.isNewline) {
            var pattern = line[...]
            while pattern.last == " " { pattern.removeLast() }
            guard !pattern.isEmpty, !pattern.hasPrefix("#") else { continue }
            let isNegated = pattern.hasPrefix("!")
            if isNegated { pattern.removeFirst() }
            let isForFolders = pattern.hasSuffix("/")
            if isForFolders { pattern.removeLast() }
            // A pattern without a slash counts in all folders below.
            let isAnchored = pattern.contains("/")
            if pattern.hasPrefix("/") { pattern.removeFirst() }
            guard !pattern.isEmpty else { continue }
            let glob = Glob(isAnchored ? String(pattern) : "**/" + pattern)
            let base = folder.isEmpty ? "" : folder + "/"
            rules.append(Rule(glob: glob, base: base, isForFolders: isForFolders, isNegated: isNegated))
        }
    }

    /// Whether a path is to be passed over: the last rule that knows it decides.
    func ignore(_ file: WorkspaceFile) -> Bool {
        let rule = rules.last { rule in
            guard file.path.hasPrefix(rule.base), file.isFolder || !rule.isForFolders else { return false }
            return rule.glob.matches(path: String(file.path.dropFirst(rule.base.count)))
        }
        return rule.map { !$0.isNegated } ?? false
    }
}
