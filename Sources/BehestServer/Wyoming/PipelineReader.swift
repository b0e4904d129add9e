internal import BehestGrammar
public import BehestPipeline

/// Tells what words mean by a pipeline's grammar, as if they had been typed; nothing is decided, done or kept.
public struct PipelineReader: CommandReader {
    private let pipeline: @Sendable () async -> CommandPipeline

    /// Makes a reader.
    ///
    /// - Parameter pipeline: gives the pipeline as it is at the moment, since grammars change; it goes no further than the plan,
    ///   and has no records.
    public init(_ pipeline: @escaping @Sendable () async -> CommandPipeline) {
        self.pipeline = pipeline
    }

    /// Reads words.
    ///
    /// - Returns: the commands that they are, in their order.
    /// - Throws: `CancellationError`.
    public func commands(in words: String) async throws -> CommandReading {
        let report = try await pipeline().process(typed: words)
        var commands: [ReadCommand] = []
        for command in report.commands {
            if let doubt = command.decision?.doubt { return .nothing(reason: doubt) }
            guard let interpretation = command.interpretation else { continue }
            commands.append(ReadCommand(words: command.words, interpretation: interpretation))
        }
        return commands.isEmpty ? .nothing(reason: Refusal.notUnderstood(words: words).text) : .commands(commands)
    }
}

extension Decision {
    /// Why the words cannot be taken to mean what they may mean; `nil` where they can, whatever is decided about it.
    fileprivate var doubt: String? {
        switch self {
        // A command that waits for one that is asked about means what it means.
        case .act, .refuse(.earlierNotDone): nil
        case .refuse(let refusal): refusal.text
        case .ask(let question):
            switch question {
            case .unsure, .proposed, .which: question.text
            case .missing, .confirm, .risky, .late: nil
            }
        }
    }
}
