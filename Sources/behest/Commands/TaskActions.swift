internal import ArgumentParser
internal import BehestPipeline
internal import BehestWorkflow

/// A run as a person names it.
struct RunArgument: ParsableArguments {
    @Argument(help: "The run, or as many letters of its name as tell it from the others.")
    var run: String

    @Flag(name: .long, help: "Write it as a line of JSON.")
    var json = false

    /// The run in a journal.
    ///
    /// - Throws: `JournalError` when there is none of that name, or several.
    func record(in journal: (any Journal)?) async throws -> RunRecord {
        let found = try await journal?.runs(withPrefix: run) ?? []
        guard let record = found.first else {
            throw JournalError(.notFound, "There is no run '\(run)'. See 'behest tasks list'.")
        }
        guard found.count == 1 else {
            throw JournalError(.notFound, "Several runs begin with '\(run)'. Give more of its name.")
        }
        return record
    }

    /// Carries a run out and shows it.
    ///
    /// - Throws: `ExitCode.failure` when it does not succeed; `JournalError`; `CancellationError`.
    func perform(_ run: RunRecord, _ records: CommandPipeline.Records, _ assembly: Assembly) async throws {
        let outcome = try await records.dispatcher.perform(run.id)
        show(outcome, assembly)
        if outcome.run.state != .succeeded { throw ExitCode.failure }
    }

    func show(
        _ outcome: RunOutcome,
        turns: [AgentTask.ID: [TeamTurn]] = [:],
        _ assembly: Assembly,
        _ origin: RunOrigin = RunOrigin()
    ) {
        let style = Style(isTerminal: StandardOutput.isTerminal, environment: assembly.environment)
        StandardOutput.write(
            json
                ? RunText.json(outcome.run, tasks: outcome.tasks, turns: turns, origin)
                : RunText.lines(of: outcome.run, tasks: outcome.tasks, turns: turns, origin, style: style)
                    .joined(separator: "\n")
        )
    }
}

/// `behest tasks cancel`: gives a run up, whichever process is at it.
struct TaskCancel: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cancel",
        abstract: "Give a run up, whichever process is at it.",
        discussion: """
            What is being done is stopped, with all that it has started. Steps that are there for that case \
            ('if: always()', 'if: cancelled()') are then done. It returns when the run has come to its end.
            """
    )

    @OptionGroup var argument: RunArgument
    @OptionGroup var configuration: ConfigurationOptions

    func run() async throws {
        try await reporting {
            let assembly = Assembly()
            let run = try await argument.record(in: assembly.existingJournal())
            guard !run.state.isFinal else {
                throw JournalError(
                    .conflict,
                    "The run '\(run.id)' has come to its end already: it is \(run.state.rawValue)."
                )
            }
            let records = try assembly.records(try assembly.configuration(configuration))
            try await interruptible {
                try await records.journal.requestCancellation(
                    of: run.id,
                    because: "It was cancelled with 'behest tasks cancel'"
                )
                argument.show(try await records.dispatcher.giveUp(run.id), assembly)
            }
        }
    }
}

/// `behest tasks retry`: takes a run up again where it failed.
struct TaskRetry: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retry",
        abstract: "Take a run up again where it failed.",
        discussion: """
            Steps that were done are not done again; what they returned is used. Steps that are tried anew tell the world \
            by their old key that they are the same, so that what happened already does not happen twice.
            """
    )

    @OptionGroup var argument: RunArgument
    @OptionGroup var configuration: ConfigurationOptions

    @Option(name: .long, help: ArgumentHelp("Begin with this step, also if it was done.", valueName: "step"))
    var from: String?

    func run() async throws {
        try await reporting {
            let assembly = Assembly()
            let run = try await argument.record(in: assembly.existingJournal())
            let records = try assembly.records(try assembly.configuration(configuration))
            try await assembly.working(with: records) {
                let resumed = try await records.dispatcher.resume(run.id, from: from)
                try await argument.perform(resumed, records, assembly)
            }
        }
    }
}

/// `behest tasks undo`: takes back what a run has done.
struct TaskUndo: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "undo",
        abstract: "Take back what a run has done, by the 'undo' of its steps.",
        discussion: "The last step that was done is taken back first."
    )

    @OptionGroup var argument: RunArgument
    @OptionGroup var configuration: ConfigurationOptions

    func run() async throws {
        try await reporting {
            let assembly = Assembly()
            let run = try await argument.record(in: assembly.existingJournal())
            let records = try assembly.records(try assembly.configuration(configuration))
            try await assembly.working(with: records) {
                guard let reversal = try await records.dispatcher.reverse(run.id) else {
                    throw JournalError(
                        .conflict,
                        "No step of the run '\(run.id)' that was done says how to take it back."
                    )
                }
                try await argument.perform(reversal, records, assembly)
            }
        }
    }
}

/// `behest tasks approve`: agrees to a run that waits for it.
struct TaskApprove: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "approve",
        abstract: "Agree to a run that waits for a yes, and do it.",
        discussion: """
            Without --plan the plan is shown, with its hash, and nothing is done. With the hash exactly that plan is done. \
            A run waits for a day.
            """
    )

    @OptionGroup var argument: RunArgument
    @OptionGroup var configuration: ConfigurationOptions

    @Option(name: .long, help: ArgumentHelp("The hash of the plan that you were shown.", valueName: "hash"))
    var plan: String?

    func run() async throws {
        try await reporting {
            let assembly = Assembly()
            let run = try await argument.record(in: assembly.existingJournal())
            let hash = PlanHash.hash(of: run.plan)
            guard run.state == .held else { throw ApprovalError.notHeld(run.id, run.state) }
            guard let plan else {
                for row in PlanText.rows(of: run.plan) { StandardOutput.write("  \(row.label)  \(row.text.visible)") }
                StandardOutput.write("To do it:  behest tasks approve \(run.id) --plan \(hash)")
                return
            }
            let records = try assembly.records(try assembly.configuration(configuration))
            try await assembly.working(with: records) {
                let approved = try await records.dispatcher.approve(run.id, planHash: plan)
                try await argument.perform(approved, records, assembly)
            }
        }
    }
}
