public import BehestWorkflow
public import FoundationEssentials

/// Files bug reports as Markdown in a folder of the workspace, with the recording and its transcript beside them.
///
/// A report is there whole or not at all; the same task makes it once, however often it is taken up; and processes that
/// file at the same time get different numbers.
public struct LocalTracker: Agent {
    /// `tracker/create` with its inputs.
    public let signatures = [
        AgentSignature(
            "tracker/create",
            required: ["title"],
            optional: ["body", "severity", "labels", "attach", "folder"]
        )
    ]

    private let now: @Sendable () -> Date

    /// Makes the agent.
    ///
    /// - Parameter now: Tells the time.
    public init(now: @escaping @Sendable () -> Date = { Date() }) {
        self.now = now
    }

    /// Files a report; one that was filed under the same key is returned.
    public func perform(_ assignment: Assignment) async throws -> AgentResult {
        let inputs = try TrackerInputs(assignment.inputs)
        let git = inputs.attachments.contains(.git) ? try await GitFacts.read(of: assignment.workspace) : nil
        let folder = BugFolder(path: try WorkspaceFolder.prepare(inputs.folder, in: assignment.workspace))
        let lock = try await FolderLock.acquire(in: folder.path)
        if let existing = try folder.report(withKey: assignment.idempotencyKey) {
            return result(number: existing.number, name: existing.name, folder: inputs.folder)
        }
        let number = try folder.nextNumber()
        let stem = "\(Self.padded(number))-\(Slug.make(of: inputs.title, fallback: "bug"))"
        var report = BugReport(
            number: number,
            title: inputs.title,
            severity: inputs.severity,
            labels: inputs.labels,
            created: now(),
            git: git,
            body: inputs.body,
            attachments: [],
            assignment: assignment
        )
        report.attachments = try attach(inputs.attachments, as: stem, to: folder, assignment)
        let data = Data(report.text.utf8)
        try DurableFile.write(data, to: "\(folder.path)/\(stem).md", key: Self.partName(assignment))
        // Holds the lock to here.
        _ = consume lock
        return result(number: number, name: "\(stem).md", folder: inputs.folder)
    }

    private func attach(
        _ attachments: Set<TrackerInputs.Attachment>,
        as stem: String,
        to folder: BugFolder,
        _ assignment: Assignment
    ) throws -> [(label: String, name: String)] {
        var attached: [(label: String, name: String)] = []
        if attachments.contains(.audio), let audio = assignment.utterance.audioPath {
            guard let data = FileManager.default.contents(atPath: audio) else {
                throw AgentError("Could not read the recording '\(audio)'. Put it back and retry.")
            }
            let suffix = audio.split(separator: "/").last?.split(separator: ".").dropFirst().last ?? "audio"
            let name = "\(stem).\(Slug.make(of: String(suffix), fallback: "audio"))"
            try DurableFile.write(data, to: "\(folder.path)/\(name)", key: Self.partName(assignment))
            attached.append(("Recording", name))
        }
        if attachments.contains(.transcript), !assignment.utterance.text.isEmpty {
            let name = "\(stem).transcript.txt"
            let data = Data("\(assignment.utterance.text)\n".utf8)
            try DurableFile.write(data, to: "\(folder.path)/\(name)", key: Self.partName(assignment))
            attached.append(("Transcript", name))
        }
        return attached
    }

    private func result(number: Int, name: String, folder: String) -> AgentResult {
        let path = "\(folder)/\(name)"
        return AgentResult(outputs: ["number": .number(Double(number)), "path": .string(path)], summary: path)
    }

    private static func padded(_ number: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }

    private static func partName(_ assignment: Assignment) -> String {
        Slug.make(of: assignment.idempotencyKey, fallback: "report")
    }
}
