internal import BehestTransport
internal import Synchronization

/// An utterance on its way to a Wyoming service.
final class WyomingTranscription: TranscriptionStream {
    private let connection: WyomingConnection
    private let transcriber: WyomingTranscriber

    /// Whether nothing is to be sent any more, as the answer is there already.
    private let isAnswered = Mutex(false)

    /// Whether nothing that the service answered was taken, nor waited for in vain.
    private let isUnheard = Mutex(true)

    /// After how long without a word more the connection is closed: nobody asks for the end.
    private static let longestPause = Duration.seconds(10)

    /// What a service says last.
    private static let lastTypes: Set = [WyomingTranscript.type, WyomingTranscriptStop.type, WyomingFailure.type]

    /// How many samples a piece has at most: half a second.
    private static let pieceLength = 8_000

    init(_ connection: WyomingConnection, of transcriber: WyomingTranscriber) {
        self.connection = connection
        self.transcriber = transcriber
    }

    func append(_ samples: [Int16]) async throws {
        connection.close(after: nil)
        defer { connection.close(after: Self.longestPause) }
        var start = 0
        while start < samples.count, !isAnswered.withLock(\.self) {
            let end = min(start + Self.pieceLength, samples.count)
            let piece = WyomingSoundPiece(speech: samples[start..<end])
            try await within(limits.firstAnswer) {
                do {
                    try await self.connection.send(piece.event)
                } catch let error as WyomingError {
                    // A service may answer before the end and hang up: what it said counts, be it words or why it gave up.
                    guard self.connection.hasReceived else { throw error }
                    self.isAnswered.withLock { $0 = true }
                }
            }
            start = end
        }
    }

    func finish() async throws -> Transcript {
        connection.close(after: nil)
        defer { connection.close() }
        let end = ContinuousClock.now
        var reading = WyomingAnswer()
        try await within(limits.firstAnswer) {
            do {
                if !self.isAnswered.withLock(\.self) { try await self.connection.send(WyomingSoundStop().event) }
            } catch let error as WyomingError {
                guard self.connection.hasReceived else { throw error }
            }
        }
        while true {
            let limit = reading.hasBegun ? limits.wholeAnswer : limits.firstAnswer
            let event = try await within(limit, since: end) { try await self.connection.receive() }
            if event != nil { isUnheard.withLock { $0 = false } }
            if let outcome = try reading.take(event, from: transcriber.settings) {
                return transcriber.transcript(outcome.text, language: outcome.language)
            }
        }
    }

    func cancel() async {
        connection.close()
    }

    var isOver: Bool {
        get async {
            if isAnswered.withLock(\.self) { return true }
            return await connection.isClosed(orHasReceived: Self.lastTypes)
        }
    }

    var mayBeRepeated: Bool { isUnheard.withLock(\.self) }

    private var limits: WyomingSettings.Limits { transcriber.settings.limits }

    private func within<Value: Sendable>(
        _ limit: Duration,
        since beginning: ContinuousClock.Instant = .now,
        _ work: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        try await WyomingTimeLimit(limit, since: beginning).run(work) { error in
            if error is WyomingTimeLimit.Exceeded { isUnheard.withLock { $0 = false } }
            return TranscriptionError(error, from: transcriber.settings)
        }
    }
}

/// What a service has answered so far.
struct WyomingAnswer {
    /// The pieces of the transcript; `nil` before the first.
    private var pieces: [String]?
    private var language: String?

    /// Whether the first of a transcript is there.
    var hasBegun: Bool { pieces != nil }

    /// Takes what came next.
    ///
    /// - Parameters:
    ///   - event: what came; `nil` when the connection was closed.
    ///   - settings: of the service, for what is said of failures.
    /// - Returns: the transcript, once it is whole.
    /// - Throws: ``TranscriptionError`` when there will be none.
    mutating func take(
        _ event: WyomingEvent?,
        from settings: WyomingSettings
    ) throws(TranscriptionError) -> (text: String, language: String?)? {
        guard let event else {
            throw TranscriptionError(
                .badAnswer,
                "'\(settings.address)' closed the connection without a whole transcript. Try again.",
                retry: .allowed
            )
        }
        if let transcript = event.message(WyomingTranscript.self) {
            return (transcript.text, transcript.language ?? language)
        }
        if let failure = event.message(WyomingFailure.self) {
            throw TranscriptionError(failure, from: settings)
        }
        if let start = event.message(WyomingTranscriptStart.self) {
            pieces = []
            language = start.language
        } else if let piece = event.message(WyomingTranscriptPiece.self) {
            pieces = (pieces ?? []) + [piece.text]
        } else if event.message(WyomingTranscriptStop.self) != nil, let pieces {
            // The whole should have come before, but its pieces are as good.
            return (pieces.joined(), language)
        } else if event.type == WyomingTranscript.type {
            throw TranscriptionError(
                .badAnswer,
                "'\(settings.address)' answered with a transcript that has no text. Update the service."
            )
        }
        return nil
    }
}
