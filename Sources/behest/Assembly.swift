internal import BehestAgents
internal import BehestAudio
internal import BehestGrammar
internal import BehestInference
internal import BehestPipeline
internal import BehestSpeech
internal import BehestWorkflow
internal import BehestWorkspace
internal import FoundationEssentials

/// The one place where the concrete parts are put together.
struct Assembly {
    let environment = ProcessInfo.processInfo.environment
    /// What agents can do, as they are configured.
    func signatures(_ configuration: Configuration) -> [AgentSignature] { agents(configuration).signatures }

    var places: Places { Places(environment: environment) }

    /// What says how words sound.
    var pronouncer: EspeakPronouncer {
        EspeakPronouncer(cache: EspeakPronouncer.cacheFolder(environment: environment)) {
            StandardError.write("behest: \($0)")
        }
    }

    /// What is tried with words that are no sentence; nothing unless a chat endpoint is named.
    ///
    /// - Throws: `ProposerError` when the endpoint cannot be used as it is named.
    func lastResort(_ options: UnderstandingOptions, library: PackLibrary) throws -> LastResort? {
        try options.chat.endpoint(environment: environment).map {
            LastResort(ChatProposer($0), packs: library.packs, grammar: library.grammar)
        }
    }

    /// Puts the pipeline of a command together, to go as far as the options say or as is asked.
    func pipeline(
        _ options: UnderstandingOptions,
        library: PackLibrary,
        hearing: CommandPipeline.Hearing?,
        lastResort: LastResort?,
        records: CommandPipeline.Records?,
        stage: CommandPipeline.Stage? = nil
    ) -> CommandPipeline {
        CommandPipeline(
            hearing: hearing,
            interpreter: Interpreter(
                grammar: library.grammar,
                phonetics: Phonetics(grammar: library.grammar, pronouncer: pronouncer)
            ),
            // What is held is agreed to later, by the plan itself.
            decider: decider(options, library: library, isHeld: stage == .hold),
            lastResort: lastResort,
            records: records,
            stage: stage ?? options.stage
        )
    }

    /// The folder in which things are done, and of which is spoken.
    func workspace(_ named: String?) -> URL {
        URL(filePath: named ?? FileManager.default.currentDirectoryPath).standardizedFileURL
    }

    /// The journal, opened for writing.
    func journal() throws -> SQLiteJournal {
        try SQLiteJournal(path: places.journal.path)
    }

    /// The files and folders that the packs are read from when none are named: the user's own, then the shipped ones.
    func packPaths(_ named: [String]) -> [String] {
        if !named.isEmpty { return named }
        let own = FileManager.default.fileExists(atPath: places.userGrammars.path) ? [places.userGrammars.path] : []
        return own + [places.shippedGrammars?.path].compactMap { $0 }
    }

    /// What can be said, and what then happens, kept up to date.
    ///
    /// A list that cannot be filled is told, and empty.
    ///
    /// - Throws: ``PackProblems`` when a pack has mistakes.
    func grammarSource(
        _ options: UnderstandingOptions,
        _ configuration: Configuration
    ) async throws -> GrammarSource {
        let paths = packPaths(options.grammars)
        guard !paths.isEmpty else { throw NoPacks(folder: places.userGrammars.path) }
        let lists = WorkspaceLists(workspace: workspace(options.workspace).path)
        let agents = await confiningSignatures(configuration)
        let (source, findings) = await GrammarSource.load(paths, agents: agents, lists: lists)
        guard let source else { throw PackProblems(findings: findings) }
        showUnfilledLists(findings)
        return source
    }

    /// What can be said, and what then happens.
    ///
    /// A list that cannot be filled is told, and empty.
    ///
    /// - Throws: ``PackProblems`` when a pack has mistakes.
    func packs(
        _ options: UnderstandingOptions,
        _ configuration: Configuration? = nil
    ) async throws -> PackLibrary {
        let paths = packPaths(options.grammars)
        guard !paths.isEmpty else {
            throw NoPacks(folder: places.userGrammars.path)
        }
        let lists = WorkspaceLists(workspace: workspace(options.workspace).path)
        let agents = await confiningSignatures(configuration ?? usualConfiguration)
        let (library, findings) = await PackLibrary.read(paths, agents: agents, lists: lists)
        guard let library else { throw PackProblems(findings: findings) }
        showUnfilledLists(findings)
        return library
    }

    private func showUnfilledLists(_ findings: PackLibrary.Findings) {
        var findings = findings
        findings.diagnostics.removeAll { $0.code != PackLibrary.Findings.unfilledList }
        FindingsText(environment: environment).show(findings)
    }

    /// Where the traces of commands are kept; `nil` when the command is to leave none.
    ///
    /// - Throws: `JournalError` when the journal cannot be written; then nothing has been done.
    func records(
        _ options: UnderstandingOptions,
        _ configuration: Configuration,
        observer: (any RunObserver)? = nil
    ) throws -> CommandPipeline.Records? {
        options.stage == .end ? try records(configuration, observer: observer) : nil
    }

    /// Where the traces of commands are kept.
    ///
    /// - Parameters:
    ///   - configuration: The user's settings.
    ///   - observer: Shows what agents tell; `nil` when that is only kept.
    /// - Returns: The journal, the recordings and what carries runs out.
    /// - Throws: `JournalError` when the journal cannot be written; then nothing has been done.
    func records(_ configuration: Configuration, observer: (any RunObserver)? = nil) throws -> CommandPipeline.Records {
        let journal = try journal()
        return CommandPipeline.Records(
            archive: UtteranceArchive(folder: places.recordings),
            journal: journal,
            dispatcher: Dispatcher(
                journal: journal,
                agents: agents(configuration, turns: JournalTurnLog(journal)),
                observer: observer.map { RunObservers([places.logs, $0]) } ?? places.logs
            )
        )
    }
}

/// There is nothing to understand by.
struct NoPacks: Error, CustomStringConvertible {
    var folder: String

    var description: String {
        "There are no grammar packs. Put one into '\(folder)', or name one with --grammars."
    }
}

/// Packs that cannot be used.
struct PackProblems: Error, CustomStringConvertible {
    var findings: PackLibrary.Findings

    var description: String { "The grammar cannot be used; mend the mistakes above." }
}
