public import FoundationEssentials

/// Removes recordings and logs of which no more are to be kept.
///
/// The journal has it first, with the reason, so that nobody wonders where they are. What is in the folders without the journal
/// knowing it is somebody else's and left alone, as are links.
public struct Tidying: Sendable {
    /// What was removed, or would be.
    public struct Report: Sendable, Hashable {
        /// How many bytes there are before.
        public var size: Int64 = 0
        /// How many things there are before.
        public var count = 0
        /// What was removed.
        public var removals: [RetentionLimits.Removal] = []
        /// What could not be removed, in sentences.
        public var problems: [String] = []

        /// How many bytes that were.
        public var removedSize: Int64 { removals.reduce(0) { $0 + $1.item.size } }
    }

    private let journal: any RetentionJournal
    private let recordings: URL
    private let logs: URL
    private let now: @Sendable () -> Date

    /// Names what is tidied.
    ///
    /// - Parameters:
    ///   - journal: What knows what is needed.
    ///   - recordings: The folder of the recordings.
    ///   - logs: The folder with a folder of logs for each run.
    ///   - now: Tells the time.
    public init(
        journal: any RetentionJournal,
        recordings: URL,
        logs: URL,
        now: @escaping @Sendable () -> Date = { Date() }
    ) {
        self.journal = journal
        self.recordings = recordings
        self.logs = logs
        self.now = now
    }

    /// Removes recordings.
    ///
    /// - Parameters:
    ///   - limits: How much is kept.
    ///   - isTrial: Whether it only says what it would remove.
    /// - Returns: What was removed.
    /// - Throws: ``JournalError``.
    public func tidyRecordings(to limits: RetentionLimits, isTrial: Bool = false) async throws -> Report {
        var paths: [String: String] = [:]
        var items: [RetentionLimits.Item] = []
        for recording in try await journal.keptRecordings() {
            let file = URL(filePath: recording.path)
            guard file.deletingLastPathComponent().path == recordings.path, let size = Self.size(ofFile: file.path)
            else { continue }
            paths[recording.utterance] = file.path
            items.append(
                RetentionLimits.Item(
                    subject: recording.utterance,
                    size: size,
                    date: recording.date,
                    isNeeded: recording.isNeeded
                )
            )
        }
        return try await remove(.recording, of: items, to: limits, isTrial) { paths[$0].map { [$0] } ?? [] }
    }

    /// Removes the logs of runs that are at their end.
    ///
    /// - Parameters:
    ///   - limits: How much is kept.
    ///   - isTrial: Whether it only says what it would remove.
    /// - Returns: What was removed.
    /// - Throws: ``JournalError``.
    public func tidyLogs(to limits: RetentionLimits, isTrial: Bool = false) async throws -> Report {
        var files: [String: [String]] = [:]
        var items: [RetentionLimits.Item] = []
        let folders = Self.names(in: logs.path)
        for (run, end) in try await journal.ends(of: folders) {
            let folder = logs.appending(path: run).path
            guard Self.type(of: folder) == .typeDirectory else { continue }
            let paths = Self.names(in: folder).map { "\(folder)/\($0)" }.filter { Self.size(ofFile: $0) != nil }
            guard !paths.isEmpty else { continue }
            files[run] = paths
            let size = paths.reduce(0) { $0 + (Self.size(ofFile: $1) ?? 0) }
            items.append(RetentionLimits.Item(subject: run, size: size, date: end ?? now(), isNeeded: end == nil))
        }
        let report = try await remove(.logs, of: items, to: limits, isTrial) { files[$0] ?? [] }
        guard !isTrial else { return report }
        for removal in report.removals {
            let folder = logs.appending(path: removal.item.subject).path
            // What somebody else has put there stays, and the folder with it.
            if Self.names(in: folder).isEmpty { try? FileManager.default.removeItem(atPath: folder) }
        }
        return report
    }

    private func remove(
        _ kind: RemovedThing.Kind,
        of items: [RetentionLimits.Item],
        to limits: RetentionLimits,
        _ isTrial: Bool,
        _ files: (String) -> [String]
    ) async throws -> Report {
        var report = Report(size: items.reduce(0) { $0 + $1.size }, count: items.count)
        let wanted = limits.removals(of: items, at: now())
        guard !isTrial, !wanted.isEmpty else {
            report.removals = wanted
            return report
        }
        for removal in try await journal.noteRemoval(of: kind, wanted) {
            var isGone = true
            for file in files(removal.item.subject) {
                do {
                    try FileManager.default.removeItem(atPath: file)
                } catch {
                    guard Self.type(of: file) != nil else { continue }
                    isGone = false
                    report.problems.append("Could not remove '\(file)'. Make its folder writable.")
                }
            }
            if isGone { report.removals.append(removal) }
        }
        return report
    }

    /// How many bytes a file has; `nil` for what is no file of its own, such as a link.
    private static func size(ofFile path: String) -> Int64? {
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        guard attributes?[.type] as? FileAttributeType == .typeRegular else { return nil }
        return (attributes?[.size] as? Int64) ?? (attributes?[.size] as? Int).map(Int64.init)
            ?? (attributes?[.size] as? UInt64).map(Int64.init(clamping:))
    }

    private static func type(of path: String) -> FileAttributeType? {
        (try? FileManager.default.attributesOfItem(atPath: path))?[.type] as? FileAttributeType
    }

    private static func names(in folder: String) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
    }
}
