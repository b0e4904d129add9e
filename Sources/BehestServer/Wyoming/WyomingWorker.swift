internal import BehestAudio
internal import BehestGrammar
internal import BehestSpeech
internal import BehestTransport

/// Does what a client asks for, and says it in the protocol's words.
struct WyomingWorker: Sendable {
    /// What is asked for.
    enum Request: Sendable {
        /// The words of speech.
        case hear([Int16], language: String?)
        /// Anything about words.
        case words(WyomingSession.Work)
    }

    let offer: WyomingOffer

    /// The number of the client's connection.
    let connection: Int

    /// The longest that a request may take.
    let limit: Duration

    /// The name under which an intent carries the words that it was read out of.
    static let wordsKey = "behest_words"

    /// Answers a request.
    ///
    /// What fails is answered too: about words with the very event that says so, since a client waits for that and no other.
    ///
    /// - Returns: the answer.
    /// - Throws: ``WyomingRefusal`` where the answer is to be the last; `CancellationError`.
    func answer(_ request: Request) async throws -> [WyomingEvent] {
        switch request {
        case .hear(let samples, let language):
            let utterance = Utterance(
                id: "wyoming-\(connection)",
                source: "wyoming",
                start: .zero,
                samples: samples,
                isCutShort: false
            )
            return [try await hear(utterance, language).event]
        case .words(let work):
            do {
                return try await timed { try await answer(work) }
            } catch let error as CancellationError {
                throw error
            } catch {
                let kind =
                    if case .read = work { WyomingReply.Kind.notRecognized } else { WyomingReply.Kind.notHandled }
                let refusal = WyomingRefusal(error, or: "That could not be done.")
                return [WyomingReply(kind, text: refusal.text, context: work.context).event]
            }
        }
    }

    private func hear(_ utterance: Utterance, _ language: String?) async throws -> WyomingTranscript {
        guard let hearing = offer.hearing, !utterance.samples.isEmpty else { return WyomingTranscript(text: "") }
        do {
            let transcript = try await timed { try await hearing.transcribe(utterance, connection) }
            return WyomingTranscript(text: transcript.text, language: transcript.language ?? language)
        } catch let error as CancellationError {
            throw error
        } catch {
            throw WyomingRefusal(error, or: "The speech could not be transcribed.")
        }
    }

    private func answer(_ work: WyomingSession.Work) async throws -> [WyomingEvent] {
        switch work {
        case .read(let words, let context):
            guard let reader = offer.reader else { return [] }
            switch try await reader.commands(in: words) {
            case .nothing(let reason): return [WyomingReply(.notRecognized, text: reason, context: context).event]
            case .commands(let commands):
                let intents = commands.map { WyomingIntent($0, context: context).event }
                // Several in a breath stand between two marks, so that whoever waits knows how long.
                guard intents.count > 1 else { return intents }
                return [.intentsStart(context: context)] + intents + [.intentsStop(context: context)]
            }
        case .carryOut(let words, let context): return [try await carryOut(words, context)]
        case .carryOutIntent(let intent): return [try await carryOut(intent)]
        }
    }

    private func carryOut(_ words: String, _ context: WyomingSession.Context?) async throws -> WyomingEvent {
        guard let taker = offer.taker else { return WyomingReply(.notHandled, text: nil, context: context).event }
        let reply = try await taker.take(order: words)
        return WyomingReply(reply.isTaken ? .handled : .notHandled, text: reply.text, context: context).event
    }

    /// Carries out an intent by the words that it was read out of, if they still mean just that: whatever else an event
    /// says, nobody has said it.
    private func carryOut(_ intent: WyomingIntent) async throws -> WyomingEvent {
        func refuse(_ reason: String) -> WyomingEvent {
            WyomingReply(.notHandled, text: reason, context: intent.context).event
        }
        guard let reader = offer.reader, let words = intent.context?[Self.wordsKey]?.text else {
            return refuse(
                "Behest carries out what was said: send the words as a transcript, or the intent as it was read."
            )
        }
        guard case .commands(let commands) = try await reader.commands(in: words), commands.count == 1,
            let meant = commands.first.map({ WyomingIntent($0, context: nil) }), meant.name == intent.name,
            meant.entities == intent.entities
        else { return refuse("The words that came with the intent do not mean it.") }
        return try await carryOut(words, intent.context)
    }

    private func timed<Value: Sendable>(_ work: @escaping @Sendable () async throws -> Value) async throws -> Value {
        try await withThrowingTaskGroup(of: Value.self) { group in
            group.addTask { try await work() }
            group.addTask {
                try await ContinuousClock().sleep(for: limit)
                throw WyomingRefusal(code: "timed-out", text: "It took too long. Try again.")
            }
            defer { group.cancelAll() }
            guard let first = try await group.next() else { throw CancellationError() }
            return first
        }
    }
}

extension WyomingSession.Work {
    /// What the client has handed on with it.
    fileprivate var context: WyomingSession.Context? {
        switch self {
        case .read(_, let context), .carryOut(_, let context): context
        case .carryOutIntent(let intent): intent.context
        }
    }
}

extension WyomingRefusal {
    /// Says why something failed, as far as that concerns a client.
    init(_ error: any Error, or sentence: String) {
        switch error {
        case let refusal as WyomingRefusal: self = refusal
        case let error as TranscriptionError: self.init(code: error.code.rawValue, text: error.message)
        case let error as AudioError: self.init(code: "unsupported-audio", text: error.message)
        default: self.init(code: "failed", text: sentence)
        }
    }
}

extension WyomingIntent {
    /// What a command means, with its words.
    fileprivate init(_ command: ReadCommand, context: WyomingSession.Context?) {
        var context = context ?? [:]
        context[WyomingWorker.wordsKey] = .text(command.words)
        self.init(
            name: command.interpretation.intent,
            entities: command.interpretation.slots.map { Entity(name: $0.name, value: WyomingValue($0.value)) },
            context: context
        )
    }
}

extension WyomingValue {
    /// A slot's value.
    fileprivate init(_ value: SlotValue) {
        switch value {
        case .text(let text): self = .text(text)
        case .integer(let integer): self = .integer(integer)
        case .number(let number): self = .number(number)
        case .boolean(let boolean): self = .boolean(boolean)
        case .list(let values): self = .list(values.map(WyomingValue.init))
        case .null: self = .null
        }
    }
}
