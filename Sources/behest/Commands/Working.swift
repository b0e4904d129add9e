internal import ArgumentParser
internal import BehestPipeline
internal import BehestWorkflow
internal import FoundationEssentials

extension Assembly {
    /// Does some work with the journal locked, after what an interrupted process left over has been brought to its end.
    ///
    /// - Parameters:
    ///   - records: where the traces are kept; without them nothing is locked.
    ///   - work: the work; Ctrl-C cancels it.
    /// - Throws: what the work throws; `JournalError` when the journal fails; `ExitCode.interrupted`.
    func working(
        with records: CommandPipeline.Records?,
        _ work: @escaping @Sendable () async throws -> Void
    ) async throws {
        guard let records else { return try await interruptible(work) }
        let path = places.journal.path
        let style = Style(isTerminal: StandardError.isTerminal, environment: environment)
        try await interruptible {
            // Held until the work is done.
            var lock = try JournalLock(journalPath: path)
            RecoveryText.show(try await records.dispatcher.recover(isAlone: lock.isAlone), style: style)
            lock.share()
            try await work()
        }
    }
}

/// Tells what was left over, on standard error.
enum RecoveryText {
    static func show(_ recovery: Dispatcher.Recovery, style: Style) {
        for outcome in recovery.runs {
            StandardError.write("Taken up after an interruption: \(RunText.line(of: outcome.run, style: style))")
        }
        show(recovery.utterances)
    }

    static func show(_ utterances: [UtteranceRecord]) {
        for utterance in utterances {
            let sound = utterance.audioPath.map { " The recording is '\($0)'; run it to take it up." } ?? ""
            StandardError.write("An earlier command was interrupted before it was understood, and is refused.\(sound)")
        }
    }
}
