public import BehestTransport

/// Where events are sent, and how they are signed.
public struct WebhookDestination: Sendable, Hashable {
    /// How an event says who it is from.
    public enum Signing: String, Sendable, Hashable, CaseIterable {
        /// As Standard Webhooks have it: `webhook-id`, `webhook-timestamp` and `webhook-signature`.
        case standard
        /// As GitHub does: `X-Hub-Signature-256`.
        case github
        /// It does not.
        case none
    }

    /// The address.
    public var address: HTTPAddress
    /// How events are signed.
    public var signing: Signing
    /// Where the secret is read from that they are signed with; `nil` where they are not.
    public var secret: ForgeToken?

    /// Names a destination.
    public init(address: HTTPAddress, signing: Signing = .standard, secret: ForgeToken? = nil) {
        self.address = address
        self.signing = signing
        self.secret = secret
    }
}
