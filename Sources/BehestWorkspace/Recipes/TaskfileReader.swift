internal import BehestGrammar

/// Reads which tasks a Taskfile has that can be run by their name alone.
enum TaskfileReader {
    /// The tasks in the order of the file: internal ones, those whose names are patterns, and those that need variables are
    /// left out, and so is what other files would add.
    ///
    /// - Throws: ``WorkspaceError`` when the file is no YAML that can be read.
    static func recipes(in text: String, file: String) throws -> [Recipe] {
        let document = PackDocument(text: text, file: file)
        if let mistake = document.diagnostics.first {
            let line = mistake.range.map { " in line \($0.start.line)" } ?? ""
            throw WorkspaceError(.unreadable, "'\(file)' cannot be read\(line): \(mistake.message).")
        }
        return (document.root?["tasks"]?.entries ?? []).compactMap { entry in
            let task = entry.value
            guard let name = entry.key.text, !name.contains("*"), task["internal"]?.text != "true",
                task["requires"]?["vars"]?.elements?.isEmpty ?? true
            else { return nil }
            return Recipe(name: name, aliases: (task["aliases"]?.elements ?? []).compactMap(\.text), tool: .task)
        }
    }
}
