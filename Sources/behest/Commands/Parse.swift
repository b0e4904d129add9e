internal import ArgumentParser
internal import BehestGrammar

/// `behest parse`: what sentences mean by a grammar, one line of JSON for each.
struct Parse: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Tell what sentences mean by a grammar, without doing anything.",
        discussion: """
            Each line of the cases is a JSON object with the 'text' and, if anything is known beside it, the 'context'; \
            anything else in it is passed over, so that expected results can stand there too. Each line of the output \
            has the 'intent', or null, and the 'slots'.

            Sentences are read as they are written first, letter by letter. Only what is none in this way is taken by its \
            words: '16 ounce' for 'sixteen ounce'.

            Example:  echo '{"text": "turn on the lamp"}' | behest parse --grammar home.yaml --cases -

            A line that is no case gives a line with an 'error' in its place, and the exit code 1.
            """
    )

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp("Files of one grammar, in the sentence-template format.", valueName: "file")
    )
    var grammar: [String]

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp("Files whose lists take the place of the grammar's.", valueName: "file")
    )
    var lists: [String] = []

    @Option(help: ArgumentHelp("The cases; '-' for standard input.", valueName: "file"))
    var cases: String

    @Option(help: ArgumentHelp("The slot whose naming is preferred; '' for none.", valueName: "slot"))
    var bestSlot = "name"

    @Option(help: ArgumentHelp("The key of the metadata that are preferred.", valueName: "key"))
    var bestMetadata: String?

    @Flag(help: "Understand only what is written like a sentence: not '16 ounce' for 'sixteen ounce'.")
    var asWritten = false

    func run() async throws {
        try await reporting {
            let grammar = try GrammarFiles(environment: Assembly().environment).grammar(of: grammar, lists: lists)
            var failures = 0
            try CaseLines.read(cases) { number, line in
                do {
                    let spoken = try CaseLine(line)
                    StandardOutput.write(ReadingLine(match(of: spoken, in: grammar)).text)
                } catch {
                    failures += 1
                    StandardError.write("behest: Line \(number) of '\(cases)' is no case: \(error).")
                    StandardOutput.write(JSONLine.text(of: ["error": "line \(number) is no case: \(error)"]))
                }
            }
            if failures > 0 { throw ExitCode.failure }
        }
    }

    /// What a case means as it is written, or else by its words.
    private func match(of spoken: CaseLine, in grammar: Grammar) -> Match? {
        let preference = ReadingPreference(slot: bestSlot.isEmpty ? nil : bestSlot, metadataKey: bestMetadata)
        func match(asWritten: Bool) -> Match? {
            grammar.matches(
                of: spoken.text,
                context: spoken.context,
                preferring: preference,
                asWritten: asWritten
            ).first
        }
        return match(asWritten: true) ?? (asWritten ? nil : match(asWritten: false))
    }
}
