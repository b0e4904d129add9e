import BehestAudio
import BehestSpeech
import BehestTransport
import TestSupport
import Testing

/// What is given up is given up on both sides.
@Suite(.serialized, .timeLimit(.minutes(2)))
struct EndpointCancellationTests {
    @Test(arguments: ["hang", "hang-after-head", "trickle", "endless-stream"])
    func cancellingEndsTheRequest(behaviour: String) async throws {
        try await MockSpeechEndpoint.serving([behaviour]) { server in
            var endpoint = try server.endpoint()
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
            let transcriber = EndpointTranscriber(try server.endpoint(.vLLM))
            let speech = try recording("file-a-bug")
            let stream = try await transcriber.open()
            try await stream.append(speech.samples)
            _ = try await server.requests(begun: 1)
            await stream.cancel()
            await #expect(throws: CancellationError.self) { _ = try await stream.finish() }
            #expect(try await server.requests(ended: 1).map(\.end) == ["gone"])
            #expect(try await transcriber.transcribe(speech).text == MockWords.text)
        }
    }

    @Test func aServerThatRefusesInTheMiddleOfSpeechIsHeardAtItsEnd() async throws {
        try await MockSpeechEndpoint.serving(["early:503"]) { server in
            let error = await #expect(throws: TranscriptionError.self) {
                _ = try await MockWords.stream(EndpointTranscriber(server.endpoint(.vLLM)), recording("file-a-bug"))
            }
            #expect(error?.code == .failed)
            #expect(error?.retry == .allowed)
        }
    }
}
