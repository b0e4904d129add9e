import BehestTransport
import BehestWorkflow

/// The inputs of `webhook/send`.
struct WebhookInputs {
    private let inputs: [String: TracedValue]

    init(_ inputs: [String: TracedValue]) {
        self.inputs = inputs
    }

    /// What is to be told.
    var data: JSONValue { inputs["data"]?.value ?? .null }

    /// What it happened to, on one line.
    var subject: String? { inputs["subject"].map { Markdown.line($0.value.asText, limit: 200) } }

    /// What happened; the pack's choice alone.
    func event() throws -> String { try constant("event") ?? "" }

    /// Where it goes; the pack's choice alone, so that nothing that was said sends anything anywhere.
    ///
    /// - Throws: ``AgentError`` when it is not known.
    func destination(among known: [String: WebhookDestination]) throws -> WebhookDestination {
        switch (try constant("to"), try constant("url")) {
        case (let name?, nil):
            guard let destination = known[name] else {
                throw AgentError(
                    "There is no webhook '\(Markdown.line(name, limit: 60))'. Name it in 'webhooks' of the configuration."
                )
            }
            return destination
        case (nil, let url?):
            do throws(TransportError) {
                return WebhookDestination(address: try HTTPAddress(url), signing: .none)
            } catch {
                throw AgentError("The pack's 'url' cannot be used. \(error.message)")
            }
        default:
            throw AgentError("A webhook goes to one place: name it with either 'to' or 'url'.")
        }
    }

    private func constant(_ name: String) throws -> String? {
        guard let value = inputs[name], value.value != .null else { return nil }
        guard !value.origin.isData else {
            throw AgentError(
                "'\(name)' of a webhook may not come from what was said or returned. Write it into the pack."
            )
        }
        return value.value.asText
    }
}
