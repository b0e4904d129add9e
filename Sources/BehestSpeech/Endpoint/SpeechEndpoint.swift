public import BehestTransport

/// A server that speaks OpenAI's transcription API, and the model to ask there.
public struct SpeechEndpoint: Sendable {
    /// How much time and answer it may take.
    public struct Limits: Sendable, Hashable {
        /// Until the connection stands.
        public var connection: Duration
        /// Once the sound was sent, until the answer begins.
        public var firstByte: Duration
        /// From the beginning, or from the end of speech that was sent while it went on, to the end of the answer.
        public var total: Duration
        /// The longest answer, in bytes.
        public var bytes: Int

        /// Makes limits.
        public init(
            connection: Duration = .seconds(3),
            firstByte: Duration = .seconds(10),
            total: Duration = .seconds(15),
            bytes: Int = 4 * 1024 * 1024
        ) {
            self.connection = connection
            self.firstByte = firstByte
            self.total = total
            self.bytes = bytes
        }
    }

    /// Where transcripts are asked for.
    public let address: HTTPAddress
    /// The name of the model; empty where the server has but one.
    public let model: String
    /// What proves who is asking; `nil` for a server that does not mind.
    public let key: Secret?
    /// How the server takes and answers requests.
    public let profile: EndpointProfile

    /// The name that its transcripts carry.
    public var name: String
    /// The language that is spoken, such as `en` or `en-GB`; `nil` when that is not known.
    public var language: String?
    /// How much time and answer it may take.
    public var limits = Limits()
    /// The path of a unix socket to connect to, whatever host the address names.
    public var socketPath: String?
    /// A file with the certificates that are trusted, in the place of the system's.
    public var authorities: String?
    /// Whether sound is sent while speech goes on.
    public var sendsGrowingSound: Bool
    /// Whether the answer is asked for in events, for what is heard so far; where there is a choice, the other one tells more.
    public var asksForEvents = false

    /// Makes an endpoint.
    ///
    /// - Parameters:
    ///   - url: the API's address, such as `http://localhost:8000/v1`, or that of the transcriptions themselves.
    ///   - model: the name of the model.
    ///   - key: the key, if the server asks for one.
    ///   - kind: the kind of server; `nil` for what the address tells.
    ///   - socketPath: the path of a unix socket to connect to; what goes there does not leave the machine.
    /// - Throws: ``TranscriptionError`` when the address is none, or when the key would be readable on its way.
    public init(
        url: String,
        model: String,
        key: Secret? = nil,
        kind: EndpointProfile.Kind? = nil,
        socketPath: String? = nil
    ) throws(TranscriptionError) {
        let given = try Self.address(url)
        profile = EndpointProfile(kind ?? EndpointProfile.kind(of: given.host), model: model)
        address = try Self.address(Self.completed(url, with: profile.path))
        guard key == nil || address.isEncrypted || address.isLoopback || socketPath != nil else {
            throw TranscriptionError(
                .misconfigured,
                "The key would go to the speech endpoint '\(address)' unencrypted. Use https://, or leave the key out."
            )
        }
        self.model = model
        self.key = key
        self.socketPath = socketPath
        name = model.isEmpty ? address.host : model
        sendsGrowingSound = profile.takesGrowingSound
    }

    private static func address(_ url: String) throws(TranscriptionError) -> HTTPAddress {
        do throws(TransportError) {
            return try HTTPAddress(url)
        } catch {
            throw TranscriptionError(.misconfigured, "The speech endpoint cannot be used. \(error.message)")
        }
    }

    /// The address with the path of the transcriptions, unless it has that already; a query stays behind it.
    private static func completed(_ url: String, with path: String) -> String {
        let query = url.firstIndex { $0 == "?" || $0 == "#" } ?? url.endIndex
        let base = String(url[..<query].reversed().drop { $0 == "/" }.reversed())
        let isWhole = ["/audio/transcriptions", "/inference"].contains { base.hasSuffix($0) }
        guard !isWhole else { return base + url[query...] }
        // A server that was given OpenAI's path answers at that.
        return base + (base.hasSuffix("/v1") ? "/audio/transcriptions" : path) + url[query...]
    }
}
