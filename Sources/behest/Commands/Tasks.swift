internal import ArgumentParser
internal import BehestWorkflow
internal import FoundationEssentials

/// `behest tasks`: what was done, and what waits.
struct Tasks: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show what was done and what waits; cancel it, try it again, take it back.",
        subcommands: [
            TaskList.self, TaskShow.self, TaskCancel.self, TaskRetry.self, TaskUndo.self, TaskApprove.self,
            TaskSchedules.self,
        ],
        defaultSubcommand: TaskList.self
    )
}

/// `behest tasks list`: what waits to be transcribed, and the runs, newest first.
struct TaskList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the runs, newest first, after what was said and waits for a speech endpoint."
    )

    @Option(name: .shortAndLong, help: "How many to list.")
    var number = 20

    @Flag(name: .long, help: "Write one line of JSON for each.")
    var json = false

    func validate() throws {
        guard number > 0 else { throw ValidationError("--number must be at least 1.") }
    }

    func run() async throws {
        try await reporting {
            let assembly = Assembly()
            let journal = try assembly.existingJournal()
            let runs = try await journal?.runs(limit: number) ?? []
            let waiting = try await journal?.waitingUtterances() ?? []
            guard !runs.isEmpty || !waiting.isEmpty else {
                StandardError.write("Nothing has been done yet. Try: behest say \"file a bug saying it works\"")
                return
            }
            let style = Style(isTerminal: StandardOutput.isTerminal, environment: assembly.environment)
            for utterance in waiting {
                StandardOutput.write(
                    json ? WaitingText.json(utterance) : WaitingText.line(of: utterance, style: style)
                )
            }
            for run in runs {
                StandardOutput.write(json ? RunText.json(run, tasks: nil) : RunText.line(of: run, style: style))
            }
        }
    }
}

/// `behest tasks show`: one run, whole.
struct TaskShow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "show", abstract: "Show one run with all its steps.")

    @OptionGroup var argument: RunArgument

    @Flag(name: .long, help: "Show what its agents told too, of which the beginning and the end are kept.")
    var log = false

    func run() async throws {
        try await reporting {
            let assembly = Assembly()
            let journal = try assembly.existingJournal()
            let record = try await argument.record(in: journal)
            guard let journal else { return }
            let outcome = RunOutcome(run: record, tasks: try await journal.tasks(of: record.id))
            let origin = try await RunOrigin(of: record, in: journal)
            argument.show(outcome, turns: try await journal.turns(ofRun: record.id), assembly, origin)
            guard log else { return }
            let text = TaskLogText(
                style: Style(isTerminal: StandardOutput.isTerminal, environment: assembly.environment)
            )
            for file in assembly.places.logs.files(of: record.id) {
                StandardOutput.write(argument.json ? text.json(of: file) : text.lines(of: file))
            }
        }
    }
}

extension Assembly {
    /// The journal, if there is one; showing what was done makes none.
    func existingJournal() throws -> SQLiteJournal? {
        FileManager.default.fileExists(atPath: places.journal.path) ? try journal() : nil
    }
}
