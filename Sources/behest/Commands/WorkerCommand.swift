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
            one of them. 'behest serve' does the same beside everything else. Ctrl-C ends it.
            """
    )

    @OptionGroup var configuration: ConfigurationOptions

    @Option(name: .long, help: ArgumentHelp("How many runs are done at the same time.", valueName: "number"))
    var atOnce = Dispatcher.usualRunsAtOnce

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
            let records = try assembly.records(try assembly.configuration(configuration))
            let style = Style(isTerminal: StandardOutput.isTerminal, environment: assembly.environment)
            try await interruptible {
                // Held until the work is done: others see that somebody is at work.
                var lock = try JournalLock(journalPath: assembly.places.journal.path)
                RecoveryText.show(lock.isAlone ? try await records.dispatcher.refuseLeftovers() : [])
                lock.share()
                try await records.dispatcher.attend(until: untilIdle ? .idle : .cancelled, atOnce: atOnce) { outcome in
                    StandardOutput.write(
                        json
                            ? RunText.json(outcome.run, tasks: outcome.tasks)
                            : RunText.line(of: outcome.run, style: style)
                    )
                }
                _ = consume lock
            }
        }
    }
}
