import BehestAudio
import BehestInference
import BehestSpeech

/// A recogniser whose model fails on some utterances; another one hears the rest.
struct BreakingTranscriber: Transcriber {
    private let failures: [String: InferenceError.Code]
    private let other: any Transcriber

    let name = "breaking"

    init(_ failures: [String: InferenceError.Code], else other: any Transcriber) {
        self.failures = failures
        self.other = other
    }

    func prepare() {}

    func transcribe(_ utterance: Utterance) async throws -> Transcript {
        if let code = failures[utterance.id] { throw InferenceError(code, "The model is broken.") }
        return try await other.transcribe(utterance)
    }
}
