internal import BehestAudio
internal import BehestTransport
internal import NIOCore
internal import ServiceLifecycle
internal import Synchronization

/// Serves one connection: reads what the client says, does what it asks for in order, and watches that it does not idle.
final class WyomingExchange: Sendable {
    /// What comes in: events, and as the last perhaps that something else came.
    typealias Inbound = NIOAsyncChannelInboundStream<Result<WyomingEvent, WyomingError>>
    typealias Outbound = NIOAsyncChannelOutboundWriter<WyomingEvent>

    /// Why one of the parts of an exchange is over.
    private enum End: Sendable {
        /// The client is gone.
        case gone
        /// The client is told why the connection ends.
        case refused(WyomingRefusal)
        /// No more requests are taken.
        case closing
        /// All requests are answered.
        case answered
    }

    let offer: WyomingOffer
    let limits: WyomingServerLimits
    private let number: Int
    private let pace = Mutex(Pace())

    /// Begins with the connection of a number.
    init(_ offer: WyomingOffer, limits: WyomingServerLimits, number: Int) {
        self.offer = offer
        self.limits = limits
        self.number = number
    }

    /// When a client last said something, and how much is being done for it.
    private struct Pace {
        var lastEvent = ContinuousClock.now
        var requests = 0
        /// Whether it was told why the connection ends.
        var isRefused = false
    }

    /// How long a client that was told why the connection ends may go on sending: were that not read, it could miss why.
    static let farewell = Duration.seconds(1)

    /// Serves until the client has gone or is sent away, or the service shuts down; then what was asked for is still answered.
    func serve(_ inbound: Inbound, _ outbound: Outbound) async {
        let (requests, queue) = AsyncStream.makeStream(
            of: WyomingWorker.Request.self,
            bufferingPolicy: .bufferingOldest(limits.waitingRequests)
        )
        await withTaskGroup(of: End.self) { group in
            group.addTask { await self.read(inbound, into: queue, outbound) }
            group.addTask { await self.answer(requests, outbound) }
            group.addTask { await self.watch() }
            var refusal: WyomingRefusal?
            loop: for await end in group {
                switch end {
                case .closing: queue.finish()
                case .answered, .gone: break loop
                case .refused(let reason):
                    refusal = reason
                    break loop
                }
            }
            group.cancelAll()
            // Whoever has gone cannot be told.
            if let refusal { try? await send([refusal.event], to: outbound, within: Self.farewell) }
        }
    }

    /// Reads what the client says, and answers what needs no work.
    private func read(
        _ inbound: Inbound,
        into queue: AsyncStream<WyomingWorker.Request>.Continuation,
        _ outbound: Outbound
    ) async -> End {
        var session = WyomingSession(info: offer.info, longestText: limits.text)
        var sound = SoundAssembler()
        do {
            for try await result in inbound.cancelOnGracefulShutdown() where !pace.withLock(\.isRefused) {
                var answer: WyomingEvent?
                do {
                    pace.withLock { $0.lastEvent = .now }
                    let event = try result.mapError(WyomingRefusal.init(unreadable:)).get()
                    answer = try take(event, &session, &sound, queue)
                } catch {
                    pace.withLock { $0.isRefused = true }
                    answer = WyomingRefusal(error, or: "It cannot be read.").event
                }
                if let answer { try await send([answer], to: outbound, within: limits.idleTime) }
            }
        } catch {
            return .gone
        }
        return Task.isShuttingDownGracefully ? .closing : .gone
    }

    /// Takes an event.
    ///
    /// - Returns: what is answered at once.
    /// - Throws: why the connection ends: ``WyomingRefusal``, or `AudioError`.
    private func take(
        _ event: WyomingEvent,
        _ session: inout WyomingSession,
        _ sound: inout SoundAssembler,
        _ queue: AsyncStream<WyomingWorker.Request>.Continuation
    ) throws -> WyomingEvent? {
        switch session.take(event) {
        case .nothing: break
        case .answer(let answer): return answer
        case .refuse(let refusal): throw refusal
        case .begin: sound = SoundAssembler()
        case .append(let bytes, let form):
            try sound.append(bytes, as: form)
            guard sound.samples.count <= longestSound else { throw WyomingRefusal.tooLong(limits.utterance) }
        case .hear(let language):
            try enqueue(.hear(sound.finish(), language: language), in: queue)
            sound = SoundAssembler()
        case .work(let work): try enqueue(.words(work), in: queue)
        }
        return nil
    }

    private var longestSound: Int { Int(limits.utterance / .seconds(1) * Double(speechSampleRate)) }

    /// Puts a request behind those that wait, if there is room.
    private func enqueue(
        _ request: WyomingWorker.Request,
        in queue: AsyncStream<WyomingWorker.Request>.Continuation
    ) throws(WyomingRefusal) {
        pace.withLock { $0.requests += 1 }
        guard case .enqueued = queue.yield(request) else { throw .tooMany }
    }

    /// Answers one request after the other.
    private func answer(_ requests: AsyncStream<WyomingWorker.Request>, _ outbound: Outbound) async -> End {
        let worker = WyomingWorker(offer: offer, connection: number, limit: limits.answerTime)
        for await request in requests {
            do {
                let answer = try await worker.answer(request)
                guard !pace.withLock(\.isRefused) else { continue }
                try await send(answer, to: outbound, within: limits.idleTime)
            } catch let refusal as WyomingRefusal {
                return .refused(refusal)
            } catch {
                return .gone
            }
            pace.withLock {
                $0.requests -= 1
                $0.lastEvent = .now
            }
        }
        return .answered
    }

    /// Sends events to the client.
    ///
    /// - Throws: `CancellationError` when it does not read for so long that there is no room for them.
    private func send(_ events: [WyomingEvent], to outbound: Outbound, within patience: Duration) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await outbound.write(contentsOf: events) }
            group.addTask {
                try await ContinuousClock().sleep(for: patience)
                throw CancellationError()
            }
            defer { group.cancelAll() }
            try await group.next()
        }
    }

    /// Returns when the client has said nothing for too long while nothing is done for it.
    private func watch() async -> End {
        while !Task.isCancelled {
            let pace = pace.withLock(\.self)
            let deadline = (pace.requests > 0 ? .now : pace.lastEvent).advanced(by: limits.idleTime)
            if ContinuousClock.now >= deadline { return .refused(.idle) }
            try? await ContinuousClock().sleep(until: min(deadline, .now.advanced(by: Self.farewell)))
            if pace.isRefused { return .gone }
        }
        return .gone
    }
}

extension WyomingRefusal {
    /// The event that tells it.
    var event: WyomingEvent { WyomingFailure(text: text, code: code).event }

    /// Says why what a client sends cannot be read.
    fileprivate init(unreadable error: WyomingError) {
        self.init(code: error.code.rawValue, text: error.message)
    }

    fileprivate static let tooMany = WyomingRefusal(
        code: "too-many-requests",
        text: "Too many requests wait on this connection: wait for their answers first."
    )
    fileprivate static let idle = WyomingRefusal(code: "idle", text: "Nothing was said for too long.")

    fileprivate static func tooLong(_ limit: Duration) -> WyomingRefusal {
        WyomingRefusal(code: "too-long", text: "Speech of more than \(Int(limit / .seconds(1))) seconds is not taken.")
    }
}
