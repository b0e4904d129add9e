internal import BehestAudio
internal import BehestGrammar
internal import BehestPipeline
internal import BehestServer
internal import BehestSpeech
internal import BehestWorkflow
internal import FoundationEssentials

/// A conversation at a microphone, with what goes on beside it.
struct LiveConversation: Sendable {
    /// What it goes by, made of packs.
    struct Parts: Sendable {
        var rules: Dialogue.Rules
        var interpreter: ConversationInterpreter
        /// What has to be known of words before one of them is misheard.
        var phonetics: [Phonetics]
    }

    private let assembly: Assembly
    private let options: UnderstandingOptions
    private let grammars: GrammarSource
    private let recognition: Recognition
    private let wakening: Wakening
    let records: CommandPipeline.Records
    private let parts: Parts
    private let voice: VoiceAnswers?

    /// The conversation.
    let conversation: Conversation
    /// How its runs ended, for those who wait for that.
    let outcomes = RunOutcomes()

    /// Puts it together; nothing is loaded, and nobody is asked yet.
    ///
    /// - Throws: when the packs cannot be used for a conversation.
    init(
        _ options: UnderstandingOptions,
        assembly: Assembly,
        grammars: GrammarSource,
        recognition: Recognition,
        wakening: Wakening,
        records: CommandPipeline.Records,
        answers: any Answers,
        voice: VoiceAnswers? = nil
    ) throws {
        self.assembly = assembly
        self.options = options
        self.grammars = grammars
        self.recognition = recognition
        self.wakening = wakening
        self.records = records
        self.voice = voice
        parts = try assembly.parts(options, library: grammars.current, longestHold: wakening.longestHold)
        conversation = Conversation(
            rules: parts.rules,
            interpreter: parts.interpreter,
            records: records,
            answers: voice.map { AnswersTogether([answers, $0]) } ?? answers,
            backlog: recognition.backlog
        )
    }

    /// Does some work while this process alone talks with the person, after what an earlier one left over was taken up.
    ///
    /// - Throws: `JournalError` when another process does so, or the journal fails; what the work throws.
    func alone(_ work: () async throws -> Void) async throws {
        let path = assembly.places.journal.path
        // Both are held until the work is done.
        let conversationLock = try ConversationLock(journalPath: path)
        var lock = try JournalLock(journalPath: path)
        if lock.isAlone { RecoveryText.show(try await records.dispatcher.refuseLeftovers()) }
        try await conversation.resume(takingUp: lock.isAlone)
        lock.share()
        try await work()
        _ = consume conversationLock
    }

    /// Does what is ordered, until the conversation is finished.
    ///
    /// - Parameter watch: told when a run begins and ends.
    /// - Throws: `JournalError` when something could not be recorded.
    func work(watching watch: @escaping @Sendable (Conversation.Progress) async -> Void) async throws {
        try await conversation.run { progress in
            await outcomes.take(progress)
            await watch(progress)
        }
    }

    /// Makes ready what may be needed soon, and takes packs and lists over as they change, until it is cancelled.
    func followPacks() async {
        await prepare(parts)
        await records.dispatcher.prepareAgents(in: assembly.workspace(options.workspace).path)
        await grammars.run { change in
            FindingsText(environment: assembly.environment).show(change.findings)
            guard change.isRenewed else { return }
            do {
                let parts = try assembly.parts(
                    options,
                    library: grammars.current,
                    longestHold: wakening.longestHold
                )
                await conversation.renew(rules: parts.rules, interpreter: parts.interpreter)
                await prepare(parts)
            } catch {
                StandardError.write("behest: \(error)")
            }
        }
    }

    /// What words would be taken for, and what would be done about them, by the packs as they are now.
    var reading: CommandPipeline {
        assembly.pipeline(
            options,
            library: grammars.current,
            hearing: nil,
            lastResort: nil,
            records: nil,
            stage: .plan
        )
    }

    /// Tries again what no endpoint could hear, when one is back, until it is cancelled.
    ///
    /// - Throws: `JournalError` when something could not be recorded; then nothing is tried any more.
    func recover(telling tell: @escaping @Sendable (Listener.Event) async -> Void) async throws {
        do {
            try await recognition.recover(in: conversation, wakePhrase: wakening.phrase) { await tell(.report($0)) }
        } catch is CancellationError {
            // What waits is tried at the next start.
        }
    }

    /// Loads the recognisers.
    ///
    /// - Throws: `InferenceError` when one is missing or damaged.
    func prepare() async throws {
        for ear in recognition.hearing.ears { try await ear.transcriber.prepare() }
        try await wakening.phrase?.prepare()
    }

    /// Listens until the sound ends, and finishes the conversation: what was ordered is done, whatever ended the sound.
    ///
    /// - Throws: what ended the sound, or when something could not be recorded.
    func listen(
        to source: any LiveSource,
        telling tell: @escaping @Sendable (Listener.Event) async -> Void
    ) async throws {
        let listener = Listener(
            conversation: conversation,
            hearing: recognition.hearing,
            voice: voice,
            control: wakening.control,
            wakePhrase: wakening.phrase
        )
        var failure: (any Error)?
        do {
            try await prepare()
            try await assembly.controllable(by: wakening) {
                try await withLiveSound(from: source) { ring in
                    try await listener.listen(to: ring.events(), sourceName: source.name) { event in
                        if case .speechBegan = event { grammars.anticipate() }
                        await tell(event)
                    }
                }
            }
        } catch {
            failure = error
        }
        // Whoever is told to end ends the conversation in its own turn.
        if !Task.isCancelled { await conversation.finish() }
        if let failure { throw failure }
    }

    /// Takes keys as they are pressed, until it is cancelled; each stops what is spoken.
    ///
    /// - Throws: `JournalError` when what comes of one could not be recorded.
    func take(_ keys: AsyncStream<DialogueEvent.Key>) async throws {
        for await key in keys { try await take(key) }
    }

    /// Takes a key, which stops what is spoken.
    ///
    /// - Throws: `JournalError` when what comes of it could not be recorded.
    func take(_ key: DialogueEvent.Key) async throws {
        await voice?.hush()
        try await conversation.take(.pressed(key))
    }

    private func prepare(_ parts: Parts) async {
        for phonetics in parts.phonetics { await phonetics.prepare() }
    }
}

extension Assembly {
    /// Makes what a conversation goes by.
    ///
    /// - Parameters:
    ///   - options: what may be done.
    ///   - library: the packs.
    ///   - longestHold: how long the key to talk may be held.
    /// - Returns: the parts.
    /// - Throws: `GrammarError` when the packs' values are no answers; `ProposerError`.
    func parts(
        _ options: UnderstandingOptions,
        library: PackLibrary,
        longestHold: Duration
    ) throws -> LiveConversation.Parts {
        var limits = Dialogue.Limits()
        // What was said until the key is let go is to be understood as well.
        limits.hold = longestHold / .seconds(1) + limits.speech
        let replies = try ReplyGrammar(packs: library.packs)
        let decider = decider(options, library: library)
        let pronouncer = pronouncer
        let phonetics = [library.grammar, replies.grammar].map { Phonetics(grammar: $0, pronouncer: pronouncer) }
        let commands = CommandPipeline(
            hearing: nil,
            interpreter: Interpreter(grammar: library.grammar, phonetics: phonetics[0]),
            decider: decider,
            lastResort: try lastResort(options, library: library),
            records: nil,
            stage: .plan
        )
        return LiveConversation.Parts(
            rules: Dialogue.Rules(decider: decider, planner: library.planner, replies: replies, limits: limits),
            interpreter: ConversationInterpreter(
                replies: Interpreter(grammar: replies.grammar, phonetics: phonetics[1]),
                commands: commands
            ),
            phonetics: phonetics
        )
    }

    /// What decides what may be done.
    func decider(
        _ options: UnderstandingOptions,
        library: PackLibrary,
        isHeld: Bool = false
    ) -> Decider {
        Decider(
            planner: library.planner,
            workspace: workspace(options.workspace).path,
            isConfirmed: options.yes,
            isHeld: isHeld
        )
    }
}
