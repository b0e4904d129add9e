public import BehestGrammar
internal import BehestAudio
internal import BehestSpeech
internal import BehestWorkflow

/// Understands words in every way in which they may count in a conversation: as a reply, and as a command.
public struct ConversationInterpreter: Sendable {
    let replies: Interpreter
    let commands: CommandPipeline
    private let repliesByWords: Interpreter
    private let commandsByWords: CommandPipeline
    private let calibration = Calibration()
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
        repliesByWords = Interpreter(grammar: replies.grammar, phonetics: nil)
        commandsByWords = commands.byWordsAlone()
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
        guard let transcript = report.transcript else { return try await heard(report, replies: []) }
        let composer = SlotComposer(clock: wallClock())
        let found = try await replies.readings(of: transcript, witness: witness, composer: composer)
        return try await heard(report, replies: found)
    }

    /// Puts together what was understood, with what a correction puts in the place of other words.
    private func heard(_ report: UtteranceReport, replies: [Reading]) async throws -> Heard {
        var heard = Heard(
            utterance: report.id,
            words: report.transcript?.text ?? "",
            replies: replies,
            commands: report.commands,
            readings: report.readings
        )
        if case .correction(let words, _)? = replies.first.flatMap({ Reply($0.interpretation) }) {
            heard.corrected = try await commands.process(typed: words).commands
        }
        return heard
    }
}

extension ConversationInterpreter {
    /// Hears an utterance and finds out what it may mean; nothing is kept.
    ///
    /// What is expected is looked at first; where that is sure, the rest goes by its words alone, so that the sound is not
    /// weighed twice.
    ///
    /// - Parameters:
    ///   - utterance: the speech.
    ///   - ears: what hears it, one after the other until one is sure.
    ///   - expectation: what is expected.
    /// - Returns: what it may mean.
    /// - Throws: when it could not be transcribed.
    func comprehend(
        _ utterance: Utterance,
        by ears: [CommandPipeline.Ear],
        expecting expectation: Comprehension.Expectation
    ) async throws -> Comprehension {
        var comprehension = Comprehension(report: UtteranceReport(source: utterance.source))
        comprehension.expectation = expectation
        for (index, ear) in ears.enumerated() {
            let (transcript, duration) = try await commands.hear(utterance, by: ear, &comprehension.report)
            comprehension.transcripts.append(TranscriptRecord(transcript, of: utterance, duration: duration))
            let isLast = index == ears.count - 1
            let witness = ear.witness.map { Interpreter.Witness($0, utterance, listensAgain: isLast) }
            if try await understand(transcript, of: utterance, witness, &comprehension) { break }
        }
        return comprehension
    }

    /// Finds out what a transcript may mean.
    ///
    /// - Returns: whether what was expected is sure.
    private func understand(
        _ transcript: Transcript,
        of utterance: Utterance,
        _ witness: Interpreter.Witness?,
        _ comprehension: inout Comprehension
    ) async throws -> Bool {
        func command(_ pipeline: CommandPipeline, _ witness: Interpreter.Witness?) async throws -> Bool {
            let understanding = try await pipeline.understand(
                transcript,
                of: utterance,
                witness: witness,
                &comprehension.report
            )
            comprehension.understanding = understanding
            return pipeline.isSure(of: understanding)
        }
        func reply(_ interpreter: Interpreter, _ witness: Interpreter.Witness?) async throws -> Bool {
            // Half an answer is none.
            guard !utterance.isCutShort else { return false }
            let clock = ContinuousClock()
            let began = clock.now
            let composer = SlotComposer(clock: wallClock())
            comprehension.replies = try await interpreter.readings(of: transcript, witness: witness, composer: composer)
            comprehension.report.timings.add(clock.now - began, to: .understand)
            return isSureReply(comprehension)
        }
        // Only what is expected is listened to once more.
        let quick = witness.map { Interpreter.Witness($0.scorer, $0.utterance, listensAgain: false) }
        switch comprehension.expectation {
        case .command:
            let isSure = try await command(commands, witness)
            _ = try await isSure ? reply(repliesByWords, nil) : reply(replies, quick)
            return isSure
        case .answer:
            let isSure = try await reply(replies, witness)
            _ = try await isSure ? command(commandsByWords, nil) : command(commands, quick)
            return isSure
        case .text:
            // What is dictated is text unless its words are a reply: what only sounds like one must not end or undo it.
            let isSure = try await reply(repliesByWords, nil)
            _ = try await command(commandsByWords, nil)
            return isSure
        }
    }

    /// Records what was heard in an utterance that is over and kept, and puts together what was understood in it.
    ///
    /// - Parameters:
    ///   - utterance: the speech, to its end.
    ///   - keeping: how long it took to keep it.
    ///   - comprehension: what was understood, perhaps of a little less of the silence at its end.
    ///   - expectation: what is expected now: what was said before it has been dealt with meanwhile.
    ///   - records: where it is recorded.
    /// - Returns: what it may mean as a command, and in every way.
    /// - Throws: when it could not be recorded.
    func conclude(
        _ utterance: Utterance,
        keptIn keeping: Duration,
        _ comprehension: Comprehension,
        expecting expectation: Comprehension.Expectation,
        in records: CommandPipeline.Records
    ) async throws -> (report: UtteranceReport, heard: Heard) {
        // A language model is not shown what was said as an answer.
        let isCommand = expectation == .command && !isSureReply(comprehension)
        let pipeline = (isCommand ? commands : commandsByWords).recording(in: records)
        let report = try await pipeline.conclude(utterance, keptIn: keeping, comprehension)
        return (report, try await heard(report, replies: comprehension.replies))
    }

    /// How what was said so far ends.
    func ending(of comprehension: Comprehension) -> Patience.Ending {
        if isSureReply(comprehension), let reply = comprehension.replies.first {
            if case .complete = replies.guide.ending(of: reply.wording) { return .complete }
            return comprehension.expectation == .text ? .dictated : .unclear
        }
        return comprehension.expectation == .text ? .dictated : commands.ending(of: comprehension)
    }

    private func isSureReply(_ comprehension: Comprehension) -> Bool {
        comprehension.replies.first.map { calibration.support(for: $0) == .strong } ?? false
    }
}
