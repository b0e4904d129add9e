internal import ArgumentParser
internal import BehestPipeline

/// `behest say`: a command that is typed instead of spoken.
struct Say: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Do what the words say, without a microphone.",
        discussion: "The words take the same way as those of a recording, from the grammar on."
    )

    @Argument(help: "The words, as one argument or several.")
    var words: [String]

    @OptionGroup var configuration: ConfigurationOptions

    @OptionGroup var options: UnderstandingOptions

    @OptionGroup var deferral: DeferralOptions

    @OptionGroup var watching: WatchingOptions

    func validate() throws {
        try deferral.validate(with: options)
        try watching.validate(with: options)
    }

    func run() async throws {
        try await reporting {
            let assembly = Assembly()
            let configuration = try assembly.configuration(configuration)
            let library = try await assembly.packs(options)
            let lastResort = try assembly.lastResort(options, library: library)
            let records = try assembly.records(options, configuration, observer: watching.observer(options, assembly))
            let pipeline = assembly.pipeline(
                options,
                library: library,
                hearing: nil,
                lastResort: lastResort,
                records: records,
                stage: deferral.stage(options)
            )
            let printer = Printer(options, fileCount: 1, environment: assembly.environment)
            try await assembly.working(with: records) {
                let report = try await pipeline.process(typed: words.joined(separator: " "))
                printer.show(report)
                let outcome = Outcome(report)
                if outcome != .done { throw outcome.exitCode }
            }
        }
    }
}
