internal import FoundationEssentials
internal import Glibc

/// A process that carries runs out, told from every other one, also from one that later has the same number.
public struct WorkerIdentity: Sendable, Hashable, Codable {
    /// Its name in the journal.
    public var id: String
    /// The number of its process, in its namespace.
    public var process: Int32
    /// When its process was started, in ticks since the machine was.
    public var started: UInt64
    /// The namespace in which its process has that number.
    public var namespace: String
    /// The start of the machine in which it lives.
    public var boot: String

    /// Makes an identity.
    public init(id: String, process: Int32, started: UInt64, namespace: String, boot: String) {
        self.id = id
        self.process = process
        self.started = started
        self.namespace = namespace
        self.boot = boot
    }

    /// This process.
    public static let current = WorkerIdentity(
        id: RandomIdentifierGenerator().next(),
        process: getpid(),
        started: start(ofProcess: getpid()) ?? 0,
        namespace: (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/ns/pid")) ?? "",
        boot: text(of: "/proc/sys/kernel/random/boot_id")
    )

    /// When a process was started, in ticks since the machine was; `nil` when there is none of that number.
    public static func start(ofProcess process: Int32) -> UInt64? {
        // The name in brackets may hold anything, brackets as well; the start is the 20th word after it (proc(5)).
        let line = text(of: "/proc/\(process)/stat")
        guard let end = line.lastIndex(of: ")") else { return nil }
        let words = line[line.index(after: end)...].split(separator: " ")
        // A zombie does nothing more.
        guard words.count > 19, words[0] != "Z" else { return nil }
        return UInt64(words[19])
    }

    private static func text(of path: String) -> String {
        let data = FileManager.default.contents(atPath: path) ?? Data()
        return String(decoding: data.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
    }
}
