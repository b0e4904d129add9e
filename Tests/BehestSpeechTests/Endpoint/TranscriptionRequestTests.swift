import BehestTransport
import Testing

@testable import BehestSpeech

struct TranscriptionRequestTests {
    private func fields(
        _ kind: EndpointProfile.Kind,
        model: String = "m",
        language: String? = nil,
        vocabulary: [String] = [],
        events: Bool = false
    ) throws -> [String] {
        var endpoint = try SpeechEndpoint(url: "http://127.0.0.1/v1", model: model, kind: kind)
        endpoint.language = language
        endpoint.asksForEvents = events
        let request = TranscriptionRequest(endpoint, format: endpoint.profile.formats[0], vocabulary: vocabulary)
        return request.fields.map { "\($0.name)=\($0.value)" }
    }

    private static let names = ["Behest", "UserStore.swift"]

    @Test func openAIsModelsAreAskedForWhatTheyGive() throws {
        #expect(
            try fields(.openAI, model: "whisper-1", vocabulary: Self.names)
                == ["model=whisper-1", "response_format=verbose_json", "prompt=Behest, UserStore.swift."]
        )
        #expect(
            try fields(
                .openAI,
                model: "gpt-4o-mini-transcribe",
                language: "en-GB",
                vocabulary: Self.names,
                events: true
            )
                == [
                    "model=gpt-4o-mini-transcribe", "response_format=json", "language=en",
                    "prompt=Behest, UserStore.swift.", "include[]=logprobs", "stream=true",
                ]
        )
        #expect(
            try fields(.openAI, model: "gpt-transcribe", vocabulary: Self.names)
                == ["model=gpt-transcribe", "response_format=json", "keywords[]=Behest", "keywords[]=UserStore.swift"]
        )
        #expect(
            try fields(.openAI, model: "gpt-4o-transcribe-diarize", vocabulary: Self.names)
                == ["model=gpt-4o-transcribe-diarize", "response_format=json"]
        )
        #expect(try !fields(.openAI, model: "whisper-1", events: true).contains("stream=true"))
    }

    @Test func whisperCppIsToldThatTheLanguageIsNotKnown() throws {
        #expect(try fields(.whisperCpp, model: "") == ["response_format=verbose_json", "language=auto"])
        #expect(try fields(.whisperCpp, model: "", language: "de").contains("language=de"))
    }

    @Test func theOthersAreToldTheWordsInTheirOwnWay() throws {
        #expect(try fields(.groq, vocabulary: Self.names).contains("prompt=Behest, UserStore.swift."))
        #expect(try fields(.speaches, vocabulary: Self.names).contains("hotwords=Behest, UserStore.swift"))
        #expect(try fields(.vLLM, vocabulary: Self.names).contains("prompt=Behest, UserStore.swift."))
        #expect(try fields(.localAI, events: true) == ["model=m", "response_format=json", "stream=true"])
        #expect(try fields(.compatible, events: true) == ["model=m", "response_format=verbose_json"])
    }

    // MARK: - Words

    @Test func theMostImportantWordsAreTheOnesThatFit() {
        let words = (0..<500).map { "word\($0)" }
        let fields = VocabularyHint(words, as: .prompt(most: 50)).fields
        #expect(fields == [FormField("prompt", "word0, word1, word2, word3, word4, word5, word6.")])
        #expect(VocabularyHint(words, as: .hotwords(most: 12)).fields == [FormField("hotwords", "word0, word1")])
        #expect(VocabularyHint(words, as: .keywords(most: 3)).fields.map(\.value) == ["word0", "word1", "word2"])
        #expect(VocabularyHint(words, as: .none).fields.isEmpty)
    }

    @Test func bytesAreCountedAndNoWordIsCut() {
        #expect(VocabularyHint(["größer", "größe"], as: .hotwords(most: 8)).fields.map(\.value) == ["größer"])
        #expect(VocabularyHint(["größer"], as: .hotwords(most: 7)).fields.isEmpty)
        #expect(VocabularyHint([], as: .prompt(most: 50)).fields.isEmpty)
    }

    @Test func wordsAreInOneLineAndOnce() {
        let words = [" a\nb ", "", "  ", "c", "a b"]
        #expect(VocabularyHint(words, as: .keywords(most: 9)).fields.map(\.value) == ["a b", "c"])
    }

    // MARK: - Addresses

    @Test(arguments: [
        ("http://127.0.0.1:8000/v1", "http://127.0.0.1:8000/v1/audio/transcriptions"),
        ("http://127.0.0.1:8000/v1//", "http://127.0.0.1:8000/v1/audio/transcriptions"),
        ("http://127.0.0.1/v1/audio/transcriptions", "http://127.0.0.1/v1/audio/transcriptions"),
        ("http://127.0.0.1/inference", "http://127.0.0.1/inference"),
        ("https://a.example/x?version=1", "https://a.example/x/audio/transcriptions"),
    ])
    func theAddressIsCompleted(given: String, address: String) throws {
        #expect("\(try SpeechEndpoint(url: given, model: "m").address)" == address)
    }

    @Test func theAddressTellsTheKind() throws {
        #expect(try SpeechEndpoint(url: "https://api.openai.com/v1", model: "whisper-1").profile.kind == .openAI)
        #expect(try SpeechEndpoint(url: "https://api.groq.com/openai/v1", model: "m").profile.kind == .groq)
        #expect(try SpeechEndpoint(url: "https://openai.com.example/v1", model: "m").profile.kind == .compatible)
        let whisper = try SpeechEndpoint(url: "http://127.0.0.1:8080", model: "", kind: .whisperCpp)
        #expect("\(whisper.address)" == "http://127.0.0.1:8080/inference")
        #expect(whisper.name == "127.0.0.1")
        let other = try SpeechEndpoint(url: "http://127.0.0.1:8080/v1", model: "", kind: .whisperCpp)
        #expect("\(other.address)" == "http://127.0.0.1:8080/v1/audio/transcriptions")
    }

    @Test func aKeyDoesNotTravelInTheOpen() {
        let error = #expect(throws: TranscriptionError.self) {
            _ = try SpeechEndpoint(url: "http://speech.example/v1", model: "m", key: Secret("s3cret"))
        }
        #expect(error?.code == .misconfigured)
        #expect(error?.message.contains("s3cret") == false)
        for url in ["https://speech.example/v1", "http://localhost/v1", "http://[::1]:1/v1"] {
            #expect(throws: Never.self) { _ = try SpeechEndpoint(url: url, model: "m", key: Secret("s3cret")) }
        }
        #expect(throws: Never.self) {
            _ = try SpeechEndpoint(url: "http://speech/v1", model: "m", key: Secret("s3cret"), socketPath: "/run/s")
        }
    }

    @Test(arguments: ["", "speech", "ftp://speech.example/v1"])
    func whatIsNoAddressIsRefused(url: String) {
        let error = #expect(throws: TranscriptionError.self) { _ = try SpeechEndpoint(url: url, model: "m") }
        #expect(error?.message.hasPrefix("The speech endpoint cannot be used. ") == true)
    }
}
