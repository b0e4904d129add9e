public import BehestAudio
public import BehestTransport

/// A speech service that speaks the Wyoming protocol, such as those of Home Assistant: faster-whisper and the like.
///
/// ```swift
/// let address = try WyomingAddress("tcp://localhost:10300")
/// let transcriber = WyomingTranscriber(WyomingSettings(address: address, language: "en"))
/// ```
///
/// Each utterance has a connection of its own. Its speech can be sent while it still goes on, and the transcript may come
/// whole or in pieces.
public struct WyomingTranscriber: StreamingTranscriber {
    /// How the service is used.
    public let settings: WyomingSettings

    /// What transcripts call it.
    public var name: String { settings.name }

    private let followed = FollowedSpeech()

    /// Makes a transcriber; nothing is connected with yet.
    public init(_ settings: WyomingSettings) {
        self.settings = settings
    }

    /// Does nothing: the service has loaded its model or does so by itself, and a connection serves one utterance.
    public func prepare() {}

    /// Asks the service what it has.
    ///
    /// - Returns: its programs and models.
    /// - Throws: ``TranscriptionError`` when it cannot be used; `CancellationError`.
    public func describe() async throws -> WyomingInfo {
        let connection = try await connect()
        defer { connection.close() }
        return try await WyomingTimeLimit(settings.limits.firstAnswer).run {
            try await connection.send(WyomingInfo.question)
            while let event = try await connection.receive() {
                if let info = event.message(WyomingInfo.self) { return info }
            }
            throw WyomingError(.cutShort, "The service did not tell what it has. Try again.")
        } orThrow: { error in
            TranscriptionError(error, from: settings)
        }
    }

    /// Sends what was said so far.
    public func follow(_ utterance: Utterance) async {
        guard !utterance.samples.isEmpty else { return }
        await followed.follow(utterance, by: open)
    }

    /// Closes the connection over which something was sent.
    public func stopFollowing(_ utterance: Utterance) async {
        await followed.stop(utterance)
    }

    /// Transcribes an utterance; what was followed of it is not sent again.
    ///
    /// - Parameter utterance: the speech.
    /// - Returns: what was heard.
    /// - Throws: ``TranscriptionError``; `CancellationError`, and then the connection is closed.
    public func transcribe(_ utterance: Utterance) async throws -> Transcript {
        try Task.checkCancellation()
        if case .heard(let transcript) = try await followed.outcome(of: utterance) { return transcript }
        // Not every service bears sound without a single sample.
        guard !utterance.samples.isEmpty else { return transcript("") }
        let stream = try await open()
        try await stream.append(utterance.samples)
        return try await stream.finish()
    }

    /// Begins with an utterance.
    ///
    /// - Returns: where its sound goes.
    /// - Throws: ``TranscriptionError`` when the service cannot be used; `CancellationError`.
    public func open() async throws -> any TranscriptionStream {
        let connection = try await connect()
        let request = WyomingTranscribe(
            model: settings.model,
            language: settings.language,
            terms: Array(settings.vocabulary.prefix(WyomingSettings.mostTerms))
        )
        return try await WyomingTimeLimit(settings.limits.firstAnswer).run {
            try await connection.send(request.event)
            try await connection.send(WyomingSoundStart(.speech).event)
            return WyomingTranscription(connection, of: self)
        } orThrow: { error in
            TranscriptionError(error, from: settings)
        }
    }

    private func connect() async throws -> WyomingConnection {
        try await WyomingTimeLimit(settings.limits.connecting).run {
            try await WyomingConnection.open(to: settings.address)
        } orThrow: { error in
            guard let exceeded = error as? WyomingTimeLimit.Exceeded else {
                return TranscriptionError(error, from: settings)
            }
            return TranscriptionError(
                .unreachable,
                "'\(settings.address)' did not answer within \(exceeded.limit.text). "
                    + "Check that the service runs and that the address is right.",
                retry: .allowed
            )
        }
    }

    /// A transcript of the service.
    func transcript(_ text: String, language: String? = nil) -> Transcript {
        let words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return Transcript(
            text: words,
            words: [],
            meanLogProbability: nil,
            tokenCount: words.split(separator: " ").count + 1,
            model: name,
            language: language
        )
    }
}
