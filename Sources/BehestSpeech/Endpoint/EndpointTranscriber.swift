public import BehestAudio
public import BehestTransport
internal import Synchronization

/// Transcribes by a server with OpenAI's transcription API (`POST …/v1/audio/transcriptions`).
///
/// ```swift
/// let endpoint = try SpeechEndpoint(url: "http://localhost:8000/v1", model: "whisper-base", kind: .speaches)
/// let transcript = try await EndpointTranscriber(endpoint).transcribe(utterance)
/// ```
///
/// It asks once: when to ask again, or somebody else, is not its affair. What was said goes to the server that was named and no
/// further, whatever that answers.
public final class EndpointTranscriber: StreamingTranscriber {
    /// The name that transcripts carry.
    public var name: String { endpoint.name }

    let endpoint: SpeechEndpoint
    private let client: HTTPClient
    private let vocabulary: [String]
    private let heard: (@Sendable (String) -> Void)?
    /// Which of the profile's forms the server took last.
    private let form = Mutex(0)
    /// Whether the server has refused sound that still grew, and then taken it whole.
    private let wantsAllAtOnce = Mutex(false)
    private let followed = FollowedSpeech()

    /// A tenth of a second: services refuse less, in which nobody can say a word.
    static let leastSamples = speechSampleRate / 10

    /// After how long without a word more a request is given up whose sound still grows: nobody asks for its end.
    private static let longestPause = Duration.seconds(10)

    /// Makes a transcriber; nothing is connected yet.
    ///
    /// - Parameters:
    ///   - endpoint: the server.
    ///   - vocabulary: the words to expect, the most important first; what the server has no room for is left out.
    ///   - client: what asks; sharing one shares its connections.
    ///   - heard: told what was heard so far, where the endpoint ``SpeechEndpoint/asksForEvents``.
    public init(
        _ endpoint: SpeechEndpoint,
        vocabulary: [String] = [],
        client: HTTPClient = HTTPClient(),
        heard: (@Sendable (String) -> Void)? = nil
    ) {
        self.endpoint = endpoint
        self.vocabulary = vocabulary
        self.client = client
        self.heard = heard
    }

    /// Does nothing: the connection is made with the first utterance, or while it is spoken.
    public func prepare() async throws {}

    /// Transcribes an utterance; what was followed of it is not sent again, unless the server does not take it so.
    ///
    /// - Throws: ``TranscriptionError``; `CancellationError`.
    public func transcribe(_ utterance: Utterance) async throws -> Transcript {
        try Task.checkCancellation()
        let formBefore = form.withLock(\.self)
        switch try await followed.outcome(of: utterance) {
        case .heard(let transcript): return transcript
        case .unknown: return try await transcribe(utterance.samples)
        case .lost(let error):
            let transcript = try await transcribe(utterance.samples)
            // Where another form of the answer helped, the sound was not to blame.
            if error?.isOfWay == true, form.withLock(\.self) == formBefore { wantsAllAtOnce.withLock { $0 = true } }
            return transcript
        }
    }

    /// Sends what was said so far, where the server takes sound that still grows.
    public func follow(_ utterance: Utterance) async {
        guard sendsGrowingSound, !utterance.samples.isEmpty else { return }
        let most = endpoint.profile.longestUpload
        if let most, WAVRecording.length(sampleCount: utterance.samples.count) > most { return }
        await followed.follow(utterance, by: open)
    }

    /// Ends the request with what was sent so far.
    public func stopFollowing(_ utterance: Utterance) async {
        await followed.stop(utterance)
    }

    /// Begins with an utterance; where the server does not take sound that still grows, it is sent at the end.
    public func open() async throws -> any TranscriptionStream {
        try Task.checkCancellation()
        guard sendsGrowingSound else { return CollectedStream(self) }
        let format = formats[form.withLock { $0 }]
        return try await EndpointStream(self, TranscriptionRequest(endpoint, format: format, vocabulary: vocabulary))
    }

    private var sendsGrowingSound: Bool { endpoint.sendsGrowingSound && !wantsAllAtOnce.withLock(\.self) }

    // MARK: - Asking

    func transcribe(_ samples: [Int16]) async throws -> Transcript {
        try Task.checkCancellation()
        guard !samples.isEmpty else { return TranscriptionAnswer(text: "").transcript(model: name) }
        let length = WAVRecording.length(sampleCount: samples.count)
        if let most = endpoint.profile.longestUpload, length > most {
            throw EndpointFailure(endpoint: endpoint).tooLong(bytes: length, most: most)
        }
        let sound = WAVRecording.bytes(of: samples.padded(to: Self.leastSamples))
        var index = form.withLock { $0 }
        while true {
            let request = TranscriptionRequest(endpoint, format: formats[index], vocabulary: vocabulary)
            var form = request.form
            form.add("file", bytes: sound, as: "speech.wav", contentType: WAVRecording.contentType)
            do {
                let transcript = try await transcript(from: open(form), format: request.format)
                self.form.withLock { $0 = index }
                return transcript
            } catch let error as TranscriptionError where error.isOfForm && index + 1 < formats.count {
                index += 1
            }
        }
    }

    /// Waits for an answer.
    ///
    /// - Parameters:
    ///   - exchange: the request on its way.
    ///   - format: the form that was asked for.
    /// - Returns: what was heard.
    /// - Throws: ``TranscriptionError``; `CancellationError`.
    func transcript(from exchange: HTTPExchange, format: EndpointProfile.Format) async throws -> Transcript {
        let failure = EndpointFailure(endpoint: endpoint)
        do {
            let head = try await exchange.head()
            guard head.isSuccess else { throw failure.error(of: try await refusal(head, exchange)) }
            do {
                let isStream = head[header: "Content-Type"]?.lowercased().hasPrefix("text/event-stream") == true
                let answer =
                    isStream
                    ? try await events(of: exchange)
                    : try TranscriptionAnswer(await exchange.response().body, format: format)
                return answer.transcript(model: name)
            } catch let nonsense as TranscriptionAnswer.Nonsense {
                throw failure.error(of: nonsense, status: head.status)
            }
        } catch let error as TransportError {
            throw failure.error(of: error)
        }
    }

    /// Waits for the rest of a refusal; what its status says holds also where the rest does not come.
    private func refusal(_ head: HTTPResponse, _ exchange: HTTPExchange) async throws -> HTTPResponse {
        do {
            return try await exchange.response()
        } catch is TransportError {
            return head
        }
    }

    /// Begins with a request.
    func open(_ form: MultipartForm) throws(TranscriptionError) -> HTTPExchange {
        var request = HTTPRequest(.post, endpoint.address)
        request.headers = [HTTPHeader("Accept", "application/json, text/event-stream;q=0.9, text/plain;q=0.8")]
        request.key = endpoint.key
        request.upload = HTTPUpload(form)
        request.socketPath = endpoint.socketPath
        request.authorities = endpoint.authorities
        request.connectionTimeout = endpoint.limits.connection
        request.firstByteTimeout = endpoint.limits.firstByte
        request.timeout = endpoint.limits.total
        request.longestPause = Self.longestPause
        request.longestAnswer = endpoint.limits.bytes
        // What was said is for this server alone.
        request.mostRedirects = 0
        do throws(TransportError) {
            return try client.open(request)
        } catch {
            throw EndpointFailure(endpoint: endpoint).error(of: error)
        }
    }

    private func events(of exchange: HTTPExchange) async throws -> TranscriptionAnswer {
        var events = TranscriptionEvents()
        var told = ""
        while !events.isWhole, let piece = try await exchange.next() {
            try events.take(piece)
            guard let heard, events.text != told else { continue }
            told = events.text
            heard(told)
        }
        // The end of the stream is not waited for, but come it must for the connection to be used again.
        exchange.leave()
        return try events.end()
    }

    /// The forms of answers, the best first.
    private var formats: [EndpointProfile.Format] { endpoint.profile.formats }
}

extension TranscriptionError {
    /// Whether the form of the answer may be what was refused.
    fileprivate var isOfForm: Bool { [400, 415, 422, 501].contains(status) }

    /// Whether it may be that sound was not taken whose length was not told: refused, or answered before it was all there.
    fileprivate var isOfWay: Bool { status.map { Self.isOfWay(status: $0) || $0 == 200 } ?? false }

    /// Whether a status may mean that sound is not taken whose length is not told.
    static func isOfWay(status: Int) -> Bool { [400, 411, 413, 415, 422, 501].contains(status) }
}

extension [Int16] {
    /// The samples, with silence behind them if they are too few.
    func padded(to count: Int) -> [Int16] {
        self + [Int16](repeating: 0, count: Swift.max(0, count - self.count))
    }
}
