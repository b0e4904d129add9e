internal import ArgumentParser
internal import BehestAudio
internal import BehestPipeline

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

    @OptionGroup var options: UnderstandingOptions

    @Option(name: .long, help: "The recogniser: base (more accurate) or tiny (quicker).")
    var model = ModelChoice.base

    func run() async throws {
        try await reporting {
            let files = try RecordingList(paths: paths)
            let assembly = try Assembly(options)
            let pipeline = try await assembly.pipeline(model: model.size)
            let session = RunSession(pipeline: pipeline, printer: assembly.printer(fileCount: files.paths.count))
            try await interruptible {
                try await session.process(files)
            }
        }
    }
}
