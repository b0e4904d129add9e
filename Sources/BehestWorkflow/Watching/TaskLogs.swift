import FoundationEssentials

/// Where it is kept what agents have told while they were at work: `logs/RUN/STEP.ATTEMPT.log`.
///
/// A run whose agents have told nothing has no folder.
public struct TaskLogs: Sendable, Hashable {
    /// One of the files.
    public struct File: Sendable, Hashable {
        /// The step, as its name is in the file's.
        public var step: String
        /// Which attempt it was, from 1.
        public var attempt: Int
        /// Its path.
        public var path: String
    }

    /// The folder of all of them.
    public let folder: String

    /// Names the folder, which need not be there.
    public init(folder: String) { self.folder = folder }

    /// The folder of a run.
    public func folder(of run: RunRecord.ID) -> String { "\(folder)/\(Self.plain(run))" }

    /// The file of an attempt.
    public func path(of run: RunRecord.ID, step: String, attempt: Int) -> String {
        "\(folder(of: run))/\(Self.plain(step)).\(attempt).log"
    }

    /// The files of a run, by the time at which they were begun.
    public func files(of run: RunRecord.ID) -> [File] {
        let folder = folder(of: run)
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        let files = names.compactMap { name -> (file: File, began: Date)? in
            let parts = name.split(separator: ".")
            guard parts.count >= 3, parts.last == "log", let attempt = Int(parts[parts.count - 2]) else { return nil }
            let path = "\(folder)/\(name)"
            let facts = try? FileManager.default.attributesOfItem(atPath: path)
            let step = parts.dropLast(2).joined(separator: ".")
            return (File(step: step, attempt: attempt, path: path), facts?[.modificationDate] as? Date ?? .distantPast)
        }
        return files.sorted { ($0.began, $0.file.path) < ($1.began, $1.file.path) }.map(\.file)
    }

    /// A name without anything that means something in a path; two that differ stay different.
    private static func plain(_ name: String) -> String {
        let isPlain: (UInt8) -> Bool = {
            (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0)
                || "-_".utf8.contains($0)
        }
        let text = String(decoding: name.utf8.map { isPlain($0) ? $0 : UInt8(ascii: "-") }.prefix(100), as: UTF8.self)
        guard text != name else { return text }
        let hash = name.utf8.reduce(0x811c_9dc5 as UInt32) { ($0 ^ UInt32($1)) &* 0x0100_0193 }
        return "\(text)-\(String(hash, radix: 36))"
    }
}

extension TaskLogs: RunObserver {
    /// Begins a file as soon as there is something for it.
    public func begin(_ assignment: Assignment) -> any AttemptObserver {
        TaskLog(path: path(of: assignment.run, step: assignment.step, attempt: assignment.attempt))
    }
}
