/// Which folders a program may run in.
enum DirectoryPolicy {
    /// The path of a folder, from the workspace.
    ///
    /// Where links lead is for the agent to see: a plan reads no files.
    ///
    /// - Parameters:
    ///   - text: The folder as the pack has it.
    ///   - workspace: The workspace's path, which it may begin with; `nil` while it is not known.
    /// - Returns: The path without `.` and empty parts, `.` for the workspace itself; `nil` when it leads out or is none.
    static func path(_ text: String, in workspace: String?) -> String? {
        guard !text.isEmpty, !text.hasPrefix("~"), !text.utf8.contains(0) else { return nil }
        var rest = text[...]
        if rest.hasPrefix("/") {
            guard let workspace, rest.hasPrefix(workspace) else { return nil }
            rest = rest.dropFirst(workspace.count)
            guard rest.isEmpty || rest.hasPrefix("/") || workspace.hasSuffix("/") else { return nil }
        }
        let parts = rest.split(separator: "/").filter { $0 != "." }
        guard !parts.contains("..") else { return nil }
        return parts.isEmpty ? "." : parts.joined(separator: "/")
    }
}
