public import BehestGrammar

/// The lists that are filled from the workspace: its files, symbols, branches, authors, recipes, and what programs tell of it.
///
/// ```swift
/// let lists = WorkspaceLists(workspace: "/work/project")
/// let findings = await lists.read(pack.listSources.map(\.source), language: "en")
/// pack.fill(findings.values)
/// ```
///
/// Whoever reads again gets what has changed since. What is quick is asked for anew each time: git tells its files,
/// branches and authors within milliseconds, and knows better than any time stamp what has changed. Symbols are read again only when
/// the time or size of a file is another, and commands when what they wrote has some age. A source that fails
/// keeps the values it last had.
public actor WorkspaceLists {
    /// What was found, and where nothing could be.
    public struct Findings: Sendable {
        /// The values of each source; where a source has failed, its last good ones.
        public var values: [ListSource: [ListSource.Value]] = [:]
        /// Why sources have failed.
        public var problems: [ListSource: WorkspaceError] = [:]
    }

    /// What is known of one source.
    private struct Known: Sendable {
        var values: [ListSource.Value] = []
        /// Those files into which was looked for symbols or recipes.
        var files: [String: FileState] = [:]
        /// When a command was run.
        var time: ContinuousClock.Instant?
    }

    private struct Key: Hashable {
        var source: ListSource
        var language: String
    }

    private let workspace: String
    private let limits: WorkspaceLimits
    private let commandAge: Duration
    private var known: [Key: Known] = [:]

    /// Makes the lists of a workspace; nothing is read yet.
    ///
    /// - Parameters:
    ///   - workspace: The path of its folder.
    ///   - limits: The bounds on what is asked of it.
    ///   - commandAge: How old what a command wrote may be until it is run again.
    public init(workspace: String, limits: WorkspaceLimits = WorkspaceLimits(), commandAge: Duration = .seconds(30)) {
        self.workspace = workspace
        self.limits = limits
        self.commandAge = commandAge
    }

    /// Looks at sources, all at once.
    ///
    /// - Parameters:
    ///   - sources: Where to look.
    ///   - language: The language in which the values are spoken of.
    /// - Returns: What was found. That a source fails, or is cancelled, is no error: its last good values stay.
    public func read(_ sources: [ListSource], language: String) async -> Findings {
        let sources = Set(sources)
        let before = known
        var findings = Findings()
        await withTaskGroup(of: (ListSource, Result<Known, any Error>).self) { group in
            for source in sources {
                let last = before[Key(source: source, language: language)]
                group.addTask { [self] in
                    do {
                        return (source, .success(try await look(at: source, language: language, last: last)))
                    } catch {
                        return (source, .failure(error))
                    }
                }
            }
            for await (source, result) in group {
                let key = Key(source: source, language: language)
                switch result {
                case .success(let found): known[key] = found
                case .failure(let error):
                    if let error = error as? WorkspaceError { findings.problems[source] = error }
                }
                if let values = known[key]?.values { findings.values[source] = values }
            }
        }
        return findings
    }

    @concurrent
    private nonisolated func look(at source: ListSource, language: String, last: Known?) async throws -> Known {
        let names = SpokenName(language: language)
        let git = GitRepository(folder: workspace, limits: limits)
        switch source {
        case .files(let patterns): return Known(values: names.values(of: try await files(matching: patterns)))
        case .gitBranches: return Known(values: names.values(ofBranches: try await git.branches()))
        case .gitAuthors: return Known(values: names.values(ofAuthors: try await git.authors()))
        case .command(let arguments):
            if let last, let time = last.time, ContinuousClock.now - time < commandAge { return last }
            let reader = CommandReader(workspace: workspace, limits: limits, names: names)
            return Known(values: try await reader.values(of: arguments), time: .now)
        case .recipes(let tool): return try recipes(of: tool, names: names, last: last)
        case .symbols(let kinds, let patterns):
            return try await symbols(kinds: kinds, matching: patterns, names: names, last: last)
        }
    }

    private nonisolated func files(matching patterns: [String]) async throws -> [WorkspaceFile] {
        try await FileReader(workspace: workspace, limits: limits).files(matching: patterns)
    }

    private nonisolated func symbols(
        kinds: [String],
        matching patterns: [String],
        names: SpokenName,
        last: Known?
    ) async throws -> Known {
        var states: [String: FileState] = [:]
        let files = try await files(matching: patterns).filter { file in
            guard !file.isFolder, let state = FileState("\(workspace)/\(file.path)"), state.kind == .file,
                state.size <= SymbolReader.largestFile
            else { return false }
            states[file.path] = state
            return true
        }
        if let last, last.files == states { return last }
        let reader = SymbolReader(workspace: workspace, limits: limits)
        let symbols = try await reader.symbols(in: files, kinds: kinds)
        return Known(values: names.values(ofSymbols: symbols), files: states)
    }

    private nonisolated func recipes(of tool: RecipeTool?, names: SpokenName, last: Known?) throws -> Known {
        let files = RecipeFiles(workspace: workspace)
        let states = files.states(of: tool)
        if let last, last.files == states { return last }
        let recipes = try files.recipes(of: tool)
        return Known(values: names.values(ofRecipes: Array(recipes.prefix(limits.values))), files: states)
    }
}
