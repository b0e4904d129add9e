internal import ArgumentParser
internal import BehestPipeline
internal import BehestWorkflow
internal import FoundationEssentials

/// `behest worker`: carries out what is left to anybody.
struct WorkerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "worker",
        abstract: "Carry out what was recorded for later, and what a process that died has left over.",
        discussion: """
            'behest say --later' records commands without doing them; several workers share them, and each run is done by \
            one of them. What packs have a schedule for is begun as well, each time by one of them. 'behest serve' does the \
            same beside everything else. Ctrl-C ends it.
            """
    )

    @OptionGroup var configuration: ConfigurationOptions

    @Option(name: .long, help: ArgumentHelp("How many runs are done at the same time.", valueName: "number"))
    var atOnce = Dispatcher.usualRunsAtOnce

    @Option(
        name: .long,
        help: ArgumentHelp(
            "The packs whose schedules count, instead of your own and the shipped ones; may be given again.",
            valueName: "file|folder"
        )
    )
    var grammars: [String] = []

    @Option(
        name: .long,
        help: ArgumentHelp("The folder in which schedules begin work; otherwise the current one.", valueName: "folder")
    )
    var workspace: String?

    @Flag(name: .long, help: "End when there is nothing more to do.")
    var untilIdle = false

    @Flag(name: .long, help: "Write one line of JSON for each run.")
    var json = false

    func validate() throws {
        guard (1...1000).contains(atOnce) else { throw ValidationError("--at-once is a number from 1 to 1000.") }
    }

    func run() async throws {
        try await reporting {
            let assembly = Assembly()
            let configuration = try assembly.configuration(configuration)
            let records = try assembly.records(configuration)
            let style = Style(isTerminal: StandardOutput.isTerminal, environment: assembly.environment)
            try await interruptible {
                // Held until the work is done: others see that somebody is at work.
                var lock = try JournalLock(journalPath: assembly.places.journal.path)
                RecoveryText.show(lock.isAlone ? try await records.dispatcher.refuseLeftovers() : [])
                lock.share()
                let tidying = assembly.tidying(records.journal)
                await tidying.tidy(configuration.keep, telling: tell)
                try await scheduling(for: records.dispatcher, assembly, tidying, configuration) {
                    try await records.dispatcher.attend(
                        until: untilIdle ? .idle : .cancelled,
                        atOnce: atOnce,
                        warning: { StandardError.write("behest: \($0)") }
                    ) { outcome in
                        StandardOutput.write(
                            json
                                ? RunText.json(outcome.run, tasks: outcome.tasks)
                                : RunText.line(of: outcome.run, style: style)
                        )
                    }
                }
                _ = consume lock
            }
        }
    }

    /// Does some work while what has a schedule begins at its times.
    private func scheduling(
        for dispatcher: Dispatcher,
        _ assembly: Assembly,
        _ tidying: Tidying,
        _ configuration: Configuration,
        _ work: () async throws -> Void
    ) async throws {
        guard let source = await assembly.scheduleSource(grammars, configuration, workspace: workspace) else {
            return try await work()
        }
        let folder = assembly.workspace(workspace).path
        var scheduler = Scheduler(dispatcher)
        // What is due now belongs to what there is to do.
        for event in try await scheduler.look(source.current.planner, in: folder) { tell(event) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            defer { group.cancelAll() }
            if !untilIdle {
                group.addTask { [scheduler] in
                    var scheduler = scheduler
                    await scheduler.run(in: folder, by: { source.current.planner }) { result in
                        switch result {
                        case .success(let event): tell(event)
                        case .failure(let error):
                            StandardError.write("behest: Schedules begin nothing at the moment: \(error)")
                        }
                    }
                }
                group.addTask { await tidying.run(configuration.keep, telling: tell) }
                group.addTask {
                    await source.run { FindingsText(environment: assembly.environment).show($0.findings) }
                }
            }
            try await work()
        }
    }

    private func tell(_ event: Tidying.Event) {
        switch event {
        case .done(let sentence), .problem(let sentence): StandardError.write("behest: \(sentence)")
        }
    }

    private func tell(_ event: Scheduler.Event) {
        StandardError.write("behest: \(ScheduleText.sentence(event))")
    }
}
