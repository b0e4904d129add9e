internal import ArgumentParser
internal import BehestAudio
internal import BehestPipeline

/// `behest grammar explain`: what was considered for an utterance, and why it was taken or refused.
struct GrammarExplain: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Show what was considered for some words, and why it was taken or refused.",
        discussion: """
            Takes words, or with --audio a recording. Nothing is kept and nothing is done. Of words that were typed nothing \
            is known but how they are written: what only sounds like a sentence is then asked about at most.
            """
    )

    @Argument(help: "The words, as one argument or several.")
    var words: [String] = []

    @Option(name: .long, help: ArgumentHelp("A recording to explain instead of words.", valueName: "file"))
    var audio: String?

    @Option(name: .long, help: "The recogniser: base (more accurate), tiny (quicker), or tiny-then-base.")
    var model = ModelChoice.base

    @OptionGroup var options: UnderstandingOptions

    func validate() throws {
        guard words.isEmpty != (audio == nil) else {
            throw ValidationError("Give the words, or a recording with --audio.")
        }
    }

    func run() async throws {
        try await reporting {
            let assembly = Assembly()
            let library = try await assembly.packs(options)
            let hearing = audio == nil ? nil : try assembly.hearing(model.sizes)
            let pipeline = assembly.pipeline(
                options,
                library: library,
                hearing: hearing,
                lastResort: try assembly.lastResort(options, library: library),
                records: nil,
                stage: .plan
            )
            let text = ExplanationText(
                style: Style(isTerminal: StandardOutput.isTerminal, environment: assembly.environment)
            )
            func show(_ report: UtteranceReport) {
                StandardOutput.write(
                    options.json ? ReportJSON(report).line : text.lines(of: report).joined(separator: "\n")
                )
            }
            if let audio {
                for try await report in pipeline.commands(in: AudioFile(path: audio)) { show(report) }
            } else {
                show(try await pipeline.process(typed: words.joined(separator: " ")))
            }
        }
    }
}
