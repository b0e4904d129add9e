internal import ArgumentParser
internal import BehestGrammar
internal import BehestPipeline

/// `behest grammar sample`: sentences that packs understand.
struct GrammarSample: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sample",
        abstract: "Show sentences that packs understand.",
        discussion: """
            Sentences by chance, or with --all every one of them: there what may be anything stands as {slot}. Sentences that ask \
            for a context are only among all of them.
            """
    )

    /// The most sentences that --all writes.
    private static let most = 10_000

    @Argument(help: ArgumentHelp("Pack files, or folders of them.", valueName: "file|folder"))
    var paths: [String] = []

    @Option(name: .long, help: "How many sentences.")
    var number = 10

    @Option(name: .long, help: "A number; the same one gives the same sentences.")
    var seed: UInt64?

    @Option(name: .long, help: ArgumentHelp("The only intent to show sentences of.", valueName: "name"))
    var intent: String?

    @Flag(name: .long, help: "Show all sentences, up to 10,000.")
    var all = false

    @Flag(name: .long, help: "Say them aloud, through espeak-ng.")
    var speak = false

    @Flag(name: .long, help: "Write one line of JSON for each sentence.")
    var json = false

    @Option(
        name: .long,
        help: ArgumentHelp("The folder that lists are filled from; otherwise the current one.", valueName: "folder")
    )
    var workspace: String?

    func validate() throws {
        guard number > 0 else { throw ValidationError("--number wants a number above zero.") }
        if all, seed != nil { throw ValidationError("--all leaves nothing to chance, so --seed contradicts it.") }
    }

    func run() async throws {
        try await reporting {
            let assembly = Assembly()
            var options = try UnderstandingOptions.parse(workspace.map { ["--workspace", $0] } ?? [])
            options.grammars = paths
            let library = try await assembly.packs(options)
            if let intent, !library.grammar.intents.contains(intent) {
                let hint = Suggestion.nearest(to: intent, in: library.grammar.intents).map { ": \($0)" } ?? "."
                throw ValidationError("There is no intent '\(intent)'\(hint)")
            }
            let (samples, isCut) = all ? list(library.packs) : (try sample(library.packs), false)
            let voice = speak ? SpokenSamples(language: library.grammar.language) : nil
            for sample in samples {
                let line = Line(text: sample.text, intent: sample.intent)
                StandardOutput.write((json ? JSONLine.text(of: line) : sample.text).visible)
                try await voice?.say(sample.text)
            }
            guard isCut else { return }
            StandardError.write(
                "behest: There are more than \(Self.most) sentences; these are the first. Name one intent with --intent."
            )
            throw ExitCode.failure
        }
    }

    private struct Line: Encodable {
        var text: String
        var intent: String
    }

    private func list(_ packs: [GrammarPack]) -> (samples: [SentenceSampler.Sample], isCut: Bool) {
        var samples: [SentenceSampler.Sample] = []
        var isCut = false
        for pack in packs {
            var lister = SentenceLister(pack: pack, limit: Self.most - samples.count)
            samples += lister.sentences(of: intent)
            isCut = isCut || lister.isCut
        }
        return (samples, isCut)
    }

    /// Sentences by chance, each pack as often as it has intents to choose from.
    private func sample(_ packs: [GrammarPack]) throws -> [SentenceSampler.Sample] {
        let seed = seed ?? UInt64.random(in: 0 ... .max)
        var generator = SeededGenerator(seed: seed)
        var samplers = packs.map { pack in
            SentenceSampler(pack: pack, intent: intent, seed: generator.next())
        }
        var choices = packs.indices.flatMap { index in
            let names = packs[index].intentNames.filter { intent == nil || $0 == intent }
            return names.map { _ in index }
        }
        var samples: [SentenceSampler.Sample] = []
        while samples.count < number, let index = choices.randomElement(using: &generator) {
            if let sample = samplers[index].next() {
                samples.append(sample)
            } else {
                // All its sentences ask for a context, or name a list that is empty.
                choices.removeAll { $0 == index }
            }
        }
        guard !samples.isEmpty else {
            throw ValidationError(
                "There is no sentence that can be said without a context and with the lists as they are."
            )
        }
        return samples
    }
}
