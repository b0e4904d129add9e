internal import BehestInference
internal import BehestPipeline
internal import BehestServer
internal import BehestSpeech
internal import FoundationEssentials

/// What decides when to listen.
struct Wakening: Sendable {
    /// What is told about it.
    var control: ListeningControl
    /// How long the key to talk may be held.
    var longestHold: Duration
    /// The phrase that wakes; `nil` when there is none.
    var phrase: WakePhrase?
    /// The key that is watched; `nil` for none.
    var key: KeyName?
    /// Whether nothing is heard unless the control socket is told.
    var needsSocket: Bool
    /// Whether the control socket is served beside the listening.
    var isServed = false
}

extension Assembly {
    /// Makes what decides when to listen.
    ///
    /// - Parameters:
    ///   - settings: the mode and its bounds.
    ///   - embedded: the embedded recognisers, of which the quick one hears the wake phrase, if it is among them.
    ///   - language: the phrase's language.
    /// - Returns: it; nothing is loaded yet.
    /// - Throws: `WakePhraseError` when the phrase cannot be one; `InferenceError` when ONNX Runtime is missing.
    func wakening(
        _ settings: Configuration.Listening,
        embedded: [MoonshineTranscriber],
        language: String
    ) throws -> Wakening {
        var bounds = Attention.Settings()
        bounds.longestHold = settings.longestHold
        bounds.awakeTime = settings.awakeTime
        return Wakening(
            control: ListeningControl(Attention(settings.mode, settings: bounds)),
            longestHold: settings.longestHold,
            phrase: try settings.wakePhrase.map { try wakePhrase($0, embedded: embedded, language: language) },
            key: settings.key,
            needsSocket: settings.mode == .pushToTalk && settings.key == nil
        )
    }

    /// Makes a wake phrase, which the quick recogniser hears: the one that is there already, since none is loaded twice.
    func wakePhrase(_ text: String, embedded: [MoonshineTranscriber], language: String) throws -> WakePhrase {
        let own = embedded.first { $0.name == MoonshineSize.tiny.modelName }
        guard let quick = try own ?? embeddedRecognisers([.tiny]).first else {
            preconditionFailure("a size has a recogniser")
        }
        return try WakePhrase(text, language: language, transcriber: quick, pronouncer: pronouncer)
    }

    /// Does some work while keys and other programs of the user can tell when to listen.
    ///
    /// - Parameters:
    ///   - wakening: what is told.
    ///   - work: the work.
    /// - Throws: what the work throws; `ControlSocketError` when nobody could tell it and that is needed.
    func controllable(by wakening: Wakening, _ work: () async throws -> Void) async throws {
        let server = try wakening.isServed ? nil : controlServer(for: wakening)
        try await withThrowingTaskGroup(of: Void.self) { group in
            if let server {
                group.addTask {
                    do {
                        try await server.run()
                    } catch is CancellationError {
                        // The work is done.
                    } catch {
                        StandardError.write("behest: No shortcut reaches this one: \(error)")
                    }
                }
            }
            if let key = wakening.key {
                group.addTask {
                    try await KeyWatch(key).run { event in
                        switch event {
                        case .pressed: wakening.control.take(.press)
                        case .released: wakening.control.take(.release)
                        case .isWatching(_, let text): StandardError.write(text)
                        }
                    }
                }
            }
            defer { group.cancelAll() }
            try await work()
        }
    }

    /// Makes what serves the control socket.
    ///
    /// - Parameters:
    ///   - wakening: what is told.
    ///   - door: where else it is served; `nil` for nowhere.
    ///   - transcription: what transcribes for others; `nil` for nothing.
    ///   - webhooks: what webhooks begin; `nil` for nothing.
    ///   - onReady: called once requests are answered, with the port of the door.
    /// - Returns: it; `nil`, which a person is told, when the socket cannot be had and nothing needs it.
    /// - Throws: `ControlSocketError` when the socket cannot be had and is needed.
    func controlServer(
        for wakening: Wakening,
        door: LoopbackDoor? = nil,
        transcription: TranscriptionEndpoint? = nil,
        webhooks: WebhookReceiver? = nil,
        onReady: @escaping @Sendable (_ port: Int?) -> Void = { _ in }
    ) throws -> ControlServer? {
        do {
            let socket = try ControlSocket(path: places.controlSocket.path)
            return ControlServer(
                at: socket,
                door: door,
                control: wakening.control,
                transcription: transcription,
                webhooks: webhooks,
                version: Behest.version,
                onReady: onReady
            )
        } catch {
            guard !wakening.needsSocket, door == nil else { throw error }
            StandardError.write("behest: \(error) This one listens all the same, but no shortcut reaches it.")
            return nil
        }
    }
}
