import BehestTransport
import BehestWorkflow
public import FoundationEssentials

/// What lets a webhook of another program in: it knows a secret, by which it signs what it sends.
///
/// A pure value over what a request says. How long an answer takes tells nothing of the secret, and nothing of which names there are.
public struct IncomingWebhook: Sendable {
    /// How what is sent is signed.
    public enum Signing: String, Sendable, Hashable, CaseIterable {
        /// As Standard Webhooks have it.
        case standard
        /// As GitHub does.
        case github
    }

    /// What is sent, once it is known to come from who knows the secret.
    public struct Delivery: Sendable, Hashable {
        /// What it is known by; the same when it is sent again.
        public var id: String
        /// Its kind, as GitHub names it.
        public var event: String?
    }

    /// Why something is not let in.
    public enum Refusal: Error, Sendable, Hashable {
        /// The headers that it takes are not all there, or are none.
        case unsigned
        /// The signature is not that of what was sent.
        case wrongSignature
        /// It was signed too long ago, or is from the time to come.
        case wrongTime
    }

    /// How far the sender's clock may be from this one, in seconds, as the libraries of Standard Webhooks have it.
    static let tolerance = 300
    /// The longest name of a delivery.
    static let longestID = 256

    private let signing: Signing
    private let secret: Secret

    /// Reads the secret that is shared with the sender.
    ///
    /// - Parameters:
    ///   - signing: How what is sent is signed.
    ///   - source: Where the secret is.
    ///   - environment: The process's environment.
    /// - Throws: ``AgentError`` when there is none that can be used; `CancellationError`.
    public init(_ signing: Signing, secret source: ForgeToken, environment: [String: String]) async throws {
        try self.init(signing, secret: try await source.read(environment))
    }

    init(_ signing: Signing, secret: Secret) throws {
        self.signing = signing
        self.secret = secret
        if signing == .standard { _ = try WebhookSignature(standard: [], id: "", seconds: 0, secret: secret) }
    }

    /// What nobody knows the secret of: asked in place of a name that there is not.
    public static func unknown(_ signing: Signing) -> IncomingWebhook? {
        var generator = SystemRandomNumberGenerator()
        let bytes = (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        return try? IncomingWebhook(signing, secret: Secret(Data(bytes).base64EncodedString()))
    }

    /// Looks who sent something.
    ///
    /// - Parameters:
    ///   - body: What was sent.
    ///   - now: The moment.
    ///   - header: The values of a header, whose name is in lower case.
    /// - Returns: The delivery.
    /// - Throws: ``Refusal``.
    public func delivery(
        of body: [UInt8],
        at now: Date,
        _ header: (String) -> [String]
    ) throws(Refusal) -> Delivery {
        switch signing {
        case .standard: try standardDelivery(of: body, at: now, header)
        case .github: try githubDelivery(of: body, header)
        }
    }

    private func standardDelivery(
        of body: [UInt8],
        at now: Date,
        _ header: (String) -> [String]
    ) throws(Refusal) -> Delivery {
        let id = try Self.name(header("webhook-id"))
        let stamps = header("webhook-timestamp")
        guard stamps.count == 1, stamps[0].utf8.count <= 15, let seconds = Int(stamps[0]),
            let own = try? WebhookSignature(standard: body, id: id, seconds: seconds, secret: secret),
            let expected = own.headers.last?.value
        else { throw .unsigned }
        // Several while the secret is being changed, each after its version.
        let shown = header("webhook-signature").flatMap { $0.split(separator: " ") }
        guard !shown.isEmpty else { throw .unsigned }
        guard shown.reduce(false, { Self.matches($1.utf8, expected.utf8) || $0 }) else { throw .wrongSignature }
        guard abs(now.timeIntervalSince1970 - Double(seconds)) <= Double(Self.tolerance) else { throw .wrongTime }
        return Delivery(id: id)
    }

    private func githubDelivery(of body: [UInt8], _ header: (String) -> [String]) throws(Refusal) -> Delivery {
        let id = try Self.name(header("x-github-delivery"))
        let own = WebhookSignature(github: body, id: id, event: "", secret: secret)
        let shown = header("x-hub-signature-256")
        guard shown.count == 1, let expected = own.headers.last?.value else { throw .unsigned }
        guard Self.matches(shown[0].utf8, expected.utf8) else { throw .wrongSignature }
        return Delivery(id: id, event: header("x-github-event").first)
    }

    private static func name(_ values: [String]) throws(Refusal) -> String {
        guard values.count == 1, !values[0].isEmpty, values[0].utf8.count <= longestID,
            values[0].utf8.allSatisfy({ (0x21...0x7E).contains($0) })
        else { throw .unsigned }
        return values[0]
    }

    /// Whether two texts are the same; how long it takes tells no more than whether their lengths differ.
    private static func matches(_ one: some Collection<UInt8>, _ other: some Collection<UInt8>) -> Bool {
        guard one.count == other.count else { return false }
        return zip(one, other).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
    }
}
