internal import ArgumentParser
internal import BehestAudio
internal import BehestGrammar
internal import BehestPipeline
internal import BehestSpeech

/// `behest listen`: commands as they are spoken.
struct Listen: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Do what is said at the microphone.",
        discussion: """
            Listens until Ctrl-C. A command is done soon after it has been said: at once when it is whole, a little later \
            when more may follow. 'behest devices' lists the microphones, and '--try' shows whether one hears.

            Examples:  behest listen
                       behest listen --from samples/run-the-tests.flac --realtime
                       arecord -t raw -f S16_LE -r 16000 | behest listen --from -
            """
    )

    @Option(help: ArgumentHelp("The microphone to listen to.", valueName: "name"))
    var device: String?

    @Option(
        help: ArgumentHelp(
            "A recording to play instead of a microphone, or '-' for samples on standard input (16 bits, one channel, 16 kHz).",
            valueName: "file"
        )
    )
    var from: String?

    @Flag(help: "Play the recording at the speed at which it was spoken.")
    var realtime = false

    @Flag(help: "Write only lines, one after the other, such as for a screen reader.")
    var plain = false

    @Flag(help: "Neither speak nor play sounds nor show notifications; so it is with '--from'.")
    var quiet = false

    @OptionGroup(title: "When to listen") var listening: ListeningOptions

    @OptionGroup var configuration: ConfigurationOptions

    @OptionGroup var options: UnderstandingOptions

    @Option(name: .long, help: "The recogniser: base (more accurate), tiny (quicker), or tiny-then-base.")
    var model = ModelChoice.base

    func validate() throws {
        guard from == nil || device == nil else {
            throw ValidationError("Either '--device' or '--from', not both.")
        }
        guard from != nil || !realtime else { throw ValidationError("'--realtime' goes with '--from FILE'.") }
        if let from, from != "-", !realtime {
            throw ValidationError(
                "Add '--realtime' to play '\(from)' as if it were spoken now, or use 'behest run \(from)', which takes no "
                    + "longer than it must."
            )
        }
    }

    func run() async throws {
        try await reporting {
            let assembly = Assembly()
            // Whatever may be wrong shows before the journal is touched.
            let source = try Self.source(device: device, from: from, isPatient: false)
            let configuration = try assembly.configuration(configuration)
            let settings = try listening.settings(configuration.listening)
            guard options.stage == .end else {
                let recognition = try assembly.recognition(model.sizes, configuration.transcription)
                return try await show(source, recognition, settings, assembly)
            }
            let grammars = try await assembly.grammarSource(options, configuration)
            let recognition = try assembly.recognition(model.sizes, configuration.transcription) {
                grammars.current.packs.flatMap(\.vocabulary)
            }
            let language = grammars.current.grammar.language
            let wakening = try assembly.wakening(settings, embedded: recognition.embedded, language: language)
            guard let records = try assembly.records(options, configuration) else { return }
            let view = view(assembly, wakening) { SampleSentences(packs: grammars.current.packs).sentences }
            // A key is a person's, and none may be lost.
            let (keys, pressing) = AsyncStream.makeStream(of: DialogueEvent.Key.self, bufferingPolicy: .unbounded)
            let isQuiet = quiet || from != nil
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
                answers: view,
                voice: voice
            )
            let conversation = live.conversation
            let work: @Sendable () async throws -> Void = {
                try await live.alone {
                    try await withThrowingTaskGroup { group in
                        group.addTask { await live.followPacks() }
                        group.addTask { try await live.take(keys) }
                        group.addTask { try await live.listen(to: source) { view.show($0) } }
                        try await Self.work(live, view)
                        group.cancelAll()
                        try await group.waitForAll()
                    }
                }
            }
            do {
                try await interruptible {
                    try await view.during(
                        question: { await conversation.question },
                        act: { try await Self.act(on: $0, live, view) },
                        work: work
                    )
                }
            } catch {
                await voice?.finish()
                throw error
            }
            await voice?.finish()
        }
    }

    /// Does what is ordered, and tries again what no endpoint could hear, until the conversation is finished or one of them fails.
    private static func work(_ live: LiveConversation, _ view: ListenView) async throws {
        try await withThrowingTaskGroup(of: Bool.self) { group in
            group.addTask {
                try await live.recover { view.show($0) }
                return false
            }
            group.addTask {
                try await live.work { view.show($0) }
                return true
            }
            while let isDone = try await group.next(), !isDone {}
            group.cancelAll()
        }
    }

    /// Shows what would be done about what is said; nobody is asked, and nothing is kept.
    private func show(
        _ source: any LiveSource,
        _ recognition: Recognition,
        _ settings: Configuration.Listening,
        _ assembly: Assembly
    ) async throws {
        let hearing = recognition.hearing
        let library = try await assembly.packs(options)
        let lastResort = try assembly.lastResort(options, library: library)
        let pipeline = assembly.pipeline(
            options,
            library: library,
            hearing: hearing,
            lastResort: lastResort,
            records: nil
        )
        let language = library.grammar.language
        let wakening = try assembly.wakening(settings, embedded: recognition.embedded, language: language)
        let view = view(assembly, wakening) { SampleSentences(packs: library.packs).sentences }
        let listener = Listener(
            pipeline: pipeline,
            hearing: hearing,
            control: wakening.control,
            wakePhrase: wakening.phrase
        )
        try await interruptible {
            try await view.during {
                nil
            } act: { key in
                if key == .help { view.help() }
            } work: {
                for ear in hearing.ears { try await ear.transcriber.prepare() }
                try await wakening.phrase?.prepare()
                try await assembly.controllable(by: wakening) {
                    try await withLiveSound(from: source) { ring in
                        try await listener.listen(to: ring.events(), sourceName: source.name) { view.show($0) }
                    }
                }
            }
        }
    }

    private func view(
        _ assembly: Assembly,
        _ wakening: Wakening,
        sentences: @escaping @Sendable () -> [SampleSentences.Sentence]
    ) -> ListenView {
        let environment = assembly.environment
        let manner = ListenManner(
            isPlain: plain,
            isJSON: options.json,
            isTerminal: StandardOutput.isTerminal,
            environment: environment
        )
        let printer = ConversationPrinter(
            isJSON: options.json,
            manner: manner,
            environment: environment,
            sentences: sentences
        )
        return ListenView(
            printer,
            manner: manner,
            environment: environment,
            examples: sentences().map(\.text),
            wakening: wakening
        )
    }

    private static func act(on key: ListenKey, _ live: LiveConversation, _ view: ListenView) async throws {
        switch key {
        case .confirm: try await live.take(.confirm)
        case .cancel: try await live.take(.cancel)
        case .stopAll: try await live.take(.stopAll)
        case .again: try await live.take(.again)
        case .help: view.help()
        case .talk, .mute, .end: break
        }
    }

    /// Where the sound comes from.
    ///
    /// - Throws: `AudioError` when samples on standard input cannot be read as they are named.
    static func source(device: String?, from: String?, isPatient: Bool) throws -> any LiveSource {
        switch from {
        case nil: Microphone(device: device ?? "default", isPatient: isPatient)
        case "-": try RawInput()
        case let file?: PacedFile(path: file)
        }
    }
}
