import BehestTransport
import BehestWorkflow
import Crypto
import FoundationEssentials

/// The headers by which a receiver knows who sent something, and that nobody changed it.
struct WebhookSignature {
    /// The headers.
    let headers: [HTTPHeader]

    /// Signs as Standard Webhooks have it.
    ///
    /// - Parameters:
    ///   - body: what is sent.
    ///   - id: what the event is known by, the same for each attempt.
    ///   - seconds: the time of this attempt since the beginning of 1970.
    ///   - secret: `whsec_` and 24 to 64 bytes in Base64.
    /// - Throws: ``AgentError`` when the secret is none.
    init(standard body: [UInt8], id: String, seconds: Int, secret: Secret) throws {
        let key = try secret.use { text throws -> SymmetricKey in
            var digits = text.hasPrefix("whsec_") ? String(text.dropFirst(6)) : text
            // Some leave the padding out.
            while !digits.utf8.count.isMultiple(of: 4) { digits += "=" }
            guard let bytes = Data(base64Encoded: digits), (24...64).contains(bytes.count) else {
                throw AgentError(
                    "The webhook's secret is not 'whsec_' with 24 to 64 bytes in Base64, as Standard Webhooks have it. Copy it anew, "
                        + "or choose another 'signature'."
                )
            }
            return SymmetricKey(data: bytes)
        }
        let signed = Array("\(id).\(seconds).".utf8) + body
        let code = HMAC<SHA256>.authenticationCode(for: signed, using: key)
        headers = [
            HTTPHeader("webhook-id", id), HTTPHeader("webhook-timestamp", String(seconds)),
            HTTPHeader("webhook-signature", "v1,\(Data(code).base64EncodedString())"),
        ]
    }

    /// Signs as GitHub does.
    ///
    /// - Parameters:
    ///   - body: what is sent.
    ///   - id: what the event is known by, the same for each attempt.
    ///   - event: its kind.
    ///   - secret: any text.
    init(github body: [UInt8], id: String, event: String, secret: Secret) {
        let key = secret.use { SymmetricKey(data: Data($0.utf8)) }
        let code = HMAC<SHA256>.authenticationCode(for: body, using: key)
        let digits = code.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        headers = [
            HTTPHeader("X-GitHub-Event", event), HTTPHeader("X-GitHub-Delivery", id),
            HTTPHeader("X-Hub-Signature-256", "sha256=\(digits)"),
        ]
    }
}
