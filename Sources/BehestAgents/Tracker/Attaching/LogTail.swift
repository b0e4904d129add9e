import BehestWorkflow

/// The last lines of a log that the pack or the configuration has chosen.
public struct LogTail: Sendable, Hashable {
    /// The file, from the workspace.
    public var file: String
    /// How many lines.
    public var lines: Int

    /// The most lines that are taken.
    package static let mostLines = 2_000
    /// The most bytes that are read, from the end.
    static let mostBytes = 262_144

    /// Chooses the last lines of a file.
    public init(file: String, lines: Int = 100) {
        self.file = file
        self.lines = lines
    }

    /// Reads the lines; what looks like a secret is left out.
    ///
    /// - Throws: ``AgentError`` when there is no such file in the workspace, also where a symbolic link leads out of it.
    func read(in workspace: String) throws -> String {
        let path = try WorkspaceFolder.existingFile(file, in: workspace)
        let (bytes, isAll) = try FilePart.read(path, atMost: Self.mostBytes, fromEnd: true)
        var lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        // The first one is only the end of a line.
        if !isAll { lines.removeFirst() }
        if lines.last?.isEmpty == true { lines.removeLast() }
        let kept = lines.suffix(min(max(1, self.lines), Self.mostLines))
        return LogRedactor.redacted(kept.map { String(decoding: $0, as: UTF8.self) }.joined(separator: "\n"))
    }
}
