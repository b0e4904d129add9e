import BehestAudio
import BehestSpeech
import BehestTransport
import FoundationEssentials
import Synchronization
import TestSupport
import Testing

/// The adapter against the mock server, which answers and fails as the real ones do.
@Suite(.serialized, .timeLimit(.minutes(2)))
struct EndpointTranscriberTests {
    private static let words = "File a bug saying the import button does nothing."

    /// Short limits where something hangs, long ones where nothing may depend on the machine's haste.
    private func endpoint(
        _ server: MockSpeechEndpoint,
        _ kind: EndpointProfile.Kind = .openAI,
        model: String = "whisper-1",
        key: String? = nil
    ) throws -> SpeechEndpoint {
        var endpoint = try SpeechEndpoint(
            url: server.api,
            model: model,
            key: key.map { Secret($0) },
            kind: kind,
            socketPath: server.socketPath
        )
        endpoint.limits = .init(connection: .seconds(20), firstByte: .seconds(30), total: .seconds(30))
        return endpoint
    }

    private func stream(_ transcriber: EndpointTranscriber, _ utterance: Utterance) async throws -> Transcript {
        let stream = try await transcriber.open()
        var rest = utterance.samples[...]
        while !rest.isEmpty {
            try await stream.append(Array(rest.prefix(8_000)))
            rest = rest.dropFirst(8_000)
        }
        return try await stream.finish()
    }

    // MARK: - What servers answer

    @Test(arguments: EndpointProfile.Kind.allCases)
    func doesWhatEveryTranscriberMust(kind: EndpointProfile.Kind) async throws {
        try await MockSpeechEndpoint.serving([kind == .compatible ? "openai" : kind.rawValue]) { server in
            let transcriber = EndpointTranscriber(try endpoint(server, kind))
            try await checkTranscriber(transcriber)
            let speech = try recording("file-a-bug")
            #expect(try await transcriber.transcribe(speech).text == Self.words)
            #expect(try await stream(transcriber, speech) == (try await transcriber.transcribe(speech)))
            #expect(Set(try await server.requests().map(\.path)) == ["/v1/audio/transcriptions"])
        }
    }

    @Test(arguments: [EndpointProfile.Kind.openAI, .speaches, .vLLM, .localAI])
    func eventsTellWhatIsHeardSoFar(kind: EndpointProfile.Kind) async throws {
        try await MockSpeechEndpoint.serving([kind.rawValue]) { server in
            var endpoint = try endpoint(server, kind, model: "gpt-4o-transcribe")
            endpoint.asksForEvents = true
            let heard = Mutex<[String]>([])
            let transcriber = EndpointTranscriber(endpoint) { text in heard.withLock { $0.append(text) } }
            let transcript = try await transcriber.transcribe(recording("file-a-bug"))
            #expect(transcript.text == Self.words)
            let texts = heard.withLock { $0 }
            #expect(texts.last == Self.words)
            #expect(zip(texts, texts.dropFirst()).allSatisfy { $1.hasPrefix($0) })
            #expect((transcript.meanLogProbability != nil) == (kind == .openAI))
        }
    }

    @Test func sendsTheSoundTheFieldsAndTheKey() async throws {
        try await MockSpeechEndpoint.serving(options: ["--expect-key", "s3cret"]) { server in
            var endpoint = try endpoint(server, .speaches, model: "speaches", key: "s3cret")
            endpoint.language = "en-GB"
            let transcriber = EndpointTranscriber(endpoint, vocabulary: ["Behest", "hibari"])
            let speech = try recording("file-a-bug")
            #expect(try await transcriber.transcribe(speech).text == Self.words)
            let request = try #require(try await server.requests(ended: 1).first)
            #expect(
                request.fields == [
                    ["model", "speaches"], ["response_format", "verbose_json"], ["language", "en"],
                    ["hotwords", "Behest, hibari"],
                ]
            )
            #expect(request.headers["Authorization"] == "Bearer s3cret")
            #expect(!request.chunked)
            let file = try #require(request.file)
            #expect(file.name == "speech.wav")
            #expect(file.type == "audio/wav")
            #expect(file.bytes == 44 + speech.samples.count * 2)
            #expect(file.told == speech.samples.count * 2)
            #expect(!file.silent)
        }
    }

    @Test func speechIsSentWhileItGoesOn() async throws {
        try await MockSpeechEndpoint.serving(["vllm"]) { server in
            let transcriber = EndpointTranscriber(try endpoint(server, .vLLM))
            let speech = try recording("file-a-bug")
            let stream = try await transcriber.open()
            try await stream.append(Array(speech.samples.prefix(8_000)))
            let early = try #require(try await server.requests(begun: 1).first)
            #expect(early.chunked)
            #expect(early.end == nil)
            try await stream.append(Array(speech.samples.dropFirst(8_000)))
            #expect(try await stream.finish().text == Self.words)
            let file = try #require(try await server.requests(ended: 1).first?.file)
            #expect(file.bytes == 44 + speech.samples.count * 2)
            #expect(file.told == 0xFFFF_FFFF)
        }
    }

    @Test func aServerThatWantsAllAtOnceGetsIt() async throws {
        try await MockSpeechEndpoint.serving(["groq"]) { server in
            let speech = try recording("file-a-bug")
            #expect(try await stream(EndpointTranscriber(try endpoint(server, .groq)), speech).text == Self.words)
            let requests = try await server.requests(ended: 1)
            #expect(requests.map(\.chunked) == [false])
            #expect(requests.first?.file?.told == speech.samples.count * 2)
        }
    }

    @Test(arguments: [true, false])
    func nothingIsNotSentAndLittleIsFilledUp(grows: Bool) async throws {
        try await MockSpeechEndpoint.serving(["speaches"]) { server in
            var endpoint = try endpoint(server, .speaches)
            endpoint.sendsGrowingSound = grows
            let transcriber = EndpointTranscriber(endpoint)
            let empty = try await transcriber.open()
            #expect(try await empty.finish().text.isEmpty)
            let short = try await transcriber.open()
            try await short.append([0, 0, 0])
            #expect(try await short.finish().text.isEmpty)
            let files = try await server.requests().compactMap(\.file)
            #expect(files.map(\.seconds) == [0.1])
        }
    }

    @Test func anUnknownServerIsAskedForLessWhereItRefusesMore() async throws {
        try await MockSpeechEndpoint.serving(["openai"]) { server in
            let transcriber = EndpointTranscriber(try endpoint(server, .compatible, model: "gpt-4o-transcribe"))
            for _ in 0..<2 { #expect(try await transcriber.transcribe(recording("file-a-bug")).text == Self.words) }
            let formats = try await server.requests(ended: 3).flatMap { $0["response_format"] }
            #expect(formats == ["verbose_json", "json", "json"], "it is found out once")
        }
    }

    @Test func whatNoFormHelpsDoesNotChangeTheForm() async throws {
        try await MockSpeechEndpoint.serving(["status:400", "status:400", "status:400", "openai"]) { server in
            let transcriber = EndpointTranscriber(try endpoint(server, .compatible))
            let error = await #expect(throws: TranscriptionError.self) {
                _ = try await transcriber.transcribe(recording("file-a-bug"))
            }
            #expect(error?.code == .refused)
            #expect(try await transcriber.transcribe(recording("file-a-bug")).text == Self.words)
            let formats = try await server.requests(ended: 4).flatMap { $0["response_format"] }
            #expect(formats == ["verbose_json", "json", "text", "verbose_json"])
        }
    }

    @Test func aSocketIsAnAddressToo() async throws {
        let directory = try TemporaryDirectory()
        let path = directory.url.appending(path: "s").path
        try await MockSpeechEndpoint.serving(["openai"], options: ["--unix", path]) { server in
            let transcriber = EndpointTranscriber(try endpoint(server, key: "s3cret"))
            #expect(try await transcriber.transcribe(recording("file-a-bug")).text == Self.words)
        }
    }

    @Test func twoHundredUtterancesGoThroughEightConnections() async throws {
        try await MockSpeechEndpoint.serving(["openai"]) { server in
            let transcriber = EndpointTranscriber(try endpoint(server), client: HTTPClient(mostAtOnce: 8))
            let speech = try recording("file-a-bug")
            let texts = try await withThrowingTaskGroup(of: String.self) { group in
                for _ in 0..<200 { group.addTask { try await transcriber.transcribe(speech).text } }
                return try await group.reduce(into: Set()) { $0.insert($1) }
            }
            #expect(texts == [Self.words])
            let requests = try await server.requests(ended: 200)
            #expect(requests.count == 200)
            #expect(Set(requests.map(\.connection)).count <= 8)
        }
    }

    // MARK: - How servers fail

    struct Failure: Sendable, CustomTestStringConvertible {
        var behaviour: String
        var kind = EndpointProfile.Kind.openAI
        var code: TranscriptionError.Code
        var retry = TranscriptionError.Retry.never
        var status: Int?
        var part: String
        var testDescription: String { behaviour }
    }

    static let failures = [
        Failure(
            behaviour: "status:429:Retry-After=1",
            code: .limited,
            retry: .after(.seconds(1)),
            status: 429,
            part: "answered with the status 429 (\"as asked\"). It is asked too much; try again later."
        ),
        Failure(
            behaviour: "status:429:retry-after-ms=40",
            code: .limited,
            retry: .after(.milliseconds(40)),
            status: 429,
            part: "429"
        ),
        Failure(behaviour: "status:429:Retry-After=3600", code: .limited, status: 429, part: "429"),
        Failure(
            behaviour: "status:500",
            code: .failed,
            retry: .allowed,
            status: 500,
            part: "look at the server's own log"
        ),
        Failure(behaviour: "status:500:x-should-retry=false", code: .failed, status: 500, part: "500"),
        Failure(
            behaviour: "status:503:Retry-After=9",
            kind: .localAI,
            code: .failed,
            retry: .after(.seconds(9)),
            status: 503,
            part: "503"
        ),
        Failure(behaviour: "status:408", code: .timedOut, retry: .allowed, status: 408, part: "408"),
        Failure(
            behaviour: "status:404",
            code: .misconfigured,
            status: 404,
            part: "that the model 'whisper-1' is installed there"
        ),
        Failure(behaviour: "status:413", code: .refused, status: 413, part: "Speak in shorter stretches"),
        Failure(behaviour: "status:418", code: .failed, status: 418, part: "418"),
        Failure(behaviour: "quota", code: .limited, status: 429, part: "What was paid for is used up"),
        Failure(
            behaviour: "plain:400:Invalid request",
            kind: .whisperCpp,
            code: .refused,
            status: 400,
            part: "(\"Invalid request\"). Check the model"
        ),
        Failure(
            behaviour: "plain:404:File Not Found",
            kind: .whisperCpp,
            code: .failed,
            retry: .allowed,
            status: 404,
            part: "It may still load its model"
        ),
        Failure(
            behaviour: "detail:404:Model 'x' is not installed locally.",
            kind: .speaches,
            code: .misconfigured,
            status: 404,
            part: "(\"Model 'x' is not installed locally.\")"
        ),
        Failure(
            behaviour: "detail:403:Forbidden",
            kind: .speaches,
            code: .unauthorized,
            status: 403,
            part: "Check the key"
        ),
        Failure(
            behaviour: "detail:415:Failed to decode audio.",
            kind: .speaches,
            code: .refused,
            status: 415,
            part: "decode"
        ),
        Failure(behaviour: "html", code: .badAnswer, status: 200, part: "answered, but with a web page. Check that"),
        Failure(behaviour: "empty", code: .badAnswer, status: 200, part: "with nothing"),
        Failure(behaviour: "nonsense", code: .badAnswer, status: 200, part: "breaks off or is none"),
        Failure(behaviour: "number", code: .badAnswer, status: 200, part: "without a text"),
        Failure(behaviour: "invalid-utf8", code: .badAnswer, status: 200, part: "bytes that are no text"),
        Failure(
            behaviour: "error-in-200",
            code: .failed,
            retry: .allowed,
            status: 200,
            part: "answered with an error (\"The model is overloaded.\"). Try again"
        ),
        Failure(
            behaviour: "error-in-stream",
            kind: .localAI,
            code: .failed,
            retry: .allowed,
            status: 200,
            part: "answered with an error (\"backend died\")"
        ),
        Failure(behaviour: "cut", code: .badAnswer, retry: .allowed, part: "gave no transcript"),
        Failure(behaviour: "cut-stream", kind: .localAI, code: .badAnswer, retry: .allowed, part: "gave no transcript"),
        Failure(
            behaviour: "unfinished-stream",
            kind: .localAI,
            code: .badAnswer,
            retry: .allowed,
            status: 200,
            part: "broke off in the middle"
        ),
        Failure(behaviour: "endless", code: .badAnswer, part: "Check that it is the right address."),
        Failure(behaviour: "endless-stream", code: .badAnswer, part: "Check that it is the right address."),
        Failure(behaviour: "close", code: .failed, retry: .allowed, part: "Check that the server runs"),
    ]

    @Test(arguments: failures)
    func aFailureIsAnErrorThatSaysWhatToDo(_ failure: Failure) async throws {
        try await MockSpeechEndpoint.serving([failure.behaviour]) { server in
            let transcriber = EndpointTranscriber(try endpoint(server, failure.kind, key: "s3cret"))
            let error = await #expect(throws: TranscriptionError.self) {
                _ = try await transcriber.transcribe(recording("file-a-bug"))
            }
            #expect(error?.code == failure.code)
            #expect(error?.retry == failure.retry)
            #expect(error?.status == failure.status)
            let message = try #require(error?.message)
            #expect(message.contains(failure.part), "\(message)")
            #expect(message.contains(server.api))
            #expect(!message.contains("s3cret"))
            #expect(try await server.requests(ended: 1).count == 1, "it asks once")
        }
    }

    @Test func aDateIsWaitedFor() async throws {
        try await MockSpeechEndpoint.serving(["status:429:Retry-After=date+30"]) { server in
            let error = await #expect(throws: TranscriptionError.self) {
                _ = try await EndpointTranscriber(endpoint(server)).transcribe(recording("file-a-bug"))
            }
            guard case .after(let wait) = error?.retry else {
                Issue.record("\(String(describing: error?.retry))")
                return
            }
            // Both are told in whole seconds.
            #expect((28...30).contains(wait / .seconds(1)))
        }
    }

    @Test(arguments: ["hang", "deaf", "hang-after-head", "trickle:0.02"])
    func aServerThatIsTooSlowIsGivenUp(behaviour: String) async throws {
        try await MockSpeechEndpoint.serving([behaviour]) { server in
            var endpoint = try endpoint(server)
            endpoint.limits = .init(connection: .seconds(20), firstByte: .milliseconds(400), total: .milliseconds(800))
            let error = await #expect(throws: TranscriptionError.self) {
                _ = try await EndpointTranscriber(endpoint).transcribe(recording("file-a-bug"))
            }
            #expect(error?.code == .timedOut)
            #expect(error?.retry == .allowed)
            let part =
                behaviour == "hang" || behaviour == "deaf" ? "begin to answer within 0.4 seconds" : "within 0.8 seconds"
            #expect(error?.message.contains(part) == true, "\(error?.message ?? "")")
            #expect(try await server.requests(ended: 1).map(\.end) == ["gone"])
        }
    }

    @Test func nobodyThereIsUnreachable() async throws {
        // A port that was free a moment ago.
        let server = try await MockSpeechEndpoint.serving { $0 }
        let error = await #expect(throws: TranscriptionError.self) {
            _ = try await EndpointTranscriber(endpoint(server)).transcribe(recording("file-a-bug"))
        }
        #expect(error?.code == .unreachable)
        #expect(error?.retry == .allowed)
    }

    @Test func aWrongKeyIsNotRepeated() async throws {
        try await MockSpeechEndpoint.serving(["plain:400:The key s3cret is of another project."]) { server in
            let error = await #expect(throws: TranscriptionError.self) {
                _ = try await EndpointTranscriber(endpoint(server, key: "s3cret")).transcribe(recording("file-a-bug"))
            }
            #expect(error?.message.contains("The key (secret) is of another project.") == true)
        }
        try await MockSpeechEndpoint.serving(options: ["--expect-key", "right"]) { server in
            let error = await #expect(throws: TranscriptionError.self) {
                _ = try await EndpointTranscriber(endpoint(server, key: "wrong")).transcribe(recording("file-a-bug"))
            }
            #expect(error?.code == .unauthorized)
            #expect(
                error?.message.hasSuffix("answered with the status 401. Check the key that config.yaml names.") == true
            )
        }
    }

    @Test func neitherKeyNorSpeechFollowsARedirect() async throws {
        try await MockSpeechEndpoint.serving(["openai"]) { other in
            let elsewhere = other.api.replacing("127.0.0.1", with: "localhost") + "/audio/transcriptions?key=hunter2"
            try await MockSpeechEndpoint.serving(["redirect:\(elsewhere)"]) { server in
                let transcriber = EndpointTranscriber(try endpoint(server, key: "s3cret"))
                let error = await #expect(throws: TranscriptionError.self) {
                    _ = try await transcriber.transcribe(recording("file-a-bug"))
                }
                #expect(error?.code == .misconfigured)
                #expect(error?.message.contains("sends on to 'http://localhost") == true)
                #expect(error?.message.contains("hunter2") == false)
                #expect(try await other.requests().isEmpty)
            }
        }
    }

    @Test func aRecordingThatIsTooLongIsNotSent() async throws {
        try await MockSpeechEndpoint.serving { server in
            let long = Utterance(
                id: "long",
                source: "test",
                start: .zero,
                samples: [Int16](repeating: 1, count: 8_000_000),
                isCutShort: false
            )
            let error = await #expect(throws: TranscriptionError.self) {
                _ = try await EndpointTranscriber(endpoint(server, .localAI)).transcribe(long)
            }
            #expect(error?.code == .refused)
            #expect(error?.message.contains("takes recordings of 15 MB at most, and this one has 16 MB") == true)
            let requests = try await server.requests()
            #expect(requests.isEmpty)
        }
    }

    // MARK: - Giving up

    @Test(arguments: ["hang", "hang-after-head", "trickle", "endless-stream"])
    func cancellingEndsTheRequest(behaviour: String) async throws {
        try await MockSpeechEndpoint.serving([behaviour]) { server in
            var endpoint = try endpoint(server)
            endpoint.limits.bytes = .max
            let transcriber = EndpointTranscriber(endpoint)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { _ = try await transcriber.transcribe(recording("file-a-bug")) }
                _ = try await server.requests(begun: 1)
                group.cancelAll()
                await #expect(throws: CancellationError.self) { try await group.waitForAll() }
            }
            #expect(try await server.requests(ended: 1).map(\.end) == ["gone"])
        }
    }

    @Test func aStreamThatIsGivenUpIsGone() async throws {
        try await MockSpeechEndpoint.serving(["vllm"]) { server in
            let transcriber = EndpointTranscriber(try endpoint(server, .vLLM))
            let speech = try recording("file-a-bug")
            let stream = try await transcriber.open()
            try await stream.append(speech.samples)
            _ = try await server.requests(begun: 1)
            await stream.cancel()
            await #expect(throws: CancellationError.self) { _ = try await stream.finish() }
            #expect(try await server.requests(ended: 1).map(\.end) == ["gone"])
            #expect(try await transcriber.transcribe(speech).text == Self.words)
        }
    }

    @Test func aServerThatRefusesInTheMiddleOfSpeechIsHeardAtItsEnd() async throws {
        try await MockSpeechEndpoint.serving(["early:503"]) { server in
            let error = await #expect(throws: TranscriptionError.self) {
                _ = try await stream(EndpointTranscriber(endpoint(server, .vLLM)), recording("file-a-bug"))
            }
            #expect(error?.code == .failed)
            #expect(error?.retry == .allowed)
        }
    }
}
