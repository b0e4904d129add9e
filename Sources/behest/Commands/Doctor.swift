internal import ArgumentParser
internal import FoundationEssentials

/// `behest doctor`: what works on this machine, and how to mend what does not.
struct Doctor: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Tell what works here, and how to mend what does not.",
        discussion: "Exits with 1 when something that Behest needs does not work."
    )

    @Flag(name: .long, help: "Write one line of JSON for each check.")
    var json = false

    @OptionGroup var configuration: ConfigurationOptions

    func run() async throws {
        let assembly = Assembly()
        let style = Style(isTerminal: StandardOutput.isTerminal, environment: assembly.environment)
        var hasFailed = false
        for check in HealthCheck.all(configuration) {
            let finding = await check.examine(assembly)
            if case .broken = finding { hasFailed = true }
            StandardOutput.write(
                json ? HealthReport.json(check, finding) : HealthReport.line(check, finding, style)
            )
        }
        if hasFailed { throw ExitCode.failure }
    }
}
