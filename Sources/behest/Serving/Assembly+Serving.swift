internal import BehestAgents
internal import BehestPipeline
internal import BehestServer
internal import BehestSpeech
internal import BehestTransport
internal import FoundationEssentials
internal import Logging
internal import ServiceLifecycle

/// What `behest serve` offers to other programs.
extension Assembly {
    /// Puts the services together that others can ask: the control socket, with transcription, and what is configured beside it.
    ///
    /// - Parameters:
    ///   - settings: where they are served.
    ///   - live: the conversation, which takes orders where that is allowed.
    ///   - recognition: its embedded recognisers transcribe.
    ///   - wakening: what the control socket is told about.
    ///   - webhooks: what webhooks begin; `nil` for nothing.
    ///   - language: the language that is spoken.
    ///   - logger: told where they are served.
    /// - Returns: the services; none is served yet.
    /// - Throws: when an address, the token or the folder for uploads cannot be used or is taken; `ControlSocketError` when the socket is
    ///   needed and cannot be had.
    func servers(
        _ settings: Configuration.Server,
        _ live: LiveConversation,
        _ recognition: Recognition,
        _ wakening: Wakening,
        webhooks: WebhookReceiver?,
        language: String,
        logger: Logger
    ) async throws -> [any Service] {
        let queue = TranscriptionQueue()
        let folder = places.state.appending(path: "server")
        let token = folder.appending(path: "token").path
        let door = try settings.address.map {
            LoopbackDoor(at: try LoopbackAddress($0), token: try AccessToken(file: token))
        }
        // What is heard well is asked first.
        let models = Array(recognition.embedded.reversed())
        let transcription = TranscriptionEndpoint(
            models: models,
            detection: recognition.hearing.detection,
            queue: queue,
            spool: try UploadSpool(folder: folder.appending(path: "uploads").path),
            languages: [String(language.prefix { $0 != "-" })]
        )
        var services: [any Service] = []
        if let server = try controlServer(
            for: wakening,
            door: door,
            transcription: transcription,
            webhooks: webhooks,
            onReady: { port in
                guard let host = door?.address.host, let port else { return }
                let place = LoopbackAddress(host, port: port)
                logger.info("Transcribes at http://\(place)/v1 for whoever has the token of '\(token)'.")
            }
        ) {
            try await server.checkDoor()
            services.append(server)
        }
        if let address = settings.wyomingAddress, let model = models.first {
            let offer = WyomingOffer(
                hearing: .init(model, model: .moonshine(model.name), in: queue),
                reader: PipelineReader { live.reading },
                taker: settings.takesOrders ? ConversationOrders(live.conversation, outcomes: live.outcomes) : nil,
                languages: [language],
                version: Behest.version
            )
            let server = try WyomingServer(at: WyomingAddress(address), offering: offer, logger: logger) { place in
                logger.info("Speaks Wyoming at \(place).")
            }
            try await server.checkAddress()
            services.append(server)
        }
        return services
    }

    /// Makes what webhooks of other programs are taken by; `nil` when there are none.
    ///
    /// - Throws: `AgentError` when the secret of one cannot be read; `CancellationError`.
    func webhookReceiver(
        _ settings: Configuration.Server,
        _ records: CommandPipeline.Records,
        grammars: GrammarSource,
        workspace: String
    ) async throws -> WebhookReceiver? {
        guard settings.address != nil, !settings.hooks.isEmpty else { return nil }
        var hooks: [String: IncomingWebhook] = [:]
        for (name, hook) in settings.hooks {
            hooks[name] = try await IncomingWebhook(hook.signing, secret: hook.secret, environment: environment)
        }
        return WebhookReceiver(hooks, dispatcher: records.dispatcher, workspace: workspace) { grammars.current.planner }
    }
}
