/// What a webhook begins, and with what.
public struct WebhookTrigger: Sendable, Hashable {
    /// The intent whose workflow begins.
    public var intent: String
    /// The webhook's name.
    public var name: String
    /// Where the slots are in what is sent.
    public var slots: [String: JSONPointer]

    /// The slots as they were sent: single values only, and those that are not there left out.
    ///
    /// - Parameter message: What was sent.
    /// - Returns: The slots.
    /// - Throws: ``PlanError`` when there is a list or a mapping in the place of a value.
    public func slots(in message: JSONValue) throws(PlanError) -> [String: JSONValue] {
        var values: [String: JSONValue] = [:]
        for (slot, place) in slots.sorted(by: { $0.key < $1.key }) {
            switch place.value(in: message) {
            case nil, .null?: continue
            case .list?, .mapping?:
                throw PlanError(
                    .expression,
                    "What was sent for the slot '\(slot)' is no single value. Name a place under 'slots' that holds one."
                )
            case let value?: values[slot] = value
            }
        }
        return values
    }
}

extension Planner {
    /// The workflows that a webhook begins.
    public func webhooks(named name: String) -> [WebhookTrigger] {
        triggers.compactMap { intent, trigger in
            guard case .webhook(name, let slots) = trigger else { return nil }
            return WebhookTrigger(intent: intent, name: name, slots: slots)
        }
    }
}
