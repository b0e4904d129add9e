import BehestWorkflow
import FoundationEssentials

/// What was found to be attached to a report, and what was not.
///
/// Nothing that cannot be had keeps a bug from being filed: the report says what is missing, and why.
struct Evidence: Sendable {
    /// A file to be put beside the report.
    struct File: Sendable {
        /// What it is, for a person.
        var label: String
        /// What follows the report's own name in its name.
        var suffix: String
        var data: Data
    }

    private(set) var files: [File] = []
    private(set) var git: GitFacts?
    private(set) var system: [String] = []
    /// What is missing, with the reason.
    private(set) var missing: [String] = []

    /// Finds what is to be attached.
    ///
    /// - Parameters:
    ///   - wished: what is to be attached.
    ///   - assignment: the task; its utterance has the recording and the words.
    ///   - folder: where a picture may be put for a moment.
    ///   - environment: the process's environment.
    ///   - pictureLimit: how long a program for pictures may take.
    /// - Returns: what was found, and what is missing.
    /// - Throws: `CancellationError` only.
    static func gather(
        _ wished: Attachments,
        for assignment: Assignment,
        folder: String,
        environment: [String: String],
        pictureLimit: Duration
    ) async throws -> Evidence {
        var evidence = Evidence()
        let utterance = assignment.utterance
        if wished.kinds.contains(.audio), let path = utterance.audioPath { evidence.addRecording(path) }
        if wished.kinds.contains(.transcript), !utterance.text.isEmpty {
            evidence.add("Transcript", "transcript.txt", Data("\(utterance.text)\n".utf8))
        }
        for log in wished.logs { evidence.addLog(log, in: assignment.workspace) }
        if wished.kinds.contains(.screenshot) {
            do {
                let data = try await Screenshot.take(
                    by: wished.screenshotProgram,
                    in: folder,
                    environment: environment,
                    limit: pictureLimit
                )
                evidence.add("Screenshot", "png", data)
            } catch let error as CancellationError {
                throw error
            } catch {
                evidence.miss("the screenshot", error)
            }
        }
        if wished.kinds.contains(.git) { evidence.git = try await GitFacts.read(of: assignment.workspace) }
        if wished.kinds.contains(.system) { evidence.system = SystemFacts.lines() }
        return evidence
    }

    private mutating func addRecording(_ path: String) {
        guard let data = FileManager.default.contents(atPath: path) else {
            return miss("the recording", AgentError("Could not read '\(path)'."))
        }
        let suffix = path.split(separator: "/").last?.split(separator: ".").dropFirst().last ?? "audio"
        add("Recording", Slug.make(of: String(suffix), fallback: "audio"), data)
    }

    private mutating func addLog(_ log: LogTail, in workspace: String) {
        do {
            let text = try log.read(in: workspace)
            let number = files.count { $0.suffix.hasSuffix(".log.txt") } + 1
            let name = Slug.make(of: log.file, fallback: "log")
            add("Last lines of \(log.file)", "\(number)-\(name).log.txt", Data("\(text)\n".utf8))
        } catch {
            miss("the last lines of '\(log.file)'", error)
        }
    }

    private mutating func add(_ label: String, _ suffix: String, _ data: Data) {
        files.append(File(label: label, suffix: suffix, data: data))
    }

    private mutating func miss(_ what: String, _ error: any Error) {
        missing.append("\(what): \(error)")
    }
}

extension Evidence {
    /// The most changed files that are listed.
    private static let mostChanges = 50

    /// What is written into the report about what is attached, a section each.
    ///
    /// - Parameter stem: the name under which the files were put beside it.
    /// - Returns: the sections.
    func sections(stem: String) -> [String] {
        sections(files: files.map { "- [\(Markdown.escaped($0.label))](\(stem).\($0.suffix))" }) { $0 }
    }

    /// What is written into the report about what is attached, a section each.
    ///
    /// - Parameters:
    ///   - fileLines: what is written of the files, a line each.
    ///   - neutral: what is done with text that was found, beside what is done for Markdown.
    /// - Returns: the sections.
    func sections(files fileLines: [String], _ neutral: (String) -> String) -> [String] {
        var sections: [String] = []
        if let git, !git.changes.isEmpty {
            let more = git.changes.count - Self.mostChanges
            let lines = git.changes.prefix(Self.mostChanges).map { "    \(Markdown.line($0, limit: 300))" }
            sections.append(
                "Changed files:\n\n" + lines.joined(separator: "\n") + (more > 0 ? "\n    … and \(more) more" : "")
            )
        }
        if !system.isEmpty {
            let lines = system.map { "- \(neutral(Markdown.escaped(Markdown.line($0, limit: 200))))" }
            sections.append(lines.joined(separator: "\n"))
        }
        if !fileLines.isEmpty { sections.append(fileLines.joined(separator: "\n")) }
        if !missing.isEmpty {
            let lines = missing.map { "- \(neutral(Markdown.escaped(Markdown.line($0, limit: 400))))" }
            sections.append("Could not be attached:\n\n" + lines.joined(separator: "\n"))
        }
        return sections
    }

    /// The same, with other names for places in what is said about what is missing: a reader elsewhere need not know them.
    func naming(_ places: [(path: String, name: String)]) -> Evidence {
        var evidence = self
        evidence.missing = missing.map { sentence in
            places.reduce(sentence) { $1.path.count > 1 ? $0.replacing($1.path, with: $1.name) : $0 }
        }
        return evidence
    }

    /// Puts the files beside the report.
    func write(stem: String, to folder: String, key: String) throws {
        for file in files { try DurableFile.write(file.data, to: "\(folder)/\(stem).\(file.suffix)", key: key) }
    }
}
