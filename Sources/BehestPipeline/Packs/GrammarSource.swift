internal import BehestGrammar
public import BehestWorkflow
public import BehestWorkspace
internal import Synchronization

/// The packs in use, kept up to date while a service runs.
///
/// ```swift
/// let (source, findings) = await GrammarSource.load(paths, agents: agents, lists: WorkspaceLists(workspace: folder))
/// // in the background:
/// await source?.run { change in show(change.findings) }
/// // for each command, without waiting:
/// let library = source?.current
/// ```
///
/// A pack that has changed is taken over if it is sound; if not, the last good ones stay and the mistakes are told. Lists
/// are filled again when what they come from has changed.
public actor GrammarSource {
    /// What a look at packs and lists has brought.
    public struct Change: Sendable {
        /// Whether there is a new library.
        public var isRenewed: Bool
        /// What is to be told: mistakes and warnings that are new.
        public var findings: PackLibrary.Findings
    }

    private let paths: [String]
    private let agents: [AgentSignature]
    private let lists: WorkspaceLists
    private nonisolated let shared: Mutex<Shared>

    private var files: PackFiles
    private var fileStates: [String: FileState]
    private var values: [ListSource: [ListSource.Value]]
    private var problems: [ListSource: WorkspaceError]
    private var isLooking = false

    private struct Shared {
        var library: PackLibrary
        var isAwaited = false
    }

    /// Reads packs and fills their lists for the first time.
    ///
    /// - Parameters:
    ///   - paths: pack files, or folders of them.
    ///   - agents: the agents that a workflow can use.
    ///   - lists: the lists of the workspace.
    /// - Returns: the source, unless there are mistakes, and the findings, warnings included.
    public static func load(
        _ paths: [String],
        agents: [AgentSignature],
        lists: WorkspaceLists
    ) async -> (source: GrammarSource?, findings: PackLibrary.Findings) {
        let states = PackFiles.states(of: paths)
        let reading = await Self.read(paths, agents: agents, lists: lists)
        guard let library = reading.library else { return (nil, reading.findings) }
        let source = GrammarSource(paths, agents: agents, lists: lists, states: states, reading, library)
        return (source, reading.findings)
    }

    private init(
        _ paths: [String],
        agents: [AgentSignature],
        lists: WorkspaceLists,
        states: [String: FileState],
        _ reading: Reading,
        _ library: PackLibrary
    ) {
        self.paths = paths
        self.agents = agents
        self.lists = lists
        files = reading.files
        fileStates = states
        values = reading.found.values
        problems = reading.found.problems
        shared = Mutex(Shared(library: library))
    }

    /// The packs as they were last found sound, with what their lists last held; it never waits.
    public nonisolated var current: PackLibrary {
        shared.withLock { $0.library }
    }

    /// Lets the lists be looked at soon: somebody begins to speak.
    public nonisolated func anticipate() {
        shared.withLock { $0.isAwaited = true }
    }

    /// Looks whether packs or lists have changed, and takes over what is sound.
    ///
    /// - Returns: what has changed or gone wrong since the last look; `nil` when there is nothing to tell.
    public func refresh() async -> Change? {
        guard !isLooking else { return nil }
        isLooking = true
        defer { isLooking = false }
        let states = PackFiles.states(of: paths)
        return states == fileStates ? await refreshLists() : await reload(states)
    }

    /// Looks again and again, until it is cancelled.
    ///
    /// Packs are looked at every second, so that a mistake shows soon after a file is saved. Lists are looked at when somebody begins to speak
    /// (``anticipate()``), and else the less often, the longer nothing has changed: after 2 to 30 seconds.
    ///
    /// - Parameters:
    ///   - clock: what tells the time.
    ///   - tell: takes what is to be told.
    public func run(
        clock: some Clock<Duration> = ContinuousClock(),
        telling tell: @Sendable (Change) async -> Void
    ) async {
        var pace = Pace()
        while (try? await clock.sleep(for: Pace.tick)) != nil {
            let isAwaited = shared.withLock { shared in
                defer { shared.isAwaited = false }
                return shared.isAwaited
            }
            switch pace.next(isAwaited: isAwaited) {
            case .rest: continue
            case .packs where PackFiles.states(of: paths) == fileStates: continue
            case .packs, .everything:
                let change = await refresh()
                pace.looked(hasFound: change != nil)
                if let change { await tell(change) }
            }
        }
    }

    private func refreshLists() async -> Change? {
        let sources = files.listSources
        guard !sources.isEmpty else { return nil }
        let found = await lists.read(sources.map(\.source), language: files.language)
        var change = Change(isRenewed: false, findings: PackLibrary.Findings(sources: files.findings.sources))
        // What went wrong before has been told.
        change.findings.add(found.problems.filter { problems[$0.key] != $0.value }, at: sources)
        problems = found.problems
        if found.values != values, let library = await Self.compile(files, found.values).library {
            values = found.values
            shared.withLock { $0.library = library }
            change.isRenewed = true
        }
        return change.isRenewed || !change.findings.diagnostics.isEmpty ? change : nil
    }

    private func reload(_ states: [String: FileState]) async -> Change {
        let reading = await Self.read(paths, agents: agents, lists: lists)
        // What has a mistake is not read again until it has changed once more.
        fileStates = states
        guard let library = reading.library else { return Change(isRenewed: false, findings: reading.findings) }
        files = reading.files
        values = reading.found.values
        problems = reading.found.problems
        shared.withLock { $0.library = library }
        return Change(isRenewed: true, findings: reading.findings)
    }
}

extension GrammarSource {
    /// Packs that have been read, with their lists.
    private struct Reading: Sendable {
        var files: PackFiles
        var found: WorkspaceLists.Findings
        var library: PackLibrary?
        var findings: PackLibrary.Findings
    }

    @concurrent
    private static func read(_ paths: [String], agents: [AgentSignature], lists: WorkspaceLists) async -> Reading {
        let files = PackFiles(paths, agents: agents)
        let sources = files.listSources
        let found = await lists.read(sources.map(\.source), language: files.language)
        var (library, findings) = files.library(filledWith: found.values)
        findings.add(found.problems, at: sources)
        return Reading(files: files, found: found, library: library, findings: findings)
    }

    @concurrent
    private static func compile(
        _ files: PackFiles,
        _ values: [ListSource: [ListSource.Value]]
    ) async -> (library: PackLibrary?, findings: PackLibrary.Findings) {
        files.library(filledWith: values)
    }
}
