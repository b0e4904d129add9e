import BehestWorkflow
import FoundationEssentials

/// What an attempt has changed, by git and not by anyone's words.
struct CodeChange: Sendable, Codable, Hashable {
    /// The most that is kept of a patch, in bytes.
    static let largestPatch = 32 << 20
    /// The most of a patch's text that later steps are given, in characters.
    static let mostText = 60_000

    /// The tree that holds it.
    var tree: String
    /// The files, from the top of the repository.
    var files: [String]
    /// Lines that were added and taken away; of files that are no text, none.
    var additions: Int
    var deletions: Int

    /// Looks at what has changed between a base and a working tree, new files too, and what is ignored not.
    ///
    /// - Parameters:
    ///   - tree: the working tree; its attempt's index takes everything in.
    ///   - leavings: patterns of what does not count.
    /// - Returns: the change; `nil` when there is none.
    /// - Throws: ``AgentError`` when it cannot be taken for a change; `CancellationError`.
    static func read(in tree: AttemptTree, without leavings: [String]) async throws -> CodeChange? {
        let (git, base) = (tree.git, tree.repository.base)
        try await refuseRepositories(of: base, in: tree)
        let excluded = leavings.map { ":(exclude,top)\($0)" }
        _ = try await git.bytes(["add", "--all", "--", "."] + excluded)
        let written = try await git.text("write-tree")
        guard try await git.text("rev-parse", "\(base)^{tree}") != written else { return nil }
        let options = ["--no-renames", "--no-ext-diff", "--no-textconv", "-r"]
        let raw = try await git.bytes(["diff-tree"] + options + ["--raw", "-z", base, written])
        if let path = newRepository(in: raw) {
            throw AgentError("It put a repository of its own into '\(path.brief(200))', whose files git does not take.")
        }
        let numbers = try await git.bytes(["diff-tree"] + options + ["--numstat", "-z", base, written])
        var change = CodeChange(tree: written, files: [], additions: 0, deletions: 0)
        for line in numbers.split(separator: 0) {
            // "3\t1\tpath", and "-" for numbers of lines in what is no text.
            let fields = line.split(separator: UInt8(ascii: "\t"), maxSplits: 2, omittingEmptySubsequences: false)
            guard fields.count == 3 else { continue }
            change.additions += Int(String(decoding: fields[0], as: UTF8.self)) ?? 0
            change.deletions += Int(String(decoding: fields[1], as: UTF8.self)) ?? 0
            change.files.append(String(decoding: fields[2], as: UTF8.self))
        }
        return change
    }

    /// The change as a patch that `git apply` takes, also of what is no text.
    ///
    /// - Throws: ``AgentError`` when it is larger than what is kept; `CancellationError`.
    func patch(in tree: AttemptTree) async throws -> [UInt8] {
        let bytes = try await tree.git.bytes([
            "diff-tree", "-p", "--binary", "--full-index", "--no-renames", "--no-ext-diff", "--no-textconv", "-r",
            tree.repository.base, self.tree,
        ])
        guard bytes.count <= Self.largestPatch else {
            throw AgentError(
                "The patch would have \(bytes.count >> 20) MB, and \(Self.largestPatch >> 20) MB are the most."
            )
        }
        return bytes
    }

    /// The beginning of a patch as text.
    static func text(of patch: [UInt8]) -> String {
        let text = String(decoding: patch.prefix(4 * mostText), as: UTF8.self)
        guard text.count > mostText || patch.count > 4 * mostText else { return text }
        return "\(text.prefix(mostText))\n[… the rest is left out …]\n"
    }

    /// Refuses what an agent has put where the repository has a commit of another: git would do what its settings say.
    private static func refuseRepositories(of base: String, in tree: AttemptTree) async throws {
        let listing = try await tree.git.bytes(["ls-tree", "-r", "-z", base])
        for entry in listing.split(separator: 0) where entry.starts(with: Array("160000 ".utf8)) {
            guard let tab = entry.firstIndex(of: UInt8(ascii: "\t")) else { continue }
            let path = String(decoding: entry[(tab + 1)...], as: UTF8.self)
            if FileManager.default.fileExists(atPath: "\(tree.path)/\(path)/.git") {
                throw AgentError("It put a repository into the submodule '\(path.brief(200))', which no agent may.")
            }
        }
    }

    /// The first path that is a repository now and was none before.
    private static func newRepository(in raw: [UInt8]) -> String? {
        let fields = raw.split(separator: 0, omittingEmptySubsequences: false)
        // ":000000 160000 0000… abcd… A", then the path.
        for (entry, path) in zip(fields, fields.dropFirst()) where entry.first == UInt8(ascii: ":") {
            let modes = entry.dropFirst().split(separator: UInt8(ascii: " ")).prefix(2)
            if modes.last.map({ $0.elementsEqual("160000".utf8) }) == true {
                return String(decoding: path, as: UTF8.self)
            }
        }
        return nil
    }
}
