internal import ArgumentParser
internal import BehestWorkflow
internal import FoundationEssentials

/// `behest journal tidy`: removes recordings and logs of which no more are to be kept.
struct JournalTidy: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tidy",
        abstract: "Remove recordings and logs that are older, or more, than the configuration keeps.",
        discussion: """
            The configuration says under 'keep' how much that is: of logs 30 days and 256 MB where it says nothing, of recordings \
            everything. What is still needed is never removed. 'behest serve' and 'behest worker' do the same when they start \
            and once a day.
            """
    )

    @Flag(name: .long, help: "Say what would be removed; remove nothing.")
    var dryRun = false

    @OptionGroup var configuration: ConfigurationOptions

    func run() async throws {
        try await reporting {
            let assembly = Assembly()
            let keep = try assembly.configuration(configuration).keep
            guard let journal = try assembly.existingJournal() else { return assembly.tellThereIsNoJournal() }
            let tidying = assembly.tidying(journal)
            let recordings = try await tidying.tidyRecordings(to: keep.recordings, isTrial: dryRun)
            let logs = try await tidying.tidyLogs(to: keep.logs, isTrial: dryRun)
            for removal in recordings.removals { show(removal, "the recording of utterance") }
            for removal in logs.removals { show(removal, "the logs of run") }
            StandardOutput.write(TidyingText.sentence(recordings, logs, isTrial: dryRun))
            let problems = recordings.problems + logs.problems
            for problem in problems { StandardError.write("behest: \(problem)") }
            if !problems.isEmpty { throw ExitCode.failure }
        }
    }

    private func show(_ removal: RetentionLimits.Removal, _ what: String) {
        let size = removal.item.size.asBytes
        StandardOutput.write(
            "\(RunText.date(removal.item.date))  \(what) \(removal.item.subject) (\(size)): \(removal.reason)"
        )
    }
}

/// Puts what was removed into words.
enum TidyingText {
    /// What became of recordings and logs, in a sentence.
    static func sentence(_ recordings: Tidying.Report, _ logs: Tidying.Report, isTrial: Bool) -> String {
        let parts = [part(recordings, "recording", "recordings"), part(logs, "run's logs", "runs' logs")].compactMap(
            \.self
        )
        let verb = isTrial ? "Would remove" : "Removed"
        return parts.isEmpty ? "There is nothing to remove." : "\(verb) \(parts.joined(separator: " and "))."
    }

    private static func part(_ report: Tidying.Report, _ one: String, _ many: String) -> String? {
        let count = report.removals.count
        return count == 0 ? nil : "\(count) \(count == 1 ? one : many) (\(report.removedSize.asBytes))"
    }
}

extension Assembly {
    /// What removes recordings and logs.
    func tidying(_ journal: any RetentionJournal) -> Tidying {
        Tidying(journal: journal, recordings: places.recordings, logs: URL(filePath: places.logs.folder))
    }
}
