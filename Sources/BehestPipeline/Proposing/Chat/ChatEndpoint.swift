public import BehestTransport

/// A server that speaks OpenAI's chat completions API, and the model to ask there.
public struct ChatEndpoint: Sendable {
    /// Where the completions are asked for.
    public let address: HTTPAddress

    /// The name of the model.
    public let model: String

    /// What proves who is asking; `nil` for a server that does not mind.
    public let key: Secret?

    /// How long an answer may take.
    public var timeout: Duration = .seconds(10)

    /// Makes an endpoint.
    ///
    /// - Parameters:
    ///   - url: the API's address, such as `http://localhost:11434/v1`, or that of the completions themselves.
    ///   - model: the name of the model.
    ///   - key: the key, if the server asks for one.
    /// - Throws: ``ProposerError`` when the address is none, or when the key would be readable on its way.
    public init(url: String, model: String, key: Secret?) throws {
        guard !model.isEmpty else {
            throw ProposerError(
                .misconfigured,
                "There is no model to ask at the chat endpoint. Name it with --chat-model."
            )
        }
        let path = "/chat/completions"
        let base = String(url.reversed().drop { $0 == "/" }.reversed())
        do throws(TransportError) {
            address = try HTTPAddress(base.hasSuffix(path) ? base : base + path)
        } catch {
            throw ProposerError(.misconfigured, "The chat endpoint cannot be used. \(error.message)")
        }
        guard key == nil || address.isEncrypted || address.isLoopback else {
            throw ProposerError(
                .misconfigured,
                "The key would go to the chat endpoint '\(address)' unencrypted. Use https://, or leave the key out."
            )
        }
        self.model = model
        self.key = key
    }
}
