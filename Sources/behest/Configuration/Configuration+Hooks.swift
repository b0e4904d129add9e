internal import BehestAgents

extension Configuration {
    /// Who may begin workflows by a webhook.
    struct Hook: Sendable, Equatable {
        /// How what is sent is signed.
        var signing = IncomingWebhook.Signing.standard
        /// Where the secret is that is shared with the sender.
        var secret: ForgeToken
    }
}
