internal import BehestAudio
internal import BehestGrammar
internal import BehestSpeech
internal import BehestWorkflow

/// Lets a conversation hear what a person says, but not what Behest itself sounds.
///
/// Whoever interrupts stops what is spoken at once, while the pause that may end the utterance still goes on.
struct DiscerningAttendant: Attendant {
    let conversation: Conversation
    let voice: VoiceAnswers

    func speechBegan() async throws {
        // Nobody gets more time to answer because Behest speaks.
        guard !voice.ownSound.isSpeaking else { return }
        try await conversation.speechBegan()
    }

    func isSpeaking() -> Bool { voice.ownSound.isSpeaking }

    func keyPressed() async throws {
        await voice.hush()
        try await conversation.keyPressed()
    }

    func heldSilence() async throws { try await conversation.heldSilence() }

    func isAsking() async -> Bool { await conversation.isAsking() }

    func preview(of utterance: Utterance) -> Utterance? {
        // What may be Behest's own words goes nowhere before it is known whose they are.
        let ownSound = voice.ownSound
        return ownSound.isSpeaking || ownSound.speaks(in: utterance) ? nil : ownSound.cleaned(utterance)
    }

    func comprehend(_ utterance: Utterance, by ears: [CommandPipeline.Ear]) async throws -> Comprehension {
        let ownSound = voice.ownSound
        var comprehension = try await conversation.comprehend(ownSound.cleaned(utterance), by: ears)
        switch ownSound.judge(comprehension.report.transcript?.text ?? "", of: utterance) {
        case .person: return comprehension
        case .own where comprehension.failure != nil && ownSound.speaks(in: utterance):
            // Without its words it may be a person's as well, who is not to be ignored.
            comprehension.mayBeOwnSound = true
            return comprehension
        case .own: break
        case .both(let others, let goesOn):
            let (interpreter, expectation) = await conversation.situation
            // What was said last is meant. Where Behest's words are mixed with others, those that stop it stop it.
            let whole = others.reversed().map { (words: $0, isPart: false) }
            let parts = others.reversed().flatMap(Self.parts).map { (words: $0, isPart: true) }
            // What somebody ends on comes before the whole, which is soon taken for a text that is dictated.
            let endings = others.reversed().flatMap(Self.endings).map { (words: $0, isPart: true) }
            for (words, isPart) in endings + whole + parts {
                let interruption = try await interpreter.interruption(
                    of: words,
                    in: utterance,
                    comprehension,
                    expecting: isPart ? nil : expectation,
                    goesOn: goesOn
                )
                guard let interruption else { continue }
                await voice.hush()
                return interruption
            }
        }
        comprehension.isOwnSound = true
        return comprehension
    }

    /// Two to four words of some that were heard together, the last first: what a person says is misheard together with what
    /// Behest says.
    private static func parts(of words: String) -> [String] {
        let words = words.comparableWords
        return words.indices.reversed().flatMap { start in
            (2...4).reversed().filter { start + $0 <= words.count }.map {
                words[start..<start + $0].joined(separator: " ")
            }
        }
    }

    /// The last two to four words of some that were heard together.
    private static func endings(of words: String) -> [String] {
        let words = words.comparableWords
        return (2...4).filter { $0 < words.count }.map { words.suffix($0).joined(separator: " ") }
    }

    func ending(of comprehension: Comprehension) async -> Patience.Ending {
        // Behest's own pauses are not worth waiting for.
        comprehension.isOwnSound ? .complete : await conversation.ending(of: comprehension)
    }

    func keep(_ utterance: Utterance) async throws -> Duration { try await conversation.keep(utterance) }

    func conclude(
        _ utterance: Utterance,
        keptIn keeping: Duration,
        _ comprehension: Comprehension
    ) async throws -> UtteranceReport {
        guard comprehension.isOwnSound else {
            return try await conversation.conclude(utterance, keptIn: keeping, comprehension)
        }
        var report = comprehension.report
        report.id = utterance.id
        report.start = utterance.start
        report.duration = utterance.duration
        report.isOwnSound = true
        let records = conversation.records
        try await records.record(comprehension)
        try await records.journal.record(
            DecisionRecord(
                utterance: utterance.id,
                verdict: .refuse,
                reason: "This is what Behest itself said.",
                intent: nil
            )
        )
        return report
    }

    func follow(_ report: UtteranceReport) async { await conversation.follow(report) }
}

extension ConversationInterpreter {
    /// How many words a command or a dictated text has at least that is said while Behest speaks; fewer are soon misheard.
    private static let leastWords = 2
    private static let leastText = 3

    /// Finds out whether words that were heard beside Behest's own speech are meant for it.
    ///
    /// They count by themselves alone, word for word: their sound is mixed with Behest's.
    ///
    /// - Parameters:
    ///   - words: the words.
    ///   - utterance: where they were heard.
    ///   - comprehension: what was made of all that was heard in it.
    ///   - expectation: what is expected; `nil` when only what stops something counts.
    ///   - goesOn: whether they follow what Behest said, rather than stand in its midst.
    /// - Returns: what they may mean; `nil` when they are no interruption.
    /// - Throws: `CancellationError`.
    func interruption(
        of words: String,
        in utterance: Utterance,
        _ comprehension: Comprehension,
        expecting expectation: Comprehension.Expectation?,
        goesOn: Bool
    ) async throws -> Comprehension? {
        guard let transcript = comprehension.report.transcript?.excerpt(words) else { return nil }
        var result = Comprehension(report: UtteranceReport(source: utterance.source))
        result.report.timings = comprehension.report.timings
        result.report.attempts = comprehension.report.attempts
        result.report.transcript = transcript
        result.transcripts = comprehension.transcripts
        result.expectation = expectation ?? .command
        result.replies = try await readings(byWordsOf: transcript)
        let reply = sureReply(in: result)
        guard let expectation else {
            guard reply == .cancel || reply == .stopAll else { return nil }
            return try await understanding(result, transcript, utterance).comprehension
        }
        let (understood, isSure) = try await understanding(result, transcript, utterance)
        if let reply { return reply.interrupts(expectation) ? understood : nil }
        let count = words.comparableWords.count
        if expectation == .text { return goesOn && count >= Self.leastText ? understood : nil }
        return count >= Self.leastWords && isSure ? understood : nil
    }

    /// Adds what words mean as a command, and whether that is sure.
    private func understanding(
        _ before: Comprehension,
        _ transcript: Transcript,
        _ utterance: Utterance
    ) async throws -> (comprehension: Comprehension, isSure: Bool) {
        var result = before
        let understanding = try await commandsByWords.understand(
            transcript,
            of: utterance,
            witness: nil,
            &result.report
        )
        result.understanding = understanding
        return (result, commandsByWords.isSure(of: understanding))
    }
}

extension Reply {
    /// Whether it counts while Behest speaks.
    fileprivate func interrupts(_ expectation: Comprehension.Expectation) -> Bool {
        switch self {
        case .cancel, .stopAll, .undo, .again, .help, .status, .wait, .continueDraft: true
        case .yes, .no, .yesBut, .codeWords, .pick, .value, .same, .newOne: expectation == .answer
        case .skip: expectation != .command
        case .correction(_, let isExplicit): isExplicit
        case .cancelAtEnd, .readBack, .scratch, .thatIsAll, .change, .spell: expectation == .text
        }
    }
}
