internal import ArgumentParser
internal import BehestPipeline
internal import BehestWorkflow

/// How a command came out; the worst of all commands makes the process's exit code.
enum Outcome: Int, Comparable {
    /// It was done, or went as far as it was to go.
    case done
    /// A person has to answer first.
    case asked
    /// It was refused.
    case refused
    /// It failed.
    case failed

    static func < (lhs: Outcome, rhs: Outcome) -> Bool { lhs.rawValue < rhs.rawValue }

    /// What became of an utterance: the worst that became of one of its commands.
    init(_ report: UtteranceReport) {
        self = report.commands.map { Self.outcome(of: $0) }.max() ?? .done
    }

    private static func outcome(of command: CommandReport) -> Outcome {
        switch command.decision {
        case .ask: .asked
        case .refuse: .refused
        case .act, nil:
            command.outcome.map { $0.run.state == .succeeded || !$0.run.state.isFinal } ?? true ? .done : .failed
        }
    }

    /// The exit codes, as `behest --help` and the README state them.
    var exitCode: ExitCode {
        switch self {
        case .done: .success
        case .asked, .refused: ExitCode(2)
        case .failed: .failure
        }
    }
}

extension ExitCode {
    /// The code of a process that was interrupted, as shells give it.
    static let interrupted = ExitCode(130)
}
