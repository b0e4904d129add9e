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
    private let pace = Mutex(Pace())

    init(_ offer: WyomingOffer, limits: WyomingServerLimits) {
        self.offer = offer
        self.limits = limits
    }

    /// When a client last said something, and how much is being done for it.
    private struct Pace {
        var lastEvent = ContinuousClock.now
        var requests = 0
    }

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
            loop: for await end in group {
                switch end {
                case .closing: queue.finish()
                case .answered, .gone: break loop
                case .refused(let refusal):
                    // Whoever has gone cannot be told.
                    try? await outbound.write(WyomingFailure(text: refusal.text, code: refusal.code).event)
                    break loop
                }
            }
            group.cancelAll()
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
            for try await result in inbound.cancelOnGracefulShutdown() {
                let event: WyomingEvent
                switch result {
                case .success(let next): event = next
                case .failure(let error): return .refused(WyomingRefusal(code: error.code.rawValue, text: error.message))
                }
                pace.withLock { $0.lastEvent = .now }
                switch session.take(event) {
                case .nothing: break
                case .answer(let answer): try await outbound.write(answer)
                case .refuse(let refusal): return .refused(refusal)
                case .begin: sound = SoundAssembler()
                case .append(let bytes, let form):
                    try sound.append(bytes, as: form)
                    guard sound.samples.count <= longestSound else { return .refused(.tooLong(limits.utterance)) }
                case .hear(let language):
                    guard enqueue(.hear(sound.finish(), language: language), in: queue) else { return .refused(.tooMany) }
                    sound = SoundAssembler()
                case .work(let work): guard enqueue(.words(work), in: queue) else { return .refused(.tooMany) }
                }
            }
        } catch let error as AudioError {
            return .refused(WyomingRefusal(code: "unsupported-audio", text: error.message))
        } catch {
            return .gone
        }
        return Task.isShuttingDownGracefully ? .closing : .gone
    }

    private var longestSound: Int { Int(limits.utterance / .seconds(1) * Double(speechSampleRate)) }

    /// Puts a request behind those that wait.
    ///
    /// - Returns: whether there was room.
    private func enqueue(
        _ request: WyomingWorker.Request,
        in queue: AsyncStream<WyomingWorker.Request>.Continuation
    ) -> Bool {
        pace.withLock { $0.requests += 1 }
        if case .enqueued = queue.yield(request) { return true }
        return false
    }

    /// Answers one request after the other.
    private func answer(_ requests: AsyncStream<WyomingWorker.Request>, _ outbound: Outbound) async -> End {
        let worker = WyomingWorker(offer: offer, limit: limits.answerTime)
        for await request in requests {
            do {
                try await outbound.write(contentsOf: try await worker.answer(request))
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

    /// Returns when the client has said nothing for too long while nothing is done for it.
    private func watch() async -> End {
        while !Task.isCancelled {
            let (lastEvent, isBusy) = pace.withLock { ($0.lastEvent, $0.requests > 0) }
            let deadline = (isBusy ? ContinuousClock.now : lastEvent).advanced(by: limits.idleTime)
            if ContinuousClock.now >= deadline { return .refused(.idle) }
            try? await ContinuousClock().sleep(until: deadline)
        }
        return .gone
    }
}

extension WyomingRefusal {
    fileprivate static let tooMany = WyomingRefusal(
        code: "too-many-requests",
        text: "Too many requests wait on this connection: wait for their answers first."
    )
    fileprivate static let idle = WyomingRefusal(code: "idle", text: "Nothing was said for too long.")

    fileprivate static func tooLong(_ limit: Duration) -> WyomingRefusal {
        WyomingRefusal(code: "too-long", text: "Speech of more than \(Int(limit / .seconds(1))) seconds is not taken.")
    }
}
