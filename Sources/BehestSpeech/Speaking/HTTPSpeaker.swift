public import BehestAudio
public import BehestTransport
internal import FoundationEssentials

/// Speaks by an HTTP service with OpenAI's speech interface (`POST /v1/audio/speech`).
public struct HTTPSpeaker: Speaker {
    /// The service's address.
    public var name: String { "\(address)" }

    private let client: HTTPClient
    private let address: HTTPAddress
    private let model: String
    private let voice: String?
    private let key: Secret?
    private let limits: SpeakerLimits

    /// Names a service; nothing is connected yet.
    ///
    /// - Parameters:
    ///   - url: the address of the speech interface, such as `http://127.0.0.1:8880/v1/audio/speech`.
    ///   - model: the name of the model there.
    ///   - voice: the name of its voice; `nil` where the service has but one.
    ///   - key: what proves who is asking, if the service minds.
    ///   - client: what asks.
    ///   - limits: how much it may take.
    /// - Throws: ``SpeakerError`` when the address is none, or when the key would be readable on its way.
    public init(
        url: String,
        model: String,
        voice: String?,
        key: Secret?,
        client: HTTPClient = HTTPClient(),
        limits: SpeakerLimits = SpeakerLimits()
    ) throws(SpeakerError) {
        do throws(TransportError) {
            address = try HTTPAddress(url)
        } catch {
            throw SpeakerError(.misconfigured, "The speech endpoint cannot be used. \(error.message)")
        }
        guard key == nil || address.isEncrypted || address.isLoopback else {
            throw SpeakerError(
                .misconfigured,
                "The key would go to the speech endpoint '\(address)' unencrypted. Use https://, or leave the key out."
            )
        }
        self.client = client
        self.model = model
        self.voice = voice
        self.key = key
        self.limits = limits
    }

    private struct Body: Encodable {
        var model: String
        var input: String
        var voice: String?
        var responseFormat = "wav"

        enum CodingKeys: String, CodingKey {
            case model, input, voice
            case responseFormat = "response_format"
        }
    }

    /// Speaks a text; its language is the service's affair.
    public func sound(of text: String, language: String) async throws -> SoundClip {
        var request = HTTPRequest(.post, address)
        request.headers = [HTTPHeader("Content-Type", "application/json"), HTTPHeader("Accept", "audio/wav")]
        request.key = key
        request.body = Array(try JSONEncoder().encode(Body(model: model, input: text, voice: voice)))
        request.timeout = limits.time
        request.connectionTimeout = min(limits.time, .seconds(3))
        request.longestAnswer = limits.bytes
        let response: HTTPResponse
        do {
            response = try await client.response(to: request)
        } catch let error as TransportError {
            throw failure(error)
        }
        guard response.isSuccess else { throw refusal(response.status) }
        do throws(AudioError) {
            return try SoundClip(decoding: response.body)
        } catch {
            throw SpeakerError(
                .badSound,
                "What the speech endpoint '\(address)' answered is no recording: \(error.message)"
            )
        }
    }

    private func failure(_ error: TransportError) -> SpeakerError {
        let code: SpeakerError.Code =
            switch error.code {
            case .timedOut: .timedOut
            case .tooLong: .badSound
            case .notConnected, .unknownHost: .missing
            default: .failed
            }
        return SpeakerError(code, "The speech endpoint '\(address)' did not speak. \(error.message)")
    }

    private func refusal(_ status: Int) -> SpeakerError {
        let advice =
            switch status {
            case 401, 403: "Check the key that config.yaml names."
            case 404: "Check its address and the model '\(model)'."
            case 429: "It is asked too much; try again later."
            case 400, 422: "Check the model '\(model)' and the voice."
            default: "Look at the service's own log."
            }
        return SpeakerError(.failed, "The speech endpoint '\(address)' answered with the status \(status). \(advice)")
    }
}
