public import BehestGrammar
public import BehestWorkflow
internal import FoundationEssentials

/// The grammar packs that are in use: what can be said, and what then happens.
public struct PackLibrary: Sendable {
    /// What can be said.
    public let grammar: Grammar

    /// What then happens.
    public let planner: Planner

    /// The files that it was made of.
    public let files: [String]

    /// Reads packs, and finds every mistake in all of them.
    ///
    /// - Parameters:
    ///   - paths: pack files, or folders of them.
    ///   - agents: the agents that a workflow can use.
    /// - Returns: the library, unless there are mistakes, and the findings, warnings included.
    public static func read(
        _ paths: [String],
        agents: [AgentSignature]
    ) -> (library: PackLibrary?, findings: Findings) {
        var reader = PackLibraryReader(agents: agents)
        for path in paths { reader.read(path) }
        let library = reader.library()
        return (library, reader.findings)
    }

    /// What is wrong with packs, and their texts to show it in.
    public struct Findings: Sendable {
        /// What is wrong, file by file.
        public var diagnostics: [Diagnostic] = []

        /// The bytes of each file, by its path.
        public var sources: [String: [UInt8]] = [:]

        /// Whether any of it keeps a pack from being used.
        public var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }
    }
}

/// Packs while they are read.
private struct PackLibraryReader {
    let agents: [AgentSignature]
    var findings = PackLibrary.Findings()
    private var readings: [GrammarPack.Reading] = []
    private var definitions: [WorkflowDefinition] = []
    private var files: [String] = []

    init(agents: [AgentSignature]) {
        self.agents = agents
    }

    mutating func read(_ path: String) {
        var isDirectory = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else {
            report("no-file", "there is no file or folder '\(path)'")
            return
        }
        guard isDirectory else { return readFile(path) }
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        let packs = names.filter { $0.hasSuffix(".yaml") || $0.hasSuffix(".yml") }.sorted()
        if packs.isEmpty {
            report("no-packs", "there is no pack (a .yaml file) in the folder '\(path)'")
        }
        let folder = path.hasSuffix("/") ? path : path + "/"
        for name in packs { readFile(folder + name) }
    }

    /// The library of all packs read so far; `nil` when there are mistakes.
    mutating func library() -> PackLibrary? {
        let packs = readings.compactMap(\.pack)
        guard !findings.hasErrors, packs.count == readings.count, let grammar = try? Grammar(compiling: packs) else {
            findings.diagnostics = Grammar.check(readings) + findings.diagnostics
            return nil
        }
        findings.diagnostics += readings.flatMap(\.diagnostics) + grammar.warnings
        return PackLibrary(grammar: grammar, planner: Planner(definitions), files: files)
    }

    private mutating func readFile(_ path: String) {
        files.append(path)
        guard let data = try? Data(contentsOf: URL(filePath: path)) else {
            report("unreadable", "the file '\(path)' cannot be read")
            return
        }
        findings.sources[path] = Array(data)
        var reading = GrammarPack.read(PackDocument(bytes: Array(data), file: path))
        let start = SourceLocation(line: 1, column: 1)
        for index in reading.diagnostics.indices where reading.diagnostics[index].range == nil {
            // The file as a whole is meant; its name must still be told.
            reading.diagnostics[index].range = SourceRange(file: path, start: start, end: start)
        }
        readings.append(reading)
        guard let pack = reading.pack, let workflows = pack.workflows else { return }
        let workflowReading = WorkflowReader.read(workflows, slots: pack.slotNames, agents: agents)
        definitions += workflowReading.definitions
        findings.diagnostics += workflowReading.diagnostics
        guard workflowReading.diagnostics.isEmpty else { return }
        let defined = Set(workflowReading.definitions.map(\.intent))
        for intent in pack.intents where !defined.contains(intent.name) {
            findings.diagnostics.append(
                Diagnostic(
                    .warning,
                    code: "no-workflow",
                    "nothing is done for the intent '\(intent.name)'",
                    at: intent.range,
                    hint: "add it to the pack's 'workflows'"
                )
            )
        }
    }

    private mutating func report(_ code: String, _ message: String) {
        findings.diagnostics.append(Diagnostic(.error, code: code, message, at: nil))
    }
}
