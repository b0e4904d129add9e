internal import ArgumentParser
internal import BehestGrammar
internal import BehestPipeline
internal import BehestSpeech

/// `behest run`: recorded commands.
struct Run: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Do what recordings say.",
        discussion: """
            Takes files of every format that libsndfile reads (WAV, FLAC, Ogg Vorbis, Opus, MP3, AIFF …), and folders of \
            them. A file may hold several commands. A file that cannot be read is named, and the others are still done.
            """
    )

    @Argument(help: ArgumentHelp("Recordings, or folders of them.", valueName: "file|folder"))
    var paths: [String]

    @OptionGroup var configuration: ConfigurationOptions

    @OptionGroup var options: UnderstandingOptions

    @OptionGroup var deferral: DeferralOptions

    @OptionGroup var watching: WatchingOptions

    @Option(name: .long, help: "The recogniser: base (more accurate), tiny (quicker), or tiny-then-base.")
    var model = ModelChoice.base

    func validate() throws {
        try deferral.validate(with: options)
        try watching.validate(with: options)
    }

    func run() async throws {
        try await reporting {
            let assembly = Assembly()
            let files = RecordingList(paths: paths)
            // Whatever may be wrong shows before the journal is touched.
            let configuration = try assembly.configuration(configuration)
            let library = try await assembly.packs(options)
            let recognition = try assembly.recognition(model.sizes, configuration.transcription) {
                library.packs.flatMap(\.vocabulary)
            }
            let hearing = recognition.hearing
            let lastResort = try assembly.lastResort(options, library: library)
            let records = try assembly.records(
                options,
                configuration,
                observer: watching.observer(options, assembly, hasRoom: files.paths.count <= ProgressBar.most)
            )
            let session = RunSession(
                pipeline: assembly.pipeline(
                    options,
                    library: library,
                    hearing: hearing,
                    lastResort: lastResort,
                    records: records,
                    stage: deferral.stage(options)
                ),
                printer: Printer(options, fileCount: files.paths.count, environment: assembly.environment)
            )
            try await assembly.working(with: records) {
                // The model loads while the first recording is searched for speech; if it cannot be loaded, the
                // transcription says so.
                async let ready: Void? = try? await hearing.ears[0].transcriber.prepare()
                try await session.process(files)
                await ready
            }
        }
    }
}
