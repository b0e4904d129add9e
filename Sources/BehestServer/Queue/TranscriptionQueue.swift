internal import Synchronization

/// Lets those who want something transcribed take turns, fairly and with a bound.
///
/// A request is admitted once and leaves when it is done; for each utterance of it the recogniser is waited for anew. So an hour of
/// somebody's sound holds up nobody's command for longer than one utterance takes.
///
/// ```swift
/// let place = try queue.admit(client)
/// let transcript = try await place.turn { try await transcriber.transcribe(utterance) }
/// ```
public final class TranscriptionQueue: Sendable {
    /// How much is let in.
    public struct Limits: Sendable, Hashable {
        /// The most requests at a time, those that are still being read included.
        public var most = 64
        /// How many turns go on at once: one, since the recogniser uses all processors.
        public var turnsAtOnce = 1

        /// Makes the standard limits.
        public init() {}

        /// The most requests of one client at a time: one in four places is left to others.
        var mostOfOne: Int { max(1, most - most / 4) }
    }

    private struct State {
        var admitted: [ClientIdentity: Int] = [:]
        var waiting = FairQueue<ClientIdentity, Int>()
        var continuations: [Int: CheckedContinuation<Void, any Error>] = [:]
        var turns = 0
        var nextTicket = 0
        var isClosed = false
    }

    private let limits: Limits
    private let state = Mutex(State())

    /// Makes a queue.
    public init(limits: Limits = Limits()) {
        self.limits = limits
    }

    /// Lets a request in.
    ///
    /// - Returns: its place, which is free again once nobody holds it.
    /// - Throws: ``QueueRefusal`` when there is no place left.
    func admit(_ client: ClientIdentity) throws(QueueRefusal) -> Place {
        let refusal = state.withLock { state -> QueueRefusal? in
            if state.isClosed { return .closing }
            let own = state.admitted[client, default: 0]
            if own >= limits.mostOfOne { return .tooManyOfOne }
            if state.admitted.values.reduce(0, +) >= limits.most { return .full }
            state.admitted[client] = own + 1
            return nil
        }
        if let refusal { throw refusal }
        return Place(queue: self, client: client)
    }

    /// Lets nobody in any more, and sends those away who wait for a turn; a turn that goes on comes to its end.
    public func close() {
        let waiting = state.withLock { state in
            state.isClosed = true
            while state.waiting.next() != nil {}
            defer { state.continuations = [:] }
            return state.continuations.values
        }
        for continuation in waiting { continuation.resume(throwing: QueueRefusal.closing) }
    }

    /// How many requests are let in, and how many of them wait for a turn.
    var load: (admitted: Int, waiting: Int) {
        state.withLock { ($0.admitted.values.reduce(0, +), $0.waiting.count) }
    }

    /// The place of a request that was let in.
    final class Place: Sendable {
        private let queue: TranscriptionQueue
        private let client: ClientIdentity

        fileprivate init(queue: TranscriptionQueue, client: ClientIdentity) {
            self.queue = queue
            self.client = client
        }

        deinit {
            queue.leave(client)
        }

        /// Waits for a turn and does some work in it.
        ///
        /// - Throws: what the work throws; ``QueueRefusal`` when the queue is closed meanwhile; `CancellationError` when the
        ///   surrounding Swift task was cancelled, which gives the turn up at once.
        func turn<Result: Sendable>(_ work: () async throws -> Result) async throws -> Result {
            try await queue.waitForTurn(client)
            defer { queue.endTurn() }
            return try await work()
        }
    }

    private func leave(_ client: ClientIdentity) {
        state.withLock { state in
            let rest = state.admitted[client, default: 1] - 1
            state.admitted[client] = rest == 0 ? nil : rest
        }
    }

    private func waitForTurn(_ client: ClientIdentity) async throws {
        let ticket = state.withLock { state in
            state.nextTicket += 1
            return state.nextTicket
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let result = state.withLock { state -> Swift.Result<Void, any Error>? in
                    if Task.isCancelled { return .failure(CancellationError()) }
                    if state.isClosed { return .failure(QueueRefusal.closing) }
                    if state.turns < limits.turnsAtOnce {
                        state.turns += 1
                        return .success(())
                    }
                    state.continuations[ticket] = continuation
                    state.waiting.append(ticket, of: client)
                    return nil
                }
                if let result { continuation.resume(with: result) }
            }
        } onCancel: {
            let continuation = state.withLock { state in
                state.waiting.remove(ticket, of: client)
                return state.continuations.removeValue(forKey: ticket)
            }
            continuation?.resume(throwing: CancellationError())
        }
    }

    /// Hands the turn on to whoever is next.
    private func endTurn() {
        let next = state.withLock { state -> CheckedContinuation<Void, any Error>? in
            guard let ticket = state.waiting.next() else {
                state.turns -= 1
                return nil
            }
            return state.continuations.removeValue(forKey: ticket)
        }
        next?.resume()
    }
}

/// Why a request is not let in.
enum QueueRefusal: Error, Equatable {
    /// All places are taken.
    case full
    /// Whoever asks has as many as one may.
    case tooManyOfOne
    /// The server is about to end.
    case closing
}
