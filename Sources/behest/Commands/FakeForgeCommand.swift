internal import ArgumentParser
internal import BehestFakes
internal import Logging
internal import ServiceLifecycle
internal import UnixSignals

/// `behest fake-forge`: a forge to try packs against.
struct FakeForgeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fake-forge",
        abstract: "Serve a forge that is none, to try packs against.",
        discussion: """
            Speaks as GitHub (/api/v3), GitLab (/api/v4), and Forgejo and Gitea (/api/v1) do, on 127.0.0.1 alone, with one \
            repository that is gone when it ends. Its address is the first line that it writes. Webhooks can be sent to \
            /hooks/NAME.

            GET /_fake/state shows what it has, POST /_fake/faults with such as {"loseAnswers": 1} lets it fail while it \
            runs, POST /_fake/issues with {"count": 100} makes issues.
            """
    )

    @Option(help: ArgumentHelp("The port; 0 for any that is free.", valueName: "number"))
    var port = 0

    @Option(help: ArgumentHelp("Its one repository.", valueName: "owner/name"))
    var repository = "behest/fake"

    @Option(help: "The token that it takes.")
    var token = "fake-token"

    @Option(help: ArgumentHelp("How many issues it has to begin with.", valueName: "count"))
    var issues = 0

    @Option(
        help: ArgumentHelp("Make so many changes and drop the connection instead of answering.", valueName: "count")
    )
    var loseAnswers = 0

    @Option(help: ArgumentHelp("Make so many changes and never answer.", valueName: "count"))
    var hang = 0

    @Option(help: ArgumentHelp("Break off so many answers in the middle.", valueName: "count"))
    var halfAnswers = 0

    @Option(help: ArgumentHelp("Answer so often with something that is no JSON.", valueName: "count"))
    var garbage = 0

    @Option(help: ArgumentHelp("Fail with this status; see --every.", valueName: "status"))
    var fail: Int?

    @Option(
        help: ArgumentHelp("Which requests fail with --fail: every first, second, third one …", valueName: "number")
    )
    var every = 1

    @Option(help: ArgumentHelp("Answer at most so many requests in a minute.", valueName: "count"))
    var rateLimit = 0

    @Option(help: ArgumentHelp("Take so long for each answer.", valueName: "seconds"))
    var slow = 0.0

    @Flag(help: "Take no files.")
    var refuseFiles = false

    func validate() throws {
        guard (0...65_535).contains(port) else { throw ValidationError("'--port' is a number from 0 to 65535.") }
        let counts = [issues, loseAnswers, hang, halfAnswers, garbage, rateLimit]
        guard counts.allSatisfy({ (0...100_000).contains($0) }), every >= 1, (0...3_600).contains(slow) else {
            throw ValidationError("Counts are from 0 to 100000, '--every' from 1, and '--slow' at most 3600 seconds.")
        }
        guard fail.map({ (300...599).contains($0) }) ?? true else {
            throw ValidationError("'--fail' is a status from 300 to 599, such as 500.")
        }
    }

    func run() async throws {
        try await reporting {
            let forge = FakeForge(repository: repository, token: token, faults: faults, refusesFiles: refuseFiles)
            forge.seed(issues)
            let server = FakeForgeServer(forge, port: port) { port in
                StandardOutput.write("http://127.0.0.1:\(port)")
                StandardError.write("\(help(port))")
            }
            var configuration = ServiceGroupConfiguration(
                services: [server],
                gracefulShutdownSignals: [.sigterm, .sigint],
                logger: Logger(label: "behest.fake") { _ in SwiftLogNoOpLogHandler() }
            )
            // What hangs on purpose is not waited for.
            configuration.maximumGracefulShutdownDuration = .seconds(1)
            try await ServiceGroup(configuration: configuration).run()
        }
    }

    private var faults: FakeFaults {
        var faults = FakeFaults()
        faults.loseAnswers = loseAnswers
        faults.hang = hang
        faults.halfAnswers = halfAnswers
        faults.garbage = garbage
        faults.failure = fail ?? 0
        faults.every = every
        faults.perMinute = rateLimit
        faults.delay = slow
        return faults
    }

    /// What is written into the configuration to try it.
    private func help(_ port: Int) -> String {
        """
        For your configuration, with FORGE_TOKEN=\(token) in the environment:
          tracker: {kind: forgejo, url: "http://127.0.0.1:\(port)", repository: \(repository), token: {environment: FORGE_TOKEN}}
        """
    }
}
