internal import ArgumentParser
internal import BehestGrammar
internal import BehestPipeline
internal import BehestWorkflow
internal import BehestWorkspace
internal import FoundationEssentials

/// `behest grammar`: tools for those who write packs.
struct GrammarCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "grammar",
        abstract: "Tools for those who write grammar packs.",
        subcommands: [GrammarCheck.self, GrammarTest.self, GrammarSample.self, GrammarTime.self]
    )
}

/// `behest grammar check`: every mistake of some packs, with its place.
struct GrammarCheck: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Find every mistake in packs.",
        discussion: "Without arguments it checks the packs that Behest uses: your own and the shipped ones."
    )

    @Argument(help: ArgumentHelp("Pack files, or folders of them.", valueName: "file|folder"))
    var paths: [String] = []

    @Option(
        name: .long,
        help: ArgumentHelp("The folder that lists are filled from; otherwise the current one.", valueName: "folder")
    )
    var workspace: String?

    func run() async throws {
        try await reporting {
            let assembly = Assembly()
            let paths = assembly.packPaths(paths)
            guard !paths.isEmpty else { throw NoPacks(folder: assembly.places.userGrammars.path) }
            let lists = WorkspaceLists(workspace: assembly.workspace(workspace).path)
            let agents = assembly.agents.signatures
            let (library, findings) = await PackLibrary.read(paths, agents: agents, lists: lists)
            FindingsText(environment: assembly.environment).show(findings)
            guard let library else { throw ExitCode.failure }
            let grammar = library.grammar
            let packs = library.files.count == 1 ? "The pack is sound" : "All \(library.files.count) packs are sound"
            let counts = [
                Self.count(grammar.intents.count, "intent"), Self.count(grammar.sentenceCount, "sentence"),
                Self.count(grammar.wordCount, "word"),
            ]
            StandardOutput.write("\(packs): \(counts.joined(separator: ", ")).")
        }
    }

    private static func count(_ number: Int, _ noun: String) -> String {
        "\(number) \(noun)\(number == 1 ? "" : "s")"
    }
}
