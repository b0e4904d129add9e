public import BehestWorkflow
public import FoundationEssentials

/// Files bug reports as Markdown in a folder of the workspace, with what belongs to them beside them.
///
/// A report is there whole or not at all; the same task makes it once, however often it is taken up; and processes that
/// file at the same time get different numbers. What cannot be attached is named in the report, which is filed all the same.
public struct LocalTracker: Agent {
    /// What every tracker can do.
    public let signatures = TrackerSignatures.all

    private let defaults: Attachments
    private let environment: [String: String]
    let now: @Sendable () -> Date
    private let pictureLimit: Duration
    let shelf = BugShelf()

    /// Makes the agent.
    ///
    /// - Parameters:
    ///   - defaults: What is attached where the pack does not say.
    ///   - environment: The process's environment, which tells of the desktop.
    ///   - now: Tells the time.
    public init(
        defaults: Attachments = Attachments(),
        environment: [String: String] = ProcessInfo.processInfo.environment,
        now: @escaping @Sendable () -> Date = { Date() }
    ) {
        self.init(defaults: defaults, environment: environment, pictureLimit: .seconds(10), now: now)
    }

    init(
        defaults: Attachments,
        environment: [String: String],
        pictureLimit: Duration,
        now: @escaping @Sendable () -> Date
    ) {
        self.defaults = defaults
        self.environment = environment
        self.pictureLimit = pictureLimit
        self.now = now
    }

    /// Makes, changes or looks for a report; what was made or added under the same key is returned.
    public func perform(_ assignment: Assignment, events: AgentEvents) async throws -> AgentResult {
        let inputs = TrackerInputs(assignment.inputs)
        switch assignment.agent {
        case "tracker/similar": return try similar(inputs, assignment)
        case "tracker/search": return try search(inputs, assignment)
        case "tracker/append": return try await append(inputs, assignment)
        case "tracker/comment": return try await comment(inputs, assignment)
        case "tracker/label": return try await label(inputs, assignment)
        case "tracker/close": return try await close(inputs, assignment)
        default: return try await create(inputs, assignment)
        }
    }

    /// Reads the reports of the usual folder, since the words of thousands take a while to be found.
    @concurrent public func prepare(in workspace: String) async {
        // What cannot be read shows when it is needed.
        guard let path = try? WorkspaceFolder.existing(TrackerInputs.usualFolder, in: workspace) else { return }
        try? shelf.prepare(BugFolder(path: path))
    }

    /// All the reports of a folder, by number; none when there is no such folder.
    ///
    /// - Parameters:
    ///   - folder: The folder, from the workspace.
    ///   - workspace: The path of the workspace.
    /// - Returns: The reports, closed ones too.
    /// - Throws: ``AgentError`` when the folder cannot be read or is not in the workspace.
    public func bugs(in folder: String = "bugs", of workspace: String) throws -> [FiledBug] {
        guard let path = try WorkspaceFolder.existing(folder, in: workspace) else { return [] }
        return try shelf.bugs(in: BugFolder(path: path))
    }

    private func similar(_ inputs: TrackerInputs, _ assignment: Assignment) throws -> AgentResult {
        guard let path = try WorkspaceFolder.existing(inputs.folder, in: assignment.workspace),
            let found = try shelf.mostLike(title: inputs.title, body: inputs.details, in: BugFolder(path: path))
        else {
            return AgentResult(summary: "No open bug is like it.")
        }
        return AgentResult(
            outputs: [
                "number": .number(Double(found.bug.number)),
                "title": .string(Markdown.line(found.bug.title, limit: 200)),
                "path": .string("\(inputs.folder)/\(found.bug.name)"), "score": .number(found.score),
            ],
            summary: "Bug \(found.bug.number) is like it."
        )
    }

    private func create(_ inputs: TrackerInputs, _ assignment: Assignment) async throws -> AgentResult {
        let title = inputs.title
        guard !title.isEmpty else {
            throw AgentError("A bug report needs a title, and none was said. Ask for it with the pack's 'ask'.")
        }
        let wished = try inputs.attachments(defaults)
        let folder = BugFolder(path: try WorkspaceFolder.prepare(inputs.folder, in: assignment.workspace))
        let evidence = try await gather(wished, assignment, folder)
        let lock = try await FolderLock.acquire(in: folder.path)
        if let existing = try folder.report(withKey: assignment.idempotencyKey) {
            return result(number: existing.number, name: existing.name, folder: inputs.folder)
        }
        let number = try folder.nextNumber()
        let stem = "\(Self.padded(number))-\(Slug.make(of: title, fallback: "bug"))"
        let report = BugReport(
            number: number,
            title: title,
            severity: inputs.severity,
            labels: inputs.labels,
            created: now(),
            body: inputs.body,
            stem: stem,
            evidence: evidence,
            assignment: assignment
        )
        let part = Self.partName(assignment)
        try evidence.write(stem: stem, to: folder.path, key: part)
        try DurableFile.write(Data(report.text.utf8), to: "\(folder.path)/\(stem).md", key: part)
        // Holds the lock to here.
        _ = consume lock
        return result(number: number, name: "\(stem).md", folder: inputs.folder)
    }

    private func append(_ inputs: TrackerInputs, _ assignment: Assignment) async throws -> AgentResult {
        let number = try inputs.number()
        let wished = try inputs.attachments(defaults)
        let folder = BugFolder(path: try WorkspaceFolder.prepare(inputs.folder, in: assignment.workspace))
        let evidence = try await gather(wished, assignment, folder)
        let lock = try await FolderLock.acquire(in: folder.path)
        guard let report = try folder.report(number: number),
            let data = FileManager.default.contents(atPath: "\(folder.path)/\(report.name)")
        else {
            throw AgentError(
                "There is no bug \(number) in '\(inputs.folder)' any more, so that nothing was added to it."
            )
        }
        let text = String(decoding: data, as: UTF8.self)
        let lines = text.split(separator: "\n")
        if !lines.contains(Substring(Addition.keyLine(assignment.idempotencyKey))) {
            let place = lines.count { $0.hasPrefix(Addition.heading) } + 2
            let addition = Addition(
                title: inputs.title,
                body: inputs.body,
                added: now(),
                stem: "\(report.name.dropLast(3))-\(place)",
                evidence: evidence,
                assignment: assignment
            )
            let part = Self.partName(assignment)
            try evidence.write(stem: addition.stem, to: folder.path, key: part)
            let data = Data(addition.appended(to: text).utf8)
            try DurableFile.write(data, to: "\(folder.path)/\(report.name)", key: part)
        }
        // Holds the lock to here.
        _ = consume lock
        return result(number: number, name: report.name, folder: inputs.folder)
    }

    private func gather(_ wished: Attachments, _ assignment: Assignment, _ folder: BugFolder) async throws -> Evidence {
        try await Evidence.gather(
            wished,
            for: assignment,
            folder: folder.path,
            environment: environment,
            pictureLimit: pictureLimit
        )
    }

    func result(number: Int, name: String, folder: String) -> AgentResult {
        let path = "\(folder)/\(name)"
        return AgentResult(outputs: ["number": .number(Double(number)), "path": .string(path)], summary: path)
    }

    private static func padded(_ number: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }

    static func partName(_ assignment: Assignment) -> String {
        Slug.make(of: assignment.idempotencyKey, fallback: "report")
    }
}
