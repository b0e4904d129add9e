internal import BehestInference
internal import BehestPipeline
internal import BehestSpeech
internal import BehestTransport
internal import BehestAudio
internal import FoundationEssentials

extension Assembly {
    /// The embedded recognisers, and what finds the speech for them.
    ///
    /// - Parameter sizes: the recognisers in the order in which they hear.
    /// - Returns: what hears; nothing is loaded yet.
    /// - Throws: `InferenceError` when ONNX Runtime is missing. A missing model shows when it is first needed.
    func hearing(_ sizes: [MoonshineSize]) throws -> CommandPipeline.Hearing {
        try recognition(sizes, Configuration.Transcription()).hearing
    }

    /// What turns sound into words.
    ///
    /// - Parameters:
    ///   - sizes: the embedded recognisers in the order in which they hear; among endpoints, the last of them does.
    ///   - configuration: the endpoints; without any, the embedded recognisers hear alone.
    ///   - vocabulary: gives words that are likely to be said, the most important first; endpoints are told, and without any it is
    ///     not asked.
    /// - Returns: what hears; nothing is loaded or connected yet.
    /// - Throws: `InferenceError` when ONNX Runtime is missing; `TranscriptionError` when an endpoint cannot be used as it is
    ///   configured.
    func recognition(
        _ sizes: [MoonshineSize],
        _ configuration: Configuration.Transcription,
        vocabulary: () -> [String] = { [] }
    ) throws -> Recognition {
        let models = places.models
        let runtime = try InferenceRuntime(library: models.runtimeLibrary.path)
        let embedded = recognisers(sizes, runtime)
        let detection = UtteranceReader.Detection(runtime: runtime, modelPath: models.voiceActivityModel.path)
        let backlog = Backlog()
        guard !configuration.endpoints.isEmpty else {
            let ears = embedded.map { CommandPipeline.Ear(transcriber: PlausibleTranscriber($0), witness: $0) }
            return Recognition(hearing: .init(detection: detection, ears: ears), embedded: embedded, backlog: backlog)
        }
        let client = HTTPClient()
        let vocabulary = vocabulary()
        let links = try configuration.endpoints.map {
            ChainLink(
                try transcriber($0, embedded: embedded, vocabulary: vocabulary, client: client),
                name: $0.name,
                settings: ChainLink.Settings($0)
            )
        }
        let chain = TranscriberChain(links, recovered: { _ in backlog.endpointIsBack() })
        let isEmbeddedAsked = configuration.endpoints.contains { $0.means == .embedded }
        // It weighs only what it has transcribed itself: the probabilities of two models cannot be compared.
        let ear = CommandPipeline.Ear(
            transcriber: chain,
            witness: isEmbeddedAsked ? embedded.last : nil,
            pauseHops: configuration.endpoints.first?.means == .embedded ? 1 : CommandPipeline.Ear.remotePauseHops
        )
        return Recognition(
            hearing: .init(detection: detection, ears: [ear]),
            embedded: embedded,
            chain: chain,
            backlog: backlog
        )
    }

    /// Embedded recognisers; nothing is loaded yet.
    ///
    /// - Throws: `InferenceError` when ONNX Runtime is missing.
    func embeddedRecognisers(_ sizes: [MoonshineSize]) throws -> [MoonshineTranscriber] {
        recognisers(sizes, try InferenceRuntime(library: places.models.runtimeLibrary.path))
    }

    private func recognisers(_ sizes: [MoonshineSize], _ runtime: InferenceRuntime) -> [MoonshineTranscriber] {
        sizes.map { MoonshineTranscriber($0, store: places.models, runtime: runtime, threads: recogniserThreads) }
    }

    private func transcriber(
        _ endpoint: Configuration.Transcription.Endpoint,
        embedded: [MoonshineTranscriber],
        vocabulary: [String],
        client: HTTPClient
    ) throws -> any Transcriber {
        switch endpoint.means {
        case .embedded:
            guard let last = embedded.last else { preconditionFailure("there is always an embedded recogniser") }
            return last
        case .program(let arguments):
            return ProgramTranscriber(
                arguments: arguments,
                name: endpoint.name,
                limits: .init(time: endpoint.timeLimit)
            )
        case .wyoming(let address, let model):
            return WyomingTranscriber(
                WyomingSettings(
                    address: try WyomingAddress(address),
                    name: endpoint.name,
                    model: model,
                    language: endpoint.language,
                    vocabulary: vocabulary
                )
            )
        case .server(let server):
            var speech = try SpeechEndpoint(
                url: server.url,
                model: server.model,
                key: try server.keyVariable.map { try key(in: $0, of: endpoint) },
                kind: server.kind
            )
            speech.name = endpoint.name
            speech.language = endpoint.language
            speech.limits.firstByte = min(speech.limits.firstByte, endpoint.timeLimit)
            speech.limits.total = endpoint.timeLimit
            return EndpointTranscriber(speech, vocabulary: vocabulary, client: client)
        }
    }

    private func key(
        in variable: String,
        of endpoint: Configuration.Transcription.Endpoint
    ) throws(TranscriptionError) -> Secret {
        let key = Secret(environment[variable] ?? "")
        guard !key.isEmpty else {
            throw TranscriptionError(
                .misconfigured,
                "The environment variable '\(variable)', which is to hold the key of the speech endpoint '\(endpoint.name)', is not "
                    + "set. Set it, or leave 'key-from-environment' out."
            )
        }
        return key
    }

    /// One run of the recogniser gains little from more than four threads.
    private var recogniserThreads: Int {
        min(4, ProcessInfo.processInfo.activeProcessorCount)
    }
}

extension ChainLink.Settings {
    /// How an endpoint is dealt with.
    fileprivate init(_ endpoint: Configuration.Transcription.Endpoint) {
        self.init()
        timeLimit = endpoint.timeLimit
        retry.retries = endpoint.retries
        hedge = endpoint.hedgeDelay.map { ChainLink.Hedge(after: $0) }
    }
}
