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
    @Test(arguments: EndpointProfile.Kind.allCases)
    func doesWhatEveryTranscriberMust(kind: EndpointProfile.Kind) async throws {
        try await MockSpeechEndpoint.serving([kind == .compatible ? "openai" : kind.rawValue]) { server in
            let transcriber = EndpointTranscriber(try server.endpoint(kind))
            try await checkTranscriber(transcriber)
            let speech = try recording("file-a-bug")
            #expect(try await transcriber.transcribe(speech).text == MockWords.text)
            #expect(try await MockWords.stream(transcriber, speech) == (try await transcriber.transcribe(speech)))
            #expect(Set(try await server.requests().map(\.path)) == ["/v1/audio/transcriptions"])
        }
    }

    @Test(arguments: [EndpointProfile.Kind.openAI, .speaches, .vLLM, .localAI])
    func eventsTellWhatIsHeardSoFar(kind: EndpointProfile.Kind) async throws {
        try await MockSpeechEndpoint.serving([kind.rawValue]) { server in
            var endpoint = try server.endpoint(kind, model: "gpt-4o-transcribe")
            endpoint.asksForEvents = true
            let heard = Mutex<[String]>([])
            let transcriber = EndpointTranscriber(endpoint) { text in heard.withLock { $0.append(text) } }
            let transcript = try await transcriber.transcribe(recording("file-a-bug"))
            #expect(transcript.text == MockWords.text)
            let texts = heard.withLock { $0 }
            #expect(texts.last == MockWords.text)
            #expect(zip(texts, texts.dropFirst()).allSatisfy { $1.hasPrefix($0) })
            #expect((transcript.meanLogProbability != nil) == (kind == .openAI))
        }
    }

    @Test func sendsTheSoundTheFieldsAndTheKey() async throws {
        try await MockSpeechEndpoint.serving(options: ["--expect-key", "s3cret"]) { server in
            var endpoint = try server.endpoint(.speaches, model: "speaches", key: "s3cret")
            endpoint.language = "en-GB"
            let transcriber = EndpointTranscriber(endpoint, vocabulary: ["Behest", "hibari"])
            let speech = try recording("file-a-bug")
            #expect(try await transcriber.transcribe(speech).text == MockWords.text)
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
            let transcriber = EndpointTranscriber(try server.endpoint(.vLLM))
            let speech = try recording("file-a-bug")
            let stream = try await transcriber.open()
            try await stream.append(Array(speech.samples.prefix(8_000)))
            let early = try #require(try await server.requests(begun: 1).first)
            #expect(early.chunked)
            #expect(early.end == nil)
            try await stream.append(Array(speech.samples.dropFirst(8_000)))
            #expect(try await stream.finish().text == MockWords.text)
            let file = try #require(try await server.requests(ended: 1).first?.file)
            #expect(file.bytes == 44 + speech.samples.count * 2)
            #expect(file.told == 0xFFFF_FFFF)
        }
    }

    @Test func aServerThatWantsAllAtOnceGetsIt() async throws {
        try await MockSpeechEndpoint.serving(["groq"]) { server in
            let speech = try recording("file-a-bug")
            #expect(
                try await MockWords.stream(EndpointTranscriber(try server.endpoint(.groq)), speech).text
                    == MockWords.text
            )
            let requests = try await server.requests(ended: 1)
            #expect(requests.map(\.chunked) == [false])
            #expect(requests.first?.file?.told == speech.samples.count * 2)
        }
    }

    @Test(arguments: [true, false])
    func nothingIsNotSentAndLittleIsFilledUp(grows: Bool) async throws {
        try await MockSpeechEndpoint.serving(["speaches"]) { server in
            var endpoint = try server.endpoint(.speaches)
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
            let transcriber = EndpointTranscriber(try server.endpoint(.compatible, model: "gpt-4o-transcribe"))
            for _ in 0..<2 { #expect(try await transcriber.transcribe(recording("file-a-bug")).text == MockWords.text) }
            let formats = try await server.requests(ended: 3).flatMap { $0["response_format"] }
            #expect(formats == ["verbose_json", "json", "json"], "it is found out once")
        }
    }

    @Test func whatNoFormHelpsDoesNotChangeTheForm() async throws {
        try await MockSpeechEndpoint.serving(["status:400", "status:400", "status:400", "openai"]) { server in
            let transcriber = EndpointTranscriber(try server.endpoint(.compatible))
            let error = await #expect(throws: TranscriptionError.self) {
                _ = try await transcriber.transcribe(recording("file-a-bug"))
            }
            #expect(error?.code == .refused)
            #expect(try await transcriber.transcribe(recording("file-a-bug")).text == MockWords.text)
            let formats = try await server.requests(ended: 4).flatMap { $0["response_format"] }
            #expect(formats == ["verbose_json", "json", "text", "verbose_json"])
        }
    }

    @Test func aSocketIsAnAddressToo() async throws {
        let directory = try TemporaryDirectory()
        let path = directory.url.appending(path: "s").path
        try await MockSpeechEndpoint.serving(["openai"], options: ["--unix", path]) { server in
            let transcriber = EndpointTranscriber(try server.endpoint(key: "s3cret"))
            #expect(try await transcriber.transcribe(recording("file-a-bug")).text == MockWords.text)
        }
    }

    @Test func twoHundredUtterancesGoThroughEightConnections() async throws {
        try await MockSpeechEndpoint.serving(["openai"]) { server in
            let transcriber = EndpointTranscriber(try server.endpoint(), client: HTTPClient(mostAtOnce: 8))
            let speech = try recording("file-a-bug")
            let texts = try await withThrowingTaskGroup(of: String.self) { group in
                for _ in 0..<200 { group.addTask { try await transcriber.transcribe(speech).text } }
                return try await group.reduce(into: Set()) { $0.insert($1) }
            }
            #expect(texts == [MockWords.text])
            let requests = try await server.requests(ended: 200)
            #expect(requests.count == 200)
            #expect(Set(requests.map(\.connection)).count <= 8)
        }
    }
}
