internal import BehestTransport
internal import Synchronization

/// An utterance that is sent to a server while it is spoken.
final class EndpointStream: TranscriptionStream {
    private struct State {
        var sampleCount = 0
        var mayBeRepeated = true
    }

    /// How much may wait to be sent, in bytes: more than an utterance has, which is in memory anyway.
    private static let highWater = 8 * 1024 * 1024

    private let transcriber: EndpointTranscriber
    private let exchange: HTTPExchange
    private let body: GrowingBody
    private let format: EndpointProfile.Format
    private let state = Mutex(State())

    /// Begins with the head of a recording whose length nobody knows yet.
    init(_ transcriber: EndpointTranscriber, _ request: TranscriptionRequest) async throws {
        let body = GrowingBody(highWater: Self.highWater)
        var form = request.form
        form.add("file", growing: body, as: "speech.wav", contentType: WAVRecording.contentType)
        self.transcriber = transcriber
        self.body = body
        format = request.format
        exchange = try transcriber.open(form)
        try await body.append(WAVRecording.header(sampleCount: nil))
    }

    /// Sends what was said since; once the server has refused it or is gone, there is nothing left to wait for until the end.
    func append(_ samples: [Int16]) async throws {
        state.withLock { $0.sampleCount += samples.count }
        try await body.append(WAVRecording.body(of: samples))
    }

    func finish() async throws -> Transcript {
        let count = state.withLock(\.sampleCount)
        guard count > 0 else {
            exchange.cancel()
            return TranscriptionAnswer(text: "").transcript(model: transcriber.name)
        }
        let missing = [Int16]().padded(to: EndpointTranscriber.leastSamples - count)
        try await body.append(WAVRecording.body(of: missing))
        let isWhole = body.finish()
        if isWhole { await noteAnswer() }
        let transcript = try await transcriber.transcript(from: exchange, format: format)
        // Words for a part of an utterance may mean something else.
        guard isWhole, !exchange.isAnsweredEarly else {
            throw EndpointFailure(endpoint: transcriber.endpoint).tooEarly
        }
        return transcript
    }

    func cancel() async {
        exchange.cancel()
    }

    var isOver: Bool { body.isDropped }

    var mayBeRepeated: Bool { state.withLock(\.mayBeRepeated) }

    /// Waits until the answer begins, or is known not to come.
    private func noteAnswer() async {
        let mayBeRepeated: Bool
        do {
            let head = try await exchange.head()
            mayBeRepeated = exchange.isAnsweredEarly || TranscriptionError.isOfWay(status: head.status)
        } catch let error as TransportError {
            mayBeRepeated = error.code != .timedOut
        } catch {
            mayBeRepeated = false
        }
        state.withLock { $0.mayBeRepeated = mayBeRepeated }
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

    var isOver: Bool { false }

    var mayBeRepeated: Bool { false }
}
