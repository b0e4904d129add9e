internal import ArgumentParser
internal import BehestAudio
internal import BehestPipeline
internal import BehestSpeech

/// `behest wake-phrase`: how well a phrase is told from other speech.
struct WakePhraseTrial: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "wake-phrase",
        abstract: "Try a wake phrase on recordings.",
        discussion: """
            Shows for each utterance of the recordings how unlike the phrase its beginning sounds, from 0, whether that is \
            near enough to wake Behest, and what was heard. Nothing is kept.

            Example:  behest wake-phrase "hey behest" my-voice.flac somebody-else.flac

            Exits with 1 when a recording cannot be read.
            """
    )

    @Argument(help: "The phrase, in one to five words.")
    var phrase: String

    @Argument(help: ArgumentHelp("Recordings.", valueName: "file"))
    var files: [String]

    @Option(help: ArgumentHelp("The phrase's language.", valueName: "code"))
    var language = "en"

    @Flag(name: .long, help: "Write one line of JSON for each utterance.")
    var json = false

    private struct Row: Encodable {
        var file: String
        var start: Double
        var wakes: Bool
        var isAlone: Bool
        var cost: Double?
        var difference: Double?
        var heard: String
    }

    func run() async throws {
        try await reporting {
            let assembly = Assembly()
            let recognition = try assembly.recognition([.tiny], Configuration.Transcription())
            let phrase = try assembly.wakePhrase(phrase, embedded: recognition.embedded, language: language)
            try await phrase.prepare()
            for file in files {
                let reader = UtteranceReader(AudioFile(path: file), detection: recognition.hearing.detection) { "" }
                while let utterance = try await reader.next() {
                    show(try await phrase.likeness(of: utterance), utterance, file)
                }
            }
        }
    }

    private func show(_ likeness: WakePhrase.Likeness, _ utterance: Utterance, _ file: String) {
        let row = Row(
            file: file,
            start: utterance.start / .seconds(1),
            wakes: likeness.isPhrase,
            isAlone: likeness.isPhrase && likeness.isAlone,
            cost: likeness.cost.map { ($0 * 1_000).rounded() / 1_000 },
            difference: likeness.difference.map { ($0 * 1_000).rounded() / 1_000 },
            heard: likeness.heard
        )
        guard !json else { return StandardOutput.write(JSONLine.text(of: row)) }
        let cost = row.cost.map { "\($0)" } ?? "-"
        StandardOutput.write("\(row.wakes ? "wakes" : "no   ")  \(cost)  \(file): \(row.heard.visible)")
    }
}
