public import BehestGrammar
internal import BehestAudio
internal import BehestInference
internal import BehestSpeech
internal import BehestWorkflow

/// Understands words in every way in which they may count in a conversation: as a reply, and as a command.
public struct ConversationInterpreter: Sendable {
    let replies: Interpreter
    let commands: CommandPipeline
    private let repliesByWords: Interpreter
    let commandsByWords: CommandPipeline
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
    /// Where the words are surely what is expected, nothing is weighed against the sound; else what is expected is weighed
    /// first, and the rest only if that is not sure; where an answer is expected, what sounds like a command is weighed as one first.
    ///
    /// - Parameters:
    ///   - utterance: the speech.
    ///   - ears: what hears it, one after the other until one is sure.
    ///   - expectation: what is expected.
    /// - Returns: what it may mean; nothing when no endpoint could transcribe it, or the embedded model cannot be run on it.
    /// - Throws: when a recogniser cannot be used at all; `CancellationError`.
    func comprehend(
        _ utterance: Utterance,
        by ears: [CommandPipeline.Ear],
        expecting expectation: Comprehension.Expectation
    ) async throws -> Comprehension {
        var comprehension = Comprehension(report: UtteranceReport(source: utterance.source))
        comprehension.expectation = expectation
        do {
            try await comprehend(utterance, by: ears, &comprehension)
        } catch let error as TranscriptionError {
            comprehension.report.failure = error
        } catch let error as InferenceError where error.code == .runFailed {
            // One utterance that the model cannot take; the ones after it may do.
            comprehension.report.failure = TranscriptionError(error)
        }
        return comprehension
    }

    private func comprehend(
        _ utterance: Utterance,
        by ears: [CommandPipeline.Ear],
        _ comprehension: inout Comprehension
    ) async throws {
        for (index, ear) in ears.enumerated() {
            let (transcript, duration) = try await commands.hear(utterance, by: ear, &comprehension.report)
            comprehension.transcripts.append(TranscriptRecord(transcript, of: utterance, duration: duration))
            let isLast = index == ears.count - 1
            let witness = ear.witness(of: transcript).map { Interpreter.Witness($0, utterance, listensAgain: isLast) }
            if try await understand(transcript, of: utterance, witness, &comprehension) { break }
        }
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
            return sureReply(in: comprehension) != nil
        }
        // What its very words are costs next to nothing to know.
        let isReply = try await reply(repliesByWords, nil)
        // Only what is expected is listened to once more.
        func quick(_ certainty: Double) -> Interpreter.Witness? {
            witness.map { Interpreter.Witness($0.scorer, $0.utterance, listensAgain: false, certainty: certainty) }
        }
        switch comprehension.expectation {
        case .command:
            if isReply, sureReply(in: comprehension)?.isWhole == true {
                _ = try await command(commandsByWords, nil)
                return true
            }
            let isSure = try await command(commands, witness)
            // A reply that nobody asked for counts only when it is sure.
            if !isSure, !isReply { _ = try await reply(replies, quick(calibration.actFrom)) }
            return isSure
        case .answer:
            let isCommand = try await command(commandsByWords, nil)
            let isClear = (transcript.confidence ?? 1) >= commands.interpreter.limits.clearFrom
            if isReply || isCommand && isClear { return true }
            let commandComesFirst = await soundsLikeCommand(transcript)
            if commandComesFirst, try await command(commands, quick(calibration.nameFrom)) { return true }
            let isSure = try await reply(replies, witness)
            if !isSure, !commandComesFirst { _ = try await command(commands, quick(calibration.nameFrom)) }
            return isSure
        case .text:
            // What is dictated is text unless its words are a reply: what only sounds like one must not end or undo it.
            _ = try await command(commandsByWords, nil)
            return isReply
        }
    }

    /// Up to so many words may well be an answer, whatever else they sound like.
    private static let answerLength = 3

    /// Whether a transcript sounds more like a command than like any answer.
    private func soundsLikeCommand(_ transcript: Transcript) async -> Bool {
        guard transcript.text.comparableWords.count > Self.answerLength else { return false }
        return await commands.interpreter.distance(to: transcript) < replies.distance(to: transcript)
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
        let isCommand = expectation == .command && sureReply(in: comprehension) == nil
        let pipeline = (isCommand ? commands : commandsByWords).recording(in: records)
        let report = try await pipeline.conclude(utterance, keptIn: keeping, comprehension)
        return (report, try await heard(report, replies: comprehension.replies))
    }

    /// How what was said so far ends.
    func ending(of comprehension: Comprehension) -> Patience.Ending {
        if let reply = sureReply(in: comprehension) {
            return reply.isWhole ? .complete : comprehension.expectation == .text ? .dictated : .unclear
        }
        return comprehension.expectation == .text ? .dictated : commands.ending(of: comprehension)
    }

    /// What words mean as replies, by themselves alone.
    func readings(byWordsOf transcript: Transcript) async throws -> [Reading] {
        let composer = SlotComposer(clock: wallClock())
        return try await repliesByWords.readings(of: transcript, witness: nil, composer: composer)
    }

    /// The reply that it surely is.
    func sureReply(in comprehension: Comprehension) -> Reply? {
        guard let first = comprehension.replies.first, calibration.support(for: first) == .strong else { return nil }
        return Reply(first.interpretation)
    }
}
