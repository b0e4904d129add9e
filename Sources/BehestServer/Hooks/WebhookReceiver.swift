public import BehestAgents
public import BehestWorkflow
public import FoundationEssentials
internal import HTTPTypes

/// Begins what webhooks of other programs are to begin.
public struct WebhookReceiver: Sendable {
    private let hooks: [String: IncomingWebhook]
    private let strangers: [IncomingWebhook]
    private let dispatcher: Dispatcher
    private let workspace: String
    private let planner: @Sendable () -> Planner
    private let now: @Sendable () -> Date

    /// Makes a receiver.
    ///
    /// - Parameters:
    ///   - hooks: What lets senders in, by the names of the webhooks.
    ///   - dispatcher: What records runs.
    ///   - workspace: Where it is to be done.
    ///   - now: Tells the time.
    ///   - planner: What the packs say at the moment.
    public init(
        _ hooks: [String: IncomingWebhook],
        dispatcher: Dispatcher,
        workspace: String,
        now: @escaping @Sendable () -> Date = { Date() },
        planner: @escaping @Sendable () -> Planner
    ) {
        self.hooks = hooks
        strangers = IncomingWebhook.Signing.allCases.compactMap { IncomingWebhook.unknown($0) }
        self.dispatcher = dispatcher
        self.workspace = workspace
        self.planner = planner
        self.now = now
    }

    /// What became of something that was sent.
    enum Answer: Sendable, Hashable {
        /// It began a run, now or when it was sent before.
        case began(RunRecord.ID)
        /// It only asks whether anybody is there.
        case greeting
    }

    /// Takes what was sent, and records what it begins.
    ///
    /// - Parameters:
    ///   - name: The webhook that it was sent to.
    ///   - body: What was sent.
    ///   - header: The values of a header, whose name is in lower case.
    /// - Returns: What became of it; a run is on the disk then.
    /// - Throws: ``APIError``; `JournalError`.
    func take(_ name: String, _ body: [UInt8], _ header: (String) -> [String]) async throws -> Answer {
        let delivery = try delivery(to: name, body, header)
        let source = RunBeginning.Source.webhook(name: name)
        // What was begun stays begun, whatever the packs say by now.
        if let run = try await dispatcher.run(begunBy: source, delivery.id) { return .began(run) }
        if delivery.event == "ping" { return .greeting }
        let planner = planner()
        let triggers = planner.webhooks(named: name)
        guard let trigger = triggers.first else {
            throw APIError(.notFound, .notFound, "No workflow of the packs begins by the webhook '\(name)'.")
        }
        guard triggers.count == 1 else {
            let names = triggers.map(\.intent).joined(separator: ", ")
            throw Self.unusable("Several workflows begin by the webhook '\(name)' (\(names)): give each its own.")
        }
        guard let message = try? JSONDecoder().decode(JSONValue.self, from: Data(body)) else {
            throw Self.unusable("What was sent is no JSON: have it sent as 'application/json'.")
        }
        let plan: Plan
        do throws(PlanError) {
            plan = try planner.plan(
                trigger.intent,
                slots: try trigger.slots(in: message),
                from: .message,
                words: "\(trigger.intent), by the webhook \(name)",
                workspace: workspace
            )
        } catch {
            throw Self.unusable(error.message)
        }
        if let question = plan.questions.first {
            throw Self.unusable("Nothing was sent for the slot '\(question.slot)', which is needed.")
        }
        return .began(try await dispatcher.begin(plan, by: source, delivery.id))
    }

    private func delivery(
        to name: String,
        _ body: [UInt8],
        _ header: (String) -> [String]
    ) throws -> IncomingWebhook.Delivery {
        let moment = now()
        guard let hook = hooks[name] else {
            // As much is done about a name that there is not, and the same is said.
            for stranger in strangers { _ = try? stranger.delivery(of: body, at: moment, header) }
            throw Self.unauthorized
        }
        do throws(IncomingWebhook.Refusal) {
            return try hook.delivery(of: body, at: moment, header)
        } catch {
            guard error == .wrongTime else { throw Self.unauthorized }
            throw APIError(
                .unauthorized,
                .invalidKey,
                "It was signed more than five minutes ago or ahead: set the clocks right, and sign anew for each attempt."
            )
        }
    }

    private static var unauthorized: APIError {
        APIError(.unauthorized, .invalidKey, "There is no such webhook, or the signature is not the right one.")
    }

    private static func unusable(_ message: String) -> APIError {
        APIError(.unprocessableContent, .invalid, message)
    }
}
