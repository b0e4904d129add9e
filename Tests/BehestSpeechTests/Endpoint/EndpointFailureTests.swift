import BehestAudio
import BehestSpeech
import BehestTransport
import FoundationEssentials
import TestSupport
import Testing

/// How the adapter tells of what servers do wrong.
@Suite(.serialized, .timeLimit(.minutes(2)))
struct EndpointFailureTests {
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
            behaviour: "key-error:200",
            code: .unauthorized,
            status: 200,
            part: "answered with an error. Check the key that config.yaml names."
        ),
        Failure(
            behaviour: "key-error:400",
            code: .unauthorized,
            status: 400,
            part: "answered with the status 400. Check the key that config.yaml names."
        ),
        Failure(
            behaviour: "error-in-stream",
            kind: .localAI,
            code: .failed,
            retry: .allowed,
            status: 200,
            part: "answered with an error (\"backend died\")"
        ),
        Failure(
            behaviour: "cut-status:503",
            code: .failed,
            retry: .allowed,
            status: 503,
            part: "answered with the status 503"
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
            let transcriber = EndpointTranscriber(try server.endpoint(failure.kind, key: "s3cret"))
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
                _ = try await EndpointTranscriber(server.endpoint()).transcribe(recording("file-a-bug"))
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
            var endpoint = try server.endpoint()
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
            _ = try await EndpointTranscriber(server.endpoint()).transcribe(recording("file-a-bug"))
        }
        #expect(error?.code == .unreachable)
        #expect(error?.retry == .allowed)
    }

    @Test func aWrongKeyIsNotRepeated() async throws {
        try await MockSpeechEndpoint.serving(["plain:400:The key s3cret is of another project."]) { server in
            let error = await #expect(throws: TranscriptionError.self) {
                _ = try await EndpointTranscriber(server.endpoint(key: "s3cret")).transcribe(recording("file-a-bug"))
            }
            #expect(error?.message.contains("The key (secret) is of another project.") == true)
        }
        try await MockSpeechEndpoint.serving(options: ["--expect-key", "right"]) { server in
            let error = await #expect(throws: TranscriptionError.self) {
                _ = try await EndpointTranscriber(server.endpoint(key: "wrong")).transcribe(recording("file-a-bug"))
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
                let transcriber = EndpointTranscriber(try server.endpoint(key: "s3cret"))
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
                _ = try await EndpointTranscriber(server.endpoint(.localAI)).transcribe(long)
            }
            #expect(error?.code == .refused)
            #expect(error?.message.contains("takes recordings of 15 MB at most, and this one has 16 MB") == true)
            let requests = try await server.requests()
            #expect(requests.isEmpty)
        }
    }
}
