internal import BehestGrammar
internal import BehestWorkspace
internal import BehestWorkflow
internal import FoundationEssentials

/// Pack files as they stand on disk, read but not yet compiled: their lists may still have to be filled.
struct PackFiles: Sendable {
    /// The files that were read, in order.
    private(set) var files: [String] = []
    /// What is wrong with them so far.
    private(set) var findings = PackLibrary.Findings()
    private var readings: [GrammarPack.Reading] = []
    private var definitions: [WorkflowDefinition] = []
    private let agents: [AgentSignature]

    /// Reads packs, and finds the mistakes that each has by itself.
    ///
    /// - Parameters:
    ///   - paths: pack files, or folders of them.
    ///   - agents: the agents that a workflow can use.
    init(_ paths: [String], agents: [AgentSignature]) {
        self.agents = agents
        for path in paths {
            switch Self.files(at: path) {
            case .success(let files): for file in files { readFile(file) }
            case .failure(let diagnostic): findings.diagnostics.append(diagnostic)
            }
        }
    }

    /// Where the lists of the packs are to be filled from, each with the place that says so first.
    var listSources: [(source: ListSource, range: SourceRange)] {
        var seen: Set<ListSource> = []
        return readings.compactMap(\.pack).flatMap(\.listSources).filter { seen.insert($0.source).inserted }
    }

    /// The language in which the packs are spoken.
    var language: String { readings.lazy.compactMap(\.pack).first?.language ?? "en" }

    /// Compiles the packs.
    ///
    /// - Parameter lists: What the lists are filled with.
    /// - Returns: the library, unless there are mistakes, and the findings, warnings included.
    func library(
        filledWith lists: [ListSource: [ListSource.Value]] = [:]
    ) -> (library: PackLibrary?, findings: PackLibrary.Findings) {
        var findings = findings
        var packs = readings.compactMap(\.pack)
        for index in packs.indices { packs[index].fill(lists) }
        guard !findings.hasErrors, packs.count == readings.count, let grammar = try? Grammar(compiling: packs) else {
            findings.diagnostics = Grammar.check(readings) + findings.diagnostics
            return (nil, findings)
        }
        findings.diagnostics += readings.flatMap(\.diagnostics) + grammar.warnings
        let planner = Planner(definitions, agents: agents)
        return (PackLibrary(grammar: grammar, planner: planner, packs: packs, files: files), findings)
    }

    /// What tells whether any of the files has changed, come or gone.
    static func states(of paths: [String]) -> [String: FileState] {
        var states: [String: FileState] = [:]
        for path in paths {
            for file in (try? files(at: path).get()) ?? [] { states[file] = FileState(following: file) }
        }
        return states
    }

    /// The pack files at a path: itself, or those in the folder.
    private static func files(at path: String) -> Result<[String], Diagnostic> {
        var isDirectory = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else {
            return .failure(problem("no-file", "there is no file or folder '\(path)'"))
        }
        guard isDirectory else { return .success([path]) }
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        let packs = names.filter { $0.hasSuffix(".yaml") || $0.hasSuffix(".yml") }.sorted()
        guard !packs.isEmpty else {
            return .failure(problem("no-packs", "there is no pack (a .yaml file) in the folder '\(path)'"))
        }
        let folder = path.hasSuffix("/") ? path : path + "/"
        return .success(packs.map { folder + $0 })
    }

    private mutating func readFile(_ path: String) {
        files.append(path)
        guard let data = try? Data(contentsOf: URL(filePath: path)) else {
            findings.diagnostics.append(Self.problem("unreadable", "the file '\(path)' cannot be read"))
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
        if let pack = reading.pack { readWorkflows(of: pack) }
    }

    private mutating func readWorkflows(of pack: GrammarPack) {
        guard let workflows = pack.workflows else { return }
        let reading = WorkflowReader.read(
            workflows,
            scripts: pack.scripts,
            slots: pack.slotNames,
            agents: agents
        )
        definitions += reading.definitions
        findings.diagnostics += reading.diagnostics
        guard reading.diagnostics.isEmpty else { return }
        let defined = Set(reading.definitions.map(\.intent))
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

    private static func problem(_ code: String, _ message: String) -> Diagnostic {
        Diagnostic(.error, code: code, message, at: nil)
    }
}
