extension PackReader {
    /// The keys that say more about each source.
    private static let detailKeys = [
        "files": ["match"], "symbols": ["match", "kinds"], "recipes": ["tool"], "command": ["run"],
    ]

    /// Every key that says more about some source.
    static let sourceKeys = ["match", "kinds", "tool", "run"]

    /// Reads where a list's values come from.
    mutating func readSource(_ node: PackNode, of list: PackNode) -> ListSource? {
        guard let name = text(node, of: "'from'") else { return nil }
        guard ListSource.names.contains(name) else {
            report(
                .error,
                "list-source",
                "a list cannot be filled from '\(name)'",
                at: node.range,
                hint: Suggestion.nearest(to: name, in: ListSource.names)
                    ?? "it can be filled from \(ListSource.names.joined(separator: ", "))"
            )
            return nil
        }
        let wanted = Self.detailKeys[name] ?? []
        for key in Self.sourceKeys where !wanted.contains(key) {
            guard let range = list.entries?.first(where: { $0.key.text == key })?.key.range else { continue }
            report(.warning, "unknown-key", "a list from '\(name)' has no key '\(key)'", at: range)
        }
        switch name {
        case "files": return .files(matching: readWords(list["match"], of: "'match'"))
        case "symbols":
            return .symbols(
                kinds: readWords(list["kinds"], of: "'kinds'"),
                matching: readWords(list["match"], of: "'match'")
            )
        case "git-branches": return .gitBranches
        case "git-authors": return .gitAuthors
        case "recipes": return readRecipes(list)
        default: return readCommand(list, at: node)
        }
    }

    private mutating func readRecipes(_ list: PackNode) -> ListSource? {
        guard let node = list["tool"], !node.isNull else { return .recipes(of: nil) }
        guard let name = text(node, of: "'tool'") else { return nil }
        guard let tool = RecipeTool(rawValue: name) else {
            let names = RecipeTool.allCases.map(\.rawValue)
            report(
                .error,
                "list-source",
                "there are no recipes of '\(name)'",
                at: node.range,
                hint: Suggestion.nearest(to: name, in: names) ?? "there are those of \(names.joined(separator: ", "))"
            )
            return nil
        }
        return .recipes(of: tool)
    }

    private mutating func readCommand(_ list: PackNode, at source: PackNode) -> ListSource? {
        guard let run = list["run"], !run.isNull else {
            report(
                .error,
                "list-source",
                "a list from a command does not say which",
                at: source.range,
                hint: "add 'run:' with the program and its arguments, as in 'run: [git, tag]'"
            )
            return nil
        }
        // A line would have to be cut into arguments as a shell does, and there is no shell.
        guard run.elements != nil else {
            reportWrongType(run, of: "'run'", wanted: "a list of arguments, such as [git, tag]")
            return nil
        }
        let arguments = readWords(run, of: "'run'")
        guard let program = arguments.first, !program.isEmpty else {
            report(.error, "list-source", "'run' names no program", at: run.range)
            return nil
        }
        return .command(arguments)
    }

    /// Reads one text, or a list of them.
    private mutating func readWords(_ node: PackNode?, of name: String) -> [String] {
        guard let node, !node.isNull else { return [] }
        if let text = node.text { return [text] }
        return readTexts(node, of: name).compactMap(\.text)
    }
}
