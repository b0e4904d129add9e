internal import ArgumentParser
internal import BehestGrammar
internal import BehestPipeline
internal import BehestSpeech
internal import BehestWorkflow
internal import BehestWorkspace
internal import FoundationEssentials

/// `behest grammar`: tools for those who write packs.
struct GrammarCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "grammar",
        abstract: "Tools for those who write grammar packs.",
        subcommands: [
            GrammarCheck.self, GrammarTest.self, GrammarSample.self, GrammarExplain.self, GrammarTime.self,
        ]
    )
}

/// `behest grammar check`: every mistake of some packs, with its place.
struct GrammarCheck: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Find every mistake in packs, and what looks like one.",
        discussion: """
            Without arguments it checks the packs that Behest uses: your own and the shipped ones. Warned of are rules and \
            lists that no sentence uses, sentences that can never be meant, sentences that two intents claim, and names and \
            sentences that sound too alike to tell apart.

            Exit code 1 when there is a mistake; a warning is none, unless --strict is given.
            """
    )

    @Argument(help: ArgumentHelp("Pack files, or folders of them.", valueName: "file|folder"))
    var paths: [String] = []

    @Option(
        name: .long,
        help: ArgumentHelp("The folder that lists are filled from; otherwise the current one.", valueName: "folder")
    )
    var workspace: String?

    @Flag(name: .long, help: "Take warnings for mistakes.")
    var strict = false

    func run() async throws {
        try await reporting {
            let assembly = Assembly()
            let paths = assembly.packPaths(paths)
            guard !paths.isEmpty else { throw NoPacks(folder: assembly.places.userGrammars.path) }
            let lists = WorkspaceLists(workspace: assembly.workspace(workspace).path)
            let agents = assembly.signatures(assembly.usualConfiguration)
            var (library, findings) = await PackLibrary.read(paths, agents: agents, lists: lists)
            var notes: [String] = []
            if let library {
                let review = await Self.review(library, by: assembly.pronouncer)
                findings.diagnostics += review.warnings
                notes = review.notes
            }
            FindingsText(environment: assembly.environment).show(findings)
            for note in notes { StandardError.write("behest: \(note)") }
            guard let library else { throw ExitCode.failure }
            guard !strict || findings.diagnostics.isEmpty else { throw ExitCode.failure }
            let grammar = library.grammar
            let packs = library.files.count == 1 ? "The pack is sound" : "All \(library.files.count) packs are sound"
            let counts = [
                Self.count(grammar.intents.count, "intent"), Self.count(grammar.sentenceCount, "sentence"),
                Self.count(grammar.wordCount, "word"),
            ]
            StandardOutput.write("\(packs): \(counts.joined(separator: ", ")).")
        }
    }

    /// What looks wrong in packs that can be used.
    private static func review(_ library: PackLibrary, by pronouncer: some Pronouncer) async -> GrammarReview {
        let sounds = await SoundIndex(grammar: library.grammar, pronouncer: pronouncer)
        return GrammarReview(of: library.packs, compiled: library.grammar, sounds: sounds)
    }

    private static func count(_ number: Int, _ noun: String) -> String {
        "\(number) \(noun)\(number == 1 ? "" : "s")"
    }
}
