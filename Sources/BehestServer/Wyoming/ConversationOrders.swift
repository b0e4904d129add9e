public import BehestPipeline
internal import BehestWorkflow

/// Takes orders for a conversation, as if they had been typed: what is asked is answered by the next order.
///
/// An order that is begun goes on when nobody waits for it any more.
public struct ConversationOrders: OrderTaker {
    private let conversation: Conversation
    private let outcomes: RunOutcomes
    private let patience: Duration

    /// Makes it.
    ///
    /// - Parameters:
    ///   - conversation: what is talked to; its ``Conversation/run(clock:watching:)`` must be running.
    ///   - outcomes: told by it how runs end.
    ///   - patience: how long the end of a run is waited for, before it is said that it goes on.
    public init(_ conversation: Conversation, outcomes: RunOutcomes, patience: Duration = .seconds(5)) {
        self.conversation = conversation
        self.outcomes = outcomes
        self.patience = patience
    }

    /// Takes an order.
    ///
    /// - Returns: what the conversation says about it, and the last words of what was done because of it.
    /// - Throws: `JournalError` when it could not be recorded, and then nothing was done; `CancellationError`.
    public func take(order words: String) async throws -> OrderReply {
        let exchange = try await conversation.hear(typed: words)
        var told = [exchange.said, exchange.question?.text].compactMap(\.self) + exchange.postponed.map(\.reason)
        if exchange.isRefused { return OrderReply(isTaken: false, text: told.joined(separator: " ")) }
        if !exchange.runs.isEmpty {
            let ended = try await outcomes.ends(of: exchange.runs.map(\.id), within: patience)
            told += ended.map { $0.said ?? "Done." }
            if let failed = ended.first(where: { $0.state != .succeeded }) {
                let reason = failed.said ?? "It did not succeed."
                return OrderReply(isTaken: false, text: reason)
            }
            if ended.count < exchange.runs.count { told.append("It is being done.") }
        }
        return OrderReply(isTaken: true, text: told.isEmpty ? "Noted." : told.joined(separator: " "))
    }
}
