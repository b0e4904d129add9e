public import BehestGrammar
internal import BehestSpeech

/// Understands words in every way in which they may count in a conversation: as a reply, and as a command.
public struct ConversationInterpreter: Sendable {
    private let replies: Interpreter
    private let commands: CommandPipeline
    private let wallClock: @Sendable () -> WallClock

    /// Puts the two together.
    ///
    /// - Parameters:
    ///   - replies: what understands words by the ``ReplyGrammar``.
    ///   - commands: what understands and decides about commands; it goes as far as the plan.
    ///   - wallClock: tells what day and time it is.
    /// - Precondition: the pipeline does nothing itself.
    public init(
        replies: Interpreter,
        commands: CommandPipeline,
        wallClock: @escaping @Sendable () -> WallClock = { .system }
    ) {
        precondition(commands.stage == .plan, "the conversation carries out, not its pipeline")
        self.replies = replies
        self.commands = commands
        self.wallClock = wallClock
    }

    /// Understands words that were typed.
    ///
    /// - Parameter words: the words.
    /// - Returns: what they may mean.
    /// - Throws: `CancellationError`.
    public func heard(typed words: String) async throws -> Heard {
        try await heard(try await commands.process(typed: words), witness: nil)
    }

    /// Understands an utterance that the pipeline has looked at as a command.
    ///
    /// - Parameters:
    ///   - report: what the pipeline made of it.
    ///   - witness: what can weigh replies against the sound; `nil` where there is none.
    /// - Returns: what it may mean.
    /// - Throws: when the recogniser cannot be used.
    public func heard(_ report: UtteranceReport, witness: Interpreter.Witness?) async throws -> Heard {
        guard let transcript = report.transcript else {
            return Heard(utterance: report.id, words: "", replies: [], commands: report.commands, readings: [])
        }
        let composer = SlotComposer(clock: wallClock())
        var heard = Heard(
            utterance: report.id,
            words: transcript.text,
            replies: try await replies.readings(of: transcript, witness: witness, composer: composer),
            commands: report.commands,
            readings: report.readings
        )
        for reading in heard.replies.prefix(1) {
            guard case .correction(let words, _)? = Reply(reading.interpretation) else { continue }
            heard.corrected = try await commands.process(typed: words).commands
        }
        return heard
    }
}
