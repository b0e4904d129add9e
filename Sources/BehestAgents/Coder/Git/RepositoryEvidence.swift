import BehestWorkflow
import FoundationEssentials

/// What of a repository no coding agent may change, as it was at one time.
struct RepositoryEvidence: Sendable, Hashable {
    /// What git would act on: its settings, hooks, and where it finds things; by path, what stands in them.
    private var settings: [String: String]
    /// The settings that come of them and of the files that they include.
    private var effective: [UInt8]
    /// What the main worktree is at.
    private var head: String
    /// Branches, tags and what is known of other repositories.
    private var references: [String: String]
    /// The same of the repositories on this machine that this one pushes to.
    private var remotes: [String: [String: String]]

    /// Looks at a repository.
    ///
    /// - Parameters:
    ///   - repository: the repository.
    ///   - tree: the attempt's working tree, whose settings count too.
    ///   - ignored: branches that other attempts make meanwhile.
    /// - Returns: what it is like now.
    /// - Throws: ``AgentError``, `CancellationError`.
    static func read(
        of repository: CodeRepository,
        and tree: AttemptTree,
        ignoring ignored: (String) -> Bool
    ) async throws -> RepositoryEvidence {
        var remotes: [String: [String: String]] = [:]
        for remote in try await localRemotes(of: repository) {
            remotes[remote] = try await references(of: remote) { _ in false }
        }
        return RepositoryEvidence(
            settings: settings(of: repository, and: tree),
            effective: try await tree.git.bytes(["config", "--list", "--null"]),
            head: text(of: "\(repository.gitFolder)/HEAD") ?? "",
            references: try await references(of: repository.common, ignoring: ignored),
            remotes: remotes
        )
    }

    /// What an agent changed that it may not, in words; `nil` if nothing.
    ///
    /// Settings come first, and where they are others git is not asked anything more: it would do what they say.
    ///
    /// - Parameters: as for ``read(of:and:ignoring:)``.
    func breach(
        in repository: CodeRepository,
        and tree: AttemptTree,
        ignoring ignored: (String) -> Bool
    ) async throws -> Breach? {
        let settings = Self.settings(of: repository, and: tree)
        if let path = Self.difference(self.settings, settings) {
            return Breach(what: "git's own '\(path)' is not as it was", isSafeToReadOn: false)
        }
        guard try await tree.git.bytes(["config", "--list", "--null"]) == effective else {
            return Breach(what: "what git is set to is not as it was", isSafeToReadOn: false)
        }
        let now = try await Self.read(of: repository, and: tree, ignoring: ignored)
        if now.head != head {
            return Breach(what: "the workspace is at another branch or commit", isSafeToReadOn: true)
        }
        if let name = Self.difference(references, now.references) {
            return Breach(what: "'\(name)' is not what it was", isSafeToReadOn: true)
        }
        for (remote, before) in remotes {
            guard let name = Self.difference(before, now.remotes[remote] ?? [:]) else { continue }
            return Breach(what: "'\(name)' of the repository '\(remote)' is not what it was", isSafeToReadOn: true)
        }
        return nil
    }

    /// Something that an agent may not change and that is not as it was.
    struct Breach: Sendable, Hashable {
        /// What is not as it was.
        var what: String
        /// Whether git can still be asked about the repository.
        var isSafeToReadOn: Bool
    }

    private static func difference(_ before: [String: String], _ now: [String: String]) -> String? {
        Set(before.keys).union(now.keys).sorted().first { before[$0] != now[$0] }
    }

    private static func settings(of repository: CodeRepository, and tree: AttemptTree) -> [String: String] {
        var settings: [String: String] = [:]
        let common = repository.common
        for name in ["config", "config.worktree", "info/attributes", "objects/info/alternates", "shallow"] {
            settings[name] = text(of: "\(common)/\(name)")
        }
        // The user's own settings count in every repository.
        if let home = ProcessInfo.processInfo.environment["HOME"] {
            for file in ["\(home)/.gitconfig", "\(home)/.config/git/config"] { settings[file] = text(of: file) }
        }
        let hooks = "\(common)/hooks"
        for name in (try? FileManager.default.contentsOfDirectory(atPath: hooks)) ?? [] {
            let attributes = try? FileManager.default.attributesOfItem(atPath: "\(hooks)/\(name)")
            let mode = (attributes?[.posixPermissions] as? Int).map { String($0, radix: 8) } ?? ""
            settings["hooks/\(name)"] = "\(mode) \(text(of: "\(hooks)/\(name)") ?? "")"
        }
        let name = tree.gitFolder.split(separator: "/").last ?? ""
        for file in ["commondir", "gitdir", "config.worktree"] {
            settings["worktrees/\(name)/\(file)"] = text(of: "\(tree.gitFolder)/\(file)")
        }
        return settings
    }

    private static func references(
        of gitFolder: String,
        ignoring ignored: (String) -> Bool
    ) async throws -> [String: String] {
        let git = GitProgram(directory: gitFolder)
        let bytes = try await git.bytes([
            "--git-dir=\(gitFolder)", "for-each-ref", "--format=%(refname) %(objectname) %(symref)",
        ])
        var references: [String: String] = [:]
        for line in bytes.split(separator: UInt8(ascii: "\n")) {
            let text = String(decoding: line, as: UTF8.self)
            let name = text.prefix { $0 != " " }
            if !ignored(String(name)) { references[String(name)] = String(text.dropFirst(name.count)) }
        }
        return references
    }

    /// The git folders of remotes that are folders of this machine; to ask others would be to call them.
    private static func localRemotes(of repository: CodeRepository) async throws -> [String] {
        let answer = try await repository.git.answer("config", "--get-regexp", #"^remote\..*\.(url|pushurl)$"#) ?? ""
        var folders: Set<String> = []
        for line in answer.split(whereSeparator: \.isNewline) {
            var place = String(line.drop { $0 != " " }.dropFirst())
            if place.hasPrefix("file://") { place.removeFirst("file://".count) }
            guard !place.contains(":"), !place.isEmpty else { continue }
            let path = place.hasPrefix("/") ? place : "\(repository.top)/\(place)"
            for folder in ["\(path)/.git", path, "\(path).git"] {
                guard FileManager.default.fileExists(atPath: "\(folder)/objects") else { continue }
                folders.insert(folder)
                break
            }
        }
        return folders.sorted()
    }

    private static func text(of path: String) -> String? {
        guard let part = try? FilePart.read(path, atMost: 1 << 20) else { return nil }
        return String(decoding: part.bytes, as: UTF8.self)
    }
}
