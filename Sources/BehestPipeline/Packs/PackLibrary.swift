public import BehestGrammar
public import BehestWorkflow
public import BehestWorkspace

/// The grammar packs that are in use: what can be said, and what then happens.
public struct PackLibrary: Sendable {
    /// What can be said.
    public let grammar: Grammar

    /// What then happens.
    public let planner: Planner

    /// The packs themselves, their lists filled.
    public let packs: [GrammarPack]

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
        PackFiles(paths, agents: agents).library()
    }

    /// Reads packs, and fills their lists from the workspace.
    ///
    /// - Parameters:
    ///   - paths: pack files, or folders of them.
    ///   - agents: the agents that a workflow can use.
    ///   - lists: the lists of the workspace.
    /// - Returns: the library, unless there are mistakes, and the findings; a list that could not be filled is a warning.
    @concurrent
    public static func read(
        _ paths: [String],
        agents: [AgentSignature],
        lists: WorkspaceLists
    ) async -> (library: PackLibrary?, findings: Findings) {
        let files = PackFiles(paths, agents: agents)
        let sources = files.listSources
        let found = await lists.read(sources.map(\.source), language: files.language)
        var (library, findings) = files.library(filledWith: found.values)
        findings.add(found.problems, at: sources)
        return (library, findings)
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

extension PackLibrary.Findings {
    /// The code of warnings that a list could not be filled.
    public static let unfilledList = "unfilled-list"

    /// The code of warnings that a list needs a git repository, which not every workspace is.
    public static let noRepository = "no-repository"

    /// Adds a warning for each list that could not be filled, or is no longer.
    mutating func add(
        _ problems: [ListSource: WorkspaceError],
        at sources: [(source: ListSource, range: SourceRange)]
    ) {
        for (source, range) in sources {
            guard let problem = problems[source] else { continue }
            diagnostics.append(
                Diagnostic(
                    .warning,
                    code: problem.code == .noRepository ? Self.noRepository : Self.unfilledList,
                    "the list cannot be filled from '\(source.name)': \(problem.message.asClause)",
                    at: range
                )
            )
        }
    }
}

extension String {
    /// A sentence as the end of another one.
    fileprivate var asClause: String { hasSuffix(".") ? String(dropLast()) : self }
}
