import BehestAudio
import BehestSpeech
import TestSupport
import Testing

/// Speech that is sent to a server while it goes on, in the way in which a listener does it.
@Suite(.serialized, .timeLimit(.minutes(2)))
struct EndpointFollowingTests {
    @Test func theSoundIsThereBeforeTheSpeechIsOver() async throws {
        try await MockSpeechEndpoint.serving(["vllm"]) { server in
            let transcriber = EndpointTranscriber(try server.endpoint(.vLLM))
            let speech = try recording("file-a-bug")
            for share in [0.2, 0.5, 0.9] {
                let spoken = speech.beginning(share)
                await transcriber.follow(spoken)
                let request = try #require(try await server.requests(received: spoken.samples.count * 2).first)
                #expect(request.chunked && request.end == nil)
            }
            #expect(try await transcriber.transcribe(speech).text == MockWords.text)
            let requests = try await server.requests(ended: 1)
            #expect(requests.count == 1)
            #expect(requests.first?.file?.bytes == 44 + speech.samples.count * 2)
        }
    }

    @Test func whoGoesOnAfterAPauseIsSentFromTheBeginning() async throws {
        try await MockSpeechEndpoint.serving(["speaches"]) { server in
            let transcriber = EndpointTranscriber(try server.endpoint(.speaches))
            let speech = try recording("file-a-bug")
            await transcriber.follow(speech.beginning(0.3))
            _ = try await transcriber.transcribe(speech.beginning(0.4))
            await transcriber.follow(speech.beginning(0.6))
            await transcriber.follow(speech.beginning(0.8))
            #expect(try await transcriber.transcribe(speech).text == MockWords.text)
            let requests = try await server.requests(ended: 2)
            #expect(requests.map(\.chunked) == [true, true])
            let lengths = [speech.beginning(0.4), speech].map { 44 + $0.samples.count * 2 }
            #expect(requests.map(\.file?.bytes) == lengths)
        }
    }

    /// What ends before the speech does, breaks off without an answer, or is only not taken in this way, is sent whole.
    @Test(arguments: [
        "early:503", "early:401", "early:411", "early:200", "close", "status:411", "plain:400:no length", "status:415",
        "status:501",
    ])
    func aStreamThatFailsIsAsIfThereHadBeenNone(_ behaviour: String) async throws {
        try await MockSpeechEndpoint.serving([behaviour, "vllm"], options: ["--text", MockWords.text]) { server in
            let transcriber = EndpointTranscriber(try server.endpoint(.vLLM))
            let speech = try recording("file-a-bug")
            await transcriber.follow(speech.beginning(0.5))
            if behaviour.hasPrefix("early") { _ = try await server.requests(ended: 1) }
            await transcriber.follow(speech.beginning(0.7))
            let transcript = try await transcriber.transcribe(speech)
            #expect(transcript.text == MockWords.text)
            #expect(transcript.meanLogProbability != nil, "it is the second answer")
            let requests = try await server.requests(ended: 2)
            #expect(requests.map(\.chunked) == [true, false])
            #expect(requests.last?.file?.told == speech.samples.count * 2)
        }
    }

    @Test(arguments: [
        ("status:500", TranscriptionError.Code.failed), ("status:401", .unauthorized), ("status:429", .limited),
        ("error-in-200", .failed), ("cut", .badAnswer), ("html", .badAnswer),
    ])
    func whatWasAnsweredIsTheAnswer(_ behaviour: String, _ code: TranscriptionError.Code) async throws {
        try await MockSpeechEndpoint.serving([behaviour, "vllm"]) { server in
            let transcriber = EndpointTranscriber(try server.endpoint(.vLLM))
            let speech = try recording("file-a-bug")
            await transcriber.follow(speech.beginning(0.5))
            let error = await #expect(throws: TranscriptionError.self) { _ = try await transcriber.transcribe(speech) }
            #expect(error?.code == code)
            #expect(try await server.requests(ended: 1).count == 1)
            // Whoever asks again does so with the whole.
            #expect(try await transcriber.transcribe(speech).text == MockWords.text)
            #expect(try await server.requests(ended: 2).map(\.chunked) == [true, false])
        }
    }

    @Test func aServerThatWantsAllAtOnceIsRemembered() async throws {
        try await MockSpeechEndpoint.serving(["status:411", "vllm"]) { server in
            let transcriber = EndpointTranscriber(try server.endpoint(.vLLM))
            let speech = try recording("file-a-bug")
            for _ in 0..<2 {
                await transcriber.follow(speech.beginning(0.5))
                #expect(try await transcriber.transcribe(speech).text == MockWords.text)
            }
            #expect(try await server.requests(ended: 3).map(\.chunked) == [true, false, false])
        }
    }

    @Test func aFormThatIsRefusedIsNotTheSoundsFault() async throws {
        try await MockSpeechEndpoint.serving(["status:400", "status:400", "openai"]) { server in
            var endpoint = try server.endpoint(.compatible)
            endpoint.sendsGrowingSound = true
            let transcriber = EndpointTranscriber(endpoint)
            let speech = try recording("file-a-bug")
            for _ in 0..<2 {
                await transcriber.follow(speech.beginning(0.5))
                #expect(try await transcriber.transcribe(speech).text == MockWords.text)
            }
            let requests = try await server.requests(ended: 4)
            #expect(requests.map(\.chunked) == [true, false, false, true])
            #expect(requests.flatMap { $0["response_format"] } == ["verbose_json", "verbose_json", "json", "json"])
        }
    }

    @Test func whatIsGivenUpIsGone() async throws {
        try await MockSpeechEndpoint.serving(["vllm"]) { server in
            let transcriber = EndpointTranscriber(try server.endpoint(.vLLM))
            let speech = try recording("file-a-bug")
            await transcriber.follow(speech.beginning(0.5))
            _ = try await server.requests(begun: 1)
            await transcriber.stopFollowing(speech.beginning(0.5))
            #expect(try await server.requests(ended: 1).map(\.end) == ["gone"])

            // So is what another utterance comes after.
            await transcriber.follow(speech.beginning(0.5))
            _ = try await server.requests(begun: 2)
            let next = Utterance(
                id: "next",
                source: speech.source,
                start: .seconds(9),
                samples: speech.samples,
                isCutShort: false
            )
            await transcriber.follow(next.beginning(0.5))
            #expect(try await server.requests(ended: 2).prefix(2).map(\.end) == ["gone", "gone"])
            #expect(try await transcriber.transcribe(next).text == MockWords.text)
        }
    }

    @Test func aServerThatTakesOnlyTheWholeIsNotAskedBefore() async throws {
        try await MockSpeechEndpoint.serving(["groq"]) { server in
            let transcriber = EndpointTranscriber(try server.endpoint(.groq))
            let speech = try recording("file-a-bug")
            await transcriber.follow(speech.beginning(0.5))
            #expect(try await transcriber.transcribe(speech).text == MockWords.text)
            #expect(try await server.requests(ended: 1).map(\.chunked) == [false])
        }
    }

    @Test func whoNobodyAnswersIsAskedAgainAtTheEnd() async throws {
        let gone = try await MockSpeechEndpoint.serving(["vllm"]) { try $0.endpoint(.vLLM) }
        let transcriber = EndpointTranscriber(gone)
        let speech = try recording("file-a-bug")
        await transcriber.follow(speech.beginning(0.5))
        await transcriber.follow(speech.beginning(0.7))
        let error = await #expect(throws: TranscriptionError.self) { _ = try await transcriber.transcribe(speech) }
        #expect(error?.code == .unreachable)
    }
}
