/// The time that a step may take.
struct StepTimeLimit {
    private let limit: Duration
    private let clock: any Clock<Duration>

    init(_ limit: Duration, clock: any Clock<Duration>) {
        self.limit = limit
        self.clock = clock
    }

    /// Does something; when it takes too long, cancels it, waits until it has stopped and returns `nil`.
    func perform<Value: Sendable>(_ work: @escaping @Sendable () async throws -> Value) async throws -> Value? {
        let (limit, clock) = (limit, clock)
        return try await withThrowingTaskGroup(of: Value?.self) { group in
            group.addTask { try await work() }
            group.addTask {
                try await clock.sleep(for: limit)
                return nil
            }
            defer { group.cancelAll() }
            guard let first = try await group.next() else { return nil }
            guard first == nil else { return first }
            group.cancelAll()
            // What it throws or returns now comes too late.
            _ = await group.nextResult()
            return nil
        }
    }
}
