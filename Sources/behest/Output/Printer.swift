internal import BehestPipeline
internal import FoundationEssentials

/// Shows what becomes of commands: as text for a person, or as a line of JSON each.
struct Printer {
    private let isJSON: Bool
    private let isDryRun: Bool
    private let text: ReportText
    private let bar: ProgressBar
    private let fileCount: Int

    init(_ options: UnderstandingOptions, fileCount: Int, environment: [String: String]) {
        isJSON = options.json
        isDryRun = options.dryRun
        self.fileCount = fileCount
        var text = ReportText(style: Style(isTerminal: StandardOutput.isTerminal, environment: environment))
        text.showsPlans = options.stage == .plan
        self.text = text
        bar = ProgressBar(count: fileCount)
    }

    /// Tells which recording is next.
    func begin(_ path: String, index: Int, of count: Int) {
        bar.show(done: index, of: count, now: path)
    }

    /// Shows what became of a command.
    func show(_ report: UtteranceReport) {
        bar.clear()
        StandardOutput.write(
            isJSON ? ReportJSON(report, isTimed: !isDryRun).line : text.lines(of: report).joined(separator: "\n")
        )
    }

    /// Shows why a recording could not be done.
    func show(_ problem: String, in path: String) {
        bar.clear()
        if isJSON { StandardOutput.write(ReportJSON.Failure(file: path, error: problem).line) }
        StandardError.write("behest: \(problem)")
    }

    /// Shows how all of them came out, when there were several.
    func finish(_ tally: Tally) {
        bar.clear()
        guard !isJSON, tally.total > 1 else { return }
        StandardOutput.write(text.summary(of: tally))
    }
}
