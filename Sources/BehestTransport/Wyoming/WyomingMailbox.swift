internal import Synchronization

/// What has come in over a connection and was not taken yet; one caller at a time waits for more.
final class WyomingMailbox: Sendable {
    /// What there is to take.
    enum Arrival: Sendable {
        case event(WyomingEvent)
        /// Nothing more will come.
        case end
        case failure(any Error)
    }

    private struct State {
        var events: [WyomingEvent] = []
        var size = 0
        var end: Arrival?
        var waiter: CheckedContinuation<Arrival, Never>?
    }

    private let state = Mutex(State())
    private let limit: Int

    /// - Parameter limit: how many bytes may wait.
    init(limit: Int) {
        self.limit = limit
    }

    /// Takes in an event.
    ///
    /// - Returns: whether there was room for it.
    func put(_ event: WyomingEvent) -> Bool {
        let (waiter, hasRoom) = state.withLock { state -> (CheckedContinuation<Arrival, Never>?, Bool) in
            guard state.end == nil else { return (nil, false) }
            if let waiter = state.waiter {
                state.waiter = nil
                return (waiter, true)
            }
            let size = event.encoded.count
            guard state.size + size <= limit else { return (nil, false) }
            state.size += size
            state.events.append(event)
            return (nil, true)
        }
        waiter?.resume(returning: .event(event))
        return hasRoom
    }

    /// Takes note that nothing more will come; only the first time counts.
    func end(_ end: Arrival) {
        let waiter = state.withLock { state -> CheckedContinuation<Arrival, Never>? in
            guard state.end == nil else { return nil }
            state.end = end
            defer { state.waiter = nil }
            return state.waiter
        }
        waiter?.resume(returning: end)
    }

    /// Waits for the next event, or for the end.
    func next() async -> Arrival {
        await withCheckedContinuation { continuation in
            let arrival = state.withLock { state -> Arrival? in
                if !state.events.isEmpty {
                    let event = state.events.removeFirst()
                    state.size -= event.encoded.count
                    return .event(event)
                }
                if let end = state.end { return end }
                precondition(state.waiter == nil, "one caller at a time waits for an event")
                state.waiter = continuation
                return nil
            }
            if let arrival { continuation.resume(returning: arrival) }
        }
    }

    /// Whether an event waits to be taken.
    var hasEvents: Bool { state.withLock { !$0.events.isEmpty } }

    /// Whether an event of one of some types waits to be taken, or nothing more will come.
    func holds(anyOf types: Set<String>) -> Bool {
        state.withLock { state in state.end != nil || state.events.contains { types.contains($0.type) } }
    }
}
