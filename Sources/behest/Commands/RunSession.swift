internal import ArgumentParser
internal import BehestAudio
internal import BehestInference
internal import BehestPipeline
internal import BehestWorkflow

/// The recordings of one `behest run`, one after the other.
struct RunSession {
    let pipeline: CommandPipeline
    let printer: Printer

    /// Deals with all files.
    ///
    /// - Throws: `ExitCode` when not everything was done; what would hit every file alike, such as a missing model or a
    ///   journal that cannot be written.
    func process(_ files: RecordingList) async throws {
        var tally = Tally()
        for problem in files.problems {
            printer.show(problem.message, in: problem.path)
            tally.add(.failed)
        }
        for (index, path) in files.paths.enumerated() {
            printer.begin(path, index: index, of: files.paths.count)
            try await process(path, &tally)
            tally.files += 1
        }
        printer.finish(tally)
        if let worst = tally.worst, worst != .done { throw worst.exitCode }
    }

    private func process(_ path: String, _ tally: inout Tally) async throws {
        var commands = pipeline.commands(in: AudioFile(path: path)).makeAsyncIterator()
        while true {
            do {
                guard let report = try await commands.next() else { return }
                printer.show(report)
                tally.add(Outcome(report))
            } catch let error as InferenceError where error.code == .runFailed {
                // One utterance that the model cannot take; the ones after it may do.
                printer.show(error.message, in: path)
                tally.add(.failed)
            } catch let error as AudioError where error.code != .unwritable {
                printer.show(error.message, in: path)
                tally.add(.failed)
                return
            }
        }
    }
}

/// How many commands came out how.
struct Tally {
    var files = 0
    private(set) var counts: [Outcome: Int] = [:]

    mutating func add(_ outcome: Outcome) {
        counts[outcome, default: 0] += 1
    }

    var worst: Outcome? { counts.keys.max() }

    var total: Int { counts.values.reduce(0, +) }
}
