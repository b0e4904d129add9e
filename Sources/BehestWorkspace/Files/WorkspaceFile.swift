/// A file or a folder of the workspace.
struct WorkspaceFile: Sendable, Hashable {
    /// The path from the workspace's folder on.
    var path: String
    var isFolder = false

    /// The path as an argument of a program, which must not take it for an option.
    var argument: String { path.hasPrefix("-") ? "./" + path : path }
}
