import BehestWorkflow
import FoundationEssentials

/// What is kept of one task that a coding agent was given, whatever became of it.
///
/// The specification, what the agent wrote and the patch are in a folder of Behest's own, into which the agent does not
/// look; its working tree is elsewhere, for as long as somebody is at work in it. Whoever is holds the folder's lock, so
/// that a tree without a lock was left by a crash.
struct CoderAttempt: Sendable {
    /// What came of it, once it has come to a good end.
    struct Record: Codable, Sendable, Hashable {
        var key: String
        var branch: String
        var commit: String
        var outputs: [String: JSONValue]
        var summary: String
    }

    /// How long what came of a task is kept.
    private static let age = Duration.seconds(30 * 86_400)

    /// The folders of all tasks for a repository: Behest's own, and that of the working trees.
    private let shelf: String
    private let treeShelf: String
    /// Tells it from others.
    let mark: String
    private let key: String

    init(_ folders: CoderFolders, repository: CodeRepository, key: String) {
        let name = Slug.make(of: repository.top.split(separator: "/").last.map(String.init) ?? "", fallback: "project")
        let project = "\(name)-\(Self.digest(repository.common))"
        shelf = "\(folders.records)/\(project)"
        treeShelf = "\(folders.trees)/\(project)"
        mark = Self.digest(key)
        self.key = key
    }

    var folder: String { "\(shelf)/\(mark)" }
    var index: String { "\(folder)/index" }
    /// The agent's part: the working tree, and a folder for what belongs to the agent besides.
    var agentFolder: String { "\(treeShelf)/\(mark)" }
    var tree: String { "\(agentFolder)/tree" }
    var scratch: String { "\(agentFolder)/own" }
    /// The repository that the agent finds in its tree.
    var ownRepository: String { "\(scratch)/git" }
    var specification: String { "\(scratch)/specification.txt" }
    var patch: String { "\(folder)/change.patch" }
    var log: String { "\(folder)/output.log" }

    /// Makes Behest's folder.
    ///
    /// - Throws: ``AgentError``.
    func prepare() throws { try Self.make(folder) }

    /// Makes the agent's folder.
    ///
    /// - Throws: ``AgentError``.
    func prepareScratch() throws { try Self.make(scratch) }

    private static func make(_ folder: String) throws {
        do {
            try FileManager.default.createDirectory(
                atPath: folder,
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700]
            )
        } catch {
            throw AgentError("Could not make '\(folder)'. Make the place writable and retry.", cause: error)
        }
    }

    /// Removes what an attempt before this one has left; only whoever holds the lock may.
    func clear(of repository: CodeRepository) {
        AttemptTree.remove(tree, in: agentFolder, from: repository)
        for file in [index, "\(index).lock"] { try? FileManager.default.removeItem(atPath: file) }
    }

    /// What came of the task when it was done before; `nil` when it was not.
    ///
    /// - Throws: ``AgentError`` when what is kept is another task's.
    func record() throws -> Record? {
        guard let data = FileManager.default.contents(atPath: "\(folder)/result.json"),
            let record = try? JSONDecoder().decode(Record.self, from: data)
        else { return nil }
        guard record.key == key else {
            throw AgentError("'\(folder)' holds what came of another task. Remove it and retry.")
        }
        return record
    }

    /// Keeps what came of it, through to the disk.
    ///
    /// - Throws: ``AgentError`` when it cannot be written.
    func keep(branch: String, commit: String, _ result: AgentResult) throws {
        let record = Record(
            key: key,
            branch: branch,
            commit: commit,
            outputs: result.outputs,
            summary: result.summary
        )
        try DurableFile.write(Data(try CanonicalJSON.text(of: record).utf8), to: "\(folder)/result.json", key: "result")
    }

    /// Removes the trees that crashes have left behind, and what is older than is kept.
    ///
    /// - Throws: `CancellationError`.
    func clearShelf(of repository: CodeRepository, now: Date = Date()) async throws {
        let files = FileManager.default
        let names = [shelf, treeShelf].flatMap { (try? files.contentsOfDirectory(atPath: $0)) ?? [] }
        for name in Set(names) where name != mark {
            let (folder, agentFolder) = ("\(shelf)/\(name)", "\(treeShelf)/\(name)")
            let changed = (try? files.attributesOfItem(atPath: folder))?[.modificationDate] as? Date
            let isOld = changed.map { now.timeIntervalSince($0) > Double(Self.age.components.seconds) } ?? false
            guard isOld || files.fileExists(atPath: agentFolder) else { continue }
            do {
                try Self.make(folder)
                let lock = try await FolderLock.acquire(in: folder, patience: .zero)
                AttemptTree.remove("\(agentFolder)/tree", in: agentFolder, from: repository)
                if isOld { try? files.removeItem(atPath: folder) }
                _ = consume lock
            } catch is AgentError {
                // Somebody works there.
                continue
            }
        }
    }

    /// The branches that Behest has made or is making here, which are not the doing of an agent.
    var branches: Set<String> {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: shelf)) ?? []
        return Set(
            names.compactMap { name in
                FileManager.default.contents(atPath: "\(shelf)/\(name)/result.json")
                    .flatMap { try? JSONDecoder().decode(Record.self, from: $0) }
                    .map { "refs/heads/\($0.branch)" }
            }
        )
    }

    /// A few letters that tell texts apart: FNV-1a of 64 bits.
    private static func digest(_ text: String) -> String { digest(text.utf8) }

    /// The same of bytes.
    static func digest(_ bytes: some Sequence<UInt8>) -> String {
        let hash = bytes.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
        let digits = String(hash, radix: 36)
        return String(repeating: "0", count: max(0, 13 - digits.count)) + digits
    }
}
