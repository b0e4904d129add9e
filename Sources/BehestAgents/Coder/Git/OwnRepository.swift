import BehestWorkflow
import FoundationEssentials

/// The repository that an agent finds in its working tree.
///
/// It is the agent's alone: it has the branches and the history of the user's, which is only read, and whatever the agent
/// does to it, or writes into its settings and hooks, is thrown away with it. Behest's own git never looks into it.
enum OwnRepository {
    /// The settings that it takes over: what decides how files are read and written, and who commits.
    private static let settings =
        #"^(user\.(name|email)|core\.(autocrlf|eol|safecrlf|filemode|symlinks|ignorecase|precomposeunicode))$"#

    /// Makes the repository and leads the working tree to it.
    ///
    /// - Parameters:
    ///   - folder: where it is made.
    ///   - tree: the working tree.
    /// - Throws: ``AgentError``, `CancellationError`.
    static func make(at folder: String, for tree: AttemptTree) async throws {
        let (repository, git) = (tree.repository, tree.repository.git)
        let format = try await git.text("rev-parse", "--show-object-format")
        _ = try await git.bytes(["init", "--quiet", "--bare", "--template=", "--object-format=\(format)", "--", folder])
        let kept = try await git.answer("config", "--null", "--get-regexp", settings) ?? ""
        let references = try await git.text(
            "for-each-ref",
            "--format=%(objectname) %(refname)",
            "refs/heads",
            "refs/tags",
            "refs/remotes"
        )
        do {
            let config = try String(contentsOfFile: "\(folder)/config", encoding: .utf8)
            try write(config + "[core]\n\tbare = false\n" + text(of: kept), to: "\(folder)/config")
            try write("\(repository.common)/objects\n", to: "\(folder)/objects/info/alternates")
            try write(references.isEmpty ? "" : "\(references)\n", to: "\(folder)/packed-refs")
            try write("\(repository.base)\n", to: "\(folder)/HEAD")
            let files = FileManager.default
            try files.copyItem(atPath: tree.index, toPath: "\(folder)/index")
            for name in ["shallow", "info/exclude", "info/attributes"] {
                let file = "\(repository.common)/\(name)"
                guard let part = try? FilePart.read(file, atMost: 1 << 20), part.isAll else { continue }
                try files.createDirectory(atPath: "\(folder)/info", withIntermediateDirectories: true)
                try write(String(decoding: part.bytes, as: UTF8.self), to: "\(folder)/\(name)")
            }
            try write("gitdir: \(folder)\n", to: "\(tree.path)/.git")
        } catch {
            throw AgentError("Could not make a repository at '\(folder)'. See that the disk is not full.", cause: error)
        }
    }

    private static func write(_ text: String, to file: String) throws {
        try Data(text.utf8).write(to: URL(filePath: file))
    }

    /// The text of a file of settings: each comes as its name, a line break and its value.
    private static func text(of settings: String) -> String {
        settings.split(separator: "\0").map { setting in
            let name = setting.prefix { $0 != "\n" }
            let parts = name.split(separator: ".")
            let value = setting.dropFirst(name.count + 1).replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
                .replacing("\n", with: "\\n")
            return "[\(parts.first ?? "")]\n\t\(parts.last ?? "") = \"\(value)\"\n"
        }
        .joined()
    }
}
