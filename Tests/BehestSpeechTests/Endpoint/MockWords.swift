import BehestAudio
import BehestSpeech
import BehestTransport
import TestSupport

/// What the mock server hears, and how it is asked.
enum MockWords {
    /// What it hears in all that is not silent.
    static let text = "File a bug saying the import button does nothing."

    /// Gives a transcriber an utterance in pieces.
    static func stream(_ transcriber: EndpointTranscriber, _ utterance: Utterance) async throws -> Transcript {
        let stream = try await transcriber.open()
        var rest = utterance.samples[...]
        while !rest.isEmpty {
            try await stream.append(Array(rest.prefix(8_000)))
            rest = rest.dropFirst(8_000)
        }
        return try await stream.finish()
    }
}

extension MockSpeechEndpoint {
    /// The server as it would be configured, with limits that do not depend on the machine's haste.
    func endpoint(
        _ kind: EndpointProfile.Kind = .openAI,
        model: String = "whisper-1",
        key: String? = nil
    ) throws -> SpeechEndpoint {
        var endpoint = try SpeechEndpoint(
            url: api,
            model: model,
            key: key.map { Secret($0) },
            kind: kind,
            socketPath: socketPath
        )
        endpoint.limits = .init(connection: .seconds(20), firstByte: .seconds(30), total: .seconds(30))
        return endpoint
    }
}
