internal import BehestTransport
internal import Synchronization

/// An utterance that is sent to a server while it is spoken.
final class EndpointStream: TranscriptionStream {
    private let transcriber: EndpointTranscriber
    private let exchange: HTTPExchange
    private let body: GrowingBody
    private let format: EndpointProfile.Format
    private let sampleCount = Mutex(0)

    init(
        _ transcriber: EndpointTranscriber,
        _ exchange: HTTPExchange,
        _ body: GrowingBody,
        _ format: EndpointProfile.Format
    ) {
        self.transcriber = transcriber
        self.exchange = exchange
        self.body = body
        self.format = format
    }

    /// Sends what was said since; once the server has refused it or is gone, there is nothing left to wait for until the end.
    func append(_ samples: [Int16]) async throws {
        sampleCount.withLock { $0 += samples.count }
        try await body.append(WAVRecording.body(of: samples))
    }

    func finish() async throws -> Transcript {
        let count = sampleCount.withLock { $0 }
        guard count > 0 else {
            exchange.cancel()
            return TranscriptionAnswer(text: "").transcript(model: transcriber.name)
        }
        let missing = [Int16]().padded(to: EndpointTranscriber.leastSamples - count)
        try await body.append(WAVRecording.body(of: missing))
        body.finish()
        return try await transcriber.transcript(from: exchange, format: format)
    }

    func cancel() async {
        exchange.cancel()
    }
}

/// An utterance that is kept until it is over, for a server that wants it whole.
final class CollectedStream: TranscriptionStream {
    private let transcriber: EndpointTranscriber
    private let samples = Mutex<[Int16]>([])

    init(_ transcriber: EndpointTranscriber) {
        self.transcriber = transcriber
    }

    func append(_ samples: [Int16]) async throws {
        try Task.checkCancellation()
        self.samples.withLock { $0 += samples }
    }

    func finish() async throws -> Transcript {
        try await transcriber.transcribe(samples.withLock { $0 })
    }

    func cancel() async {
        samples.withLock { $0 = [] }
    }
}
