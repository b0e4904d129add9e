internal import ArgumentParser
internal import BehestWorkflow

/// How much is shown of what agents tell while they are at work.
struct WatchingOptions: ParsableArguments {
    @Flag(name: .long, help: "Write what agents tell on standard error, a line for each of theirs.")
    var verbose = false

    @Flag(name: .long, help: "With --json, write a line of JSON for what agents tell too, as it happens.")
    var events = false

    func validate(with options: UnderstandingOptions) throws {
        if events, !options.json { throw ValidationError("--events writes lines of JSON: give --json too.") }
        if verbose, events {
            throw ValidationError("--verbose and --events are two ways to show the same: choose one.")
        }
    }

    /// Who shows it; `nil` when nobody is to see it.
    ///
    /// - Parameters:
    ///   - options: what else was asked for.
    ///   - assembly: knows the environment.
    ///   - hasRoom: whether nothing else is drawn at the bottom of the terminal.
    /// - Returns: what shows it; `nil` when nothing is to be shown.
    func observer(
        _ options: UnderstandingOptions,
        _ assembly: Assembly,
        hasRoom: Bool = true
    ) -> (any RunObserver)? {
        if verbose || events { return WorkLines(isJSON: events) }
        guard hasRoom, !options.json, StandardOutput.isTerminal else { return nil }
        return assembly.environment["TERM"] == "dumb" ? nil : WorkView(environment: assembly.environment)
    }
}
