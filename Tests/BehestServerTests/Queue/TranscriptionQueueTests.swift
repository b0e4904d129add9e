import Synchronization
import Testing

@testable import BehestServer

@Suite(.timeLimit(.minutes(1)))
struct TranscriptionQueueTests {
    private static func limits(most: Int, atOnce: Int = 1) -> TranscriptionQueue.Limits {
        var limits = TranscriptionQueue.Limits()
        (limits.most, limits.turnsAtOnce) = (most, atOnce)
        return limits
    }

    /// Whose turns began, and how many went on at once.
    private final class Turns: Sendable {
        private let state = Mutex((begun: [Int](), now: 0, most: 0))

        var begun: [Int] { state.withLock(\.begun) }
        var mostAtOnce: Int { state.withLock(\.most) }

        func begin(_ client: Int) {
            state.withLock { $0 = ($0.begun + [client], $0.now + 1, max($0.most, $0.now + 1)) }
        }

        func end() {
            state.withLock { $0.now -= 1 }
        }
    }

    /// Waits until so many wait for a turn.
    private func waitUntil(_ count: Int, waitIn queue: TranscriptionQueue) async {
        while queue.load.waiting != count { await Task.yield() }
    }

    @Test func turnsGoRoundRobinAndOneAtATime() async throws {
        let queue = TranscriptionQueue(limits: Self.limits(most: 8))
        let turns = Turns()
        let (gate, open) = AsyncStream<Void>.makeStream()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (number, client) in [1, 1, 1, 2, 3].enumerated() {
                let place = try queue.admit(.process(Int32(client)))
                group.addTask {
                    try await place.turn {
                        turns.begin(client)
                        if number == 0 { for await _ in gate {} }
                        await Task.yield()
                        turns.end()
                    }
                }
                if number == 0 {
                    while turns.begun.isEmpty { await Task.yield() }
                } else {
                    await waitUntil(number, waitIn: queue)
                }
            }
            open.finish()
            try await group.waitForAll()
        }
        #expect(turns.begun == [1, 1, 2, 3, 1])
        #expect(turns.mostAtOnce == 1)
        #expect(queue.load == (0, 0))
    }

    @Test func oneLeavesPlacesToOthersAndAllTogetherAreBounded() throws {
        let queue = TranscriptionQueue(limits: Self.limits(most: 8))
        var places = try (0..<6).map { _ in try queue.admit(.process(1)) }
        #expect(throws: QueueRefusal.tooManyOfOne) { _ = try queue.admit(.process(1)) }
        places += try (0..<2).map { _ in try queue.admit(.process(2)) }
        #expect(throws: QueueRefusal.full) { _ = try queue.admit(.door) }
        places.removeLast()
        places.append(try queue.admit(.door))
        places = []
        #expect(queue.load == (0, 0))
    }

    @Test func whoGoesGivesTheTurnUp() async throws {
        let queue = TranscriptionQueue(limits: Self.limits(most: 8))
        let place = try queue.admit(.unknown)
        let (gate, open) = AsyncStream<Void>.makeStream()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await place.turn { for await _ in gate {} } }
            let leaver = Task { try await place.turn { _ = Issue.record("it was given up") } }
            await waitUntil(1, waitIn: queue)
            leaver.cancel()
            await #expect(throws: CancellationError.self) { try await leaver.value }
            #expect(queue.load.waiting == 0)
            open.finish()
            try await group.waitForAll()
        }
        try await place.turn {}
    }

    @Test func whoIsGoneAlreadyWaitsForNothing() async throws {
        let queue = TranscriptionQueue()
        let place = try queue.admit(.unknown)
        let gone = Task {
            unsafe withUnsafeCurrentTask { unsafe $0?.cancel() }
            try await place.turn { _ = Issue.record("it was given up") }
        }
        await #expect(throws: CancellationError.self) { try await gone.value }
    }

    @Test func closingSendsAwayWhoWaitsAndLetsWhoIsAtItFinish() async throws {
        let queue = TranscriptionQueue(limits: Self.limits(most: 8))
        let place = try queue.admit(.process(1))
        let (gate, open) = AsyncStream<Void>.makeStream()
        let (began, begin) = AsyncStream<Void>.makeStream()
        async let first: Bool = place.turn {
            begin.finish()
            for await _ in gate {}
            return true
        }
        for await _ in began {}
        let second = Task { try await place.turn {} }
        await waitUntil(1, waitIn: queue)
        queue.close()
        await #expect(throws: QueueRefusal.closing) { try await second.value }
        #expect(throws: QueueRefusal.closing) { _ = try queue.admit(.process(2)) }
        open.finish()
        #expect(try await first)
        await #expect(throws: QueueRefusal.closing) { try await place.turn {} }
    }

    @Test func aTurnThatFailsIsHandedOnAllTheSame() async throws {
        struct Broken: Error {}
        let place = try TranscriptionQueue().admit(.unknown)
        await #expect(throws: Broken.self) { try await place.turn { throw Broken() } }
        let result = try await place.turn { 1 }
        #expect(result == 1)
    }
}
