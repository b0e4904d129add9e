internal import ArgumentParser
internal import BehestGrammar
internal import BehestPipeline

/// `behest grammar test`: the tests that stand in packs.
struct GrammarTest: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test",
        abstract: "Run the tests that packs hold.",
        discussion: """
            A test is an entry under 'tests:' of a pack: words ('say') or a recording ('recording', its path from the pack's \
            folder), and the 'intent' and 'slots' that must come of it; 'intent: null' for what must be refused. All packs \
            that are named are understood together, as they are in use.

            Exit code 1 when a test fails or the packs have mistakes.
            """
    )

    @Argument(help: ArgumentHelp("Pack files, or folders of them.", valueName: "file|folder"))
    var paths: [String] = []

    @Option(
        name: .long,
        help: ArgumentHelp("The folder that lists are filled from; otherwise the current one.", valueName: "folder")
    )
    var workspace: String?

    @Option(
        name: .long,
        help: "The recogniser for recordings: base (more accurate), tiny (quicker), or tiny-then-base."
    )
    var model = ModelChoice.base

    @Flag(name: .long, help: "Write one line of JSON for each test, passed or failed.")
    var json = false

    func run() async throws {
        try await reporting {
            let assembly = Assembly()
            let place = workspace.map { ["--workspace", $0] } ?? []
            var options = try UnderstandingOptions.parse(["--stop-after", "intent"] + place)
            options.grammars = paths
            let library = try await assembly.packs(options)
            let tests = library.packs.flatMap(\.tests)
            guard !tests.isEmpty else {
                StandardError.write("behest: No pack has tests. Write some under 'tests:'.")
                throw ExitCode.failure
            }
            let hasRecordings = tests.contains { if case .recording = $0.input { true } else { false } }
            let runner = PackTestRunner(
                pipeline: assembly.pipeline(
                    options,
                    library: library,
                    hearing: hasRecordings ? try assembly.hearing(model.sizes) : nil,
                    lastResort: nil,
                    records: nil
                ),
                grammar: library.grammar
            )
            var failures = 0
            for test in tests {
                let result = PackTestResult(test: test, outcome: try await runner.run(test))
                if !result.isPassed { failures += 1 }
                if json {
                    StandardOutput.write(JSONLine.text(of: result))
                } else if !result.isPassed {
                    StandardOutput.write(result.text)
                }
            }
            if !json { StandardOutput.write(Self.summary(tests.count, failures: failures)) }
            if failures > 0 { throw ExitCode.failure }
        }
    }

    private static func summary(_ count: Int, failures: Int) -> String {
        let all = count == 1 ? "The test" : "All \(count) tests"
        guard failures > 0 else { return "\(all) passed." }
        return "\(failures) of \(count) test\(count == 1 ? "" : "s") failed."
    }
}
