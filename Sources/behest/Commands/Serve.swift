internal import ArgumentParser
internal import BehestAudio
internal import BehestGrammar
internal import BehestPipeline
internal import BehestSpeech
internal import BehestWorkflow
internal import FoundationEssentials
internal import Logging
internal import ServiceLifecycle
internal import UnixSignals

/// `behest serve`: the conversation as a service.
struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Stay at work in the background: listen, converse, and do what is said.",
        discussion: """
            Runs until it is told to end (SIGTERM, Ctrl-C): then it listens no more, and what is being done gets ten seconds to \
            come to its end. A microphone that is not there is waited for. What happens is logged on standard error, without \
            what was said; --json writes it all on standard output.

            samples/behest.service starts it with your session, by systemd.
            """
    )

    @Option(help: ArgumentHelp("The microphone to listen to.", valueName: "name"))
    var device: String?

    @Option(
        help: ArgumentHelp(
            "A recording to play at real speed instead of a microphone, or '-' for samples on standard input; it ends with them.",
            valueName: "file"
        )
    )
    var from: String?

    @Flag(help: "Do not listen.")
    var noMicrophone = false

    @Flag(
        help: "Neither speak nor play sounds nor show notifications; so it is with '--from' and without a microphone."
    )
    var quiet = false

    @OptionGroup(title: "When to listen") var listening: ListeningOptions

    @OptionGroup(title: "What is offered to other programs") var serving: ServerOptions

    @OptionGroup var configuration: ConfigurationOptions

    @OptionGroup var options: UnderstandingOptions

    @Option(name: .long, help: "The recogniser: base (more accurate), tiny (quicker), or tiny-then-base.")
    var model = ModelChoice.base

    func validate() throws {
        guard [device != nil, from != nil, noMicrophone].count(where: \.self) < 2 else {
            throw ValidationError("One of '--device', '--from' and '--no-microphone', not several.")
        }
        guard options.stage == .end else {
            throw ValidationError("A service does what is said. To see what would be done, use 'behest listen'.")
        }
    }

    func run() async throws {
        try await reporting {
            let assembly = Assembly()
            // Whatever may be wrong shows before the journal is touched.
            let configuration = try assembly.configuration(configuration)
            let source = try noMicrophone ? nil : Listen.source(device: device, from: from, isPatient: true)
            let settings = try listening.settings(configuration.listening)
            let offered = try serving.settings(configuration.server)
            let grammars = try await assembly.grammarSource(options, configuration)
            let recognition = try assembly.recognition(model.sizes, configuration.transcription) {
                grammars.current.packs.flatMap(\.vocabulary)
            }
            let language = grammars.current.grammar.language
            var wakening = try assembly.wakening(settings, embedded: recognition.embedded, language: language)
            wakening.isServed = true
            guard let records = try assembly.records(options, configuration) else { return }
            let logger = LineLogHandler.logger(environment: assembly.environment)
            let log = ServiceLog(logger: logger)
            let printer = ConversationPrinter(isJSON: true, environment: assembly.environment) {
                SampleSentences(packs: grammars.current.packs).sentences
            }
            let (keys, pressing) = AsyncStream.makeStream(of: DialogueEvent.Key.self, bufferingPolicy: .unbounded)
            let isQuiet = quiet || from != nil || noMicrophone
            let voice =
                try isQuiet
                ? nil
                : assembly.voice(configuration, for: grammars.current) { pressing.yield($0) }
            let live = try LiveConversation(
                options,
                assembly: assembly,
                grammars: grammars,
                recognition: recognition,
                wakening: wakening,
                records: records,
                answers: AnswersTogether(options.json ? [log, printer] : [log]),
                voice: voice
            )
            let folder = assembly.workspace(options.workspace).path
            let view = ServiceView(log: log, printer: options.json ? printer : nil)
            let servers = try await assembly.servers(
                offered,
                live,
                recognition,
                wakening,
                webhooks: try await assembly.webhookReceiver(
                    offered,
                    records,
                    grammars: grammars,
                    workspace: folder
                ),
                language: language,
                logger: logger
            )
            let services = assembly.serviceGroup(
                live,
                keys: keys,
                source: source,
                servers: servers,
                view: view,
                schedules: ScheduleService(
                    scheduler: Scheduler(records.dispatcher),
                    grammars: grammars,
                    workspace: folder,
                    logger: logger
                ),
                tidying: TidyingService(
                    tidying: assembly.tidying(records.journal),
                    keep: configuration.keep,
                    logger: logger
                ),
                logger: logger
            )
            do {
                try await live.alone { try await services.run() }
            } catch {
                await voice?.finish()
                throw error
            }
            await voice?.finish()
        }
    }
}

extension Assembly {
    /// The services of `behest serve`, each of which is shut down before those above it.
    func serviceGroup(
        _ live: LiveConversation,
        keys: AsyncStream<DialogueEvent.Key>,
        source: (any LiveSource)?,
        servers: [any Service],
        view: ServiceView,
        schedules: ScheduleService,
        tidying: TidyingService,
        logger: Logger
    ) -> ServiceGroup {
        var services: [any Service] = [
            ConversationService(live: live, view: view),
            PackService(live: live),
            KeyService(live: live, keys: keys),
            RecoveryService(live: live, view: view),
            AttendingService(dispatcher: live.records.dispatcher, view: view),
            schedules, tidying,
        ]
        services += servers.map(ServerService.init)
        if let source { services.append(ListeningService(live: live, source: source, view: view)) }
        // Last, so that it tells when all others have begun, and tells first that they end.
        services.append(ReadinessService(live: source == nil ? nil : live, manager: ServiceManager(environment)))
        var configuration = ServiceGroupConfiguration(
            services: services.map { service in
                ServiceGroupConfiguration.ServiceConfiguration(
                    service: service,
                    // A recording that is at its end ends what it began.
                    successTerminationBehavior: service is ConversationService ? .gracefullyShutdownGroup : .ignore,
                    // What is being done comes to its end though nobody can be served.
                    failureTerminationBehavior: service is ServerService ? .gracefullyShutdownGroup : .cancelGroup
                )
            },
            gracefulShutdownSignals: [.sigterm, .sigint, .sighup],
            logger: logger
        )
        configuration.maximumGracefulShutdownDuration = .seconds(10)
        return ServiceGroup(configuration: configuration)
    }
}
