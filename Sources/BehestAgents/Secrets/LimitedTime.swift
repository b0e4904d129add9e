/// Work that is given up after some time.
enum LimitedTime {
    /// Does it; `nil` when it took too long.
    static func run<Result: Sendable>(
        _ limit: Duration,
        _ work: @Sendable @escaping () async throws -> Result
    ) async throws -> Result? {
        try await withThrowingTaskGroup(of: Result?.self) { group in
            group.addTask { try await work() }
            group.addTask {
                try await Task.sleep(for: limit)
                return nil
            }
            defer { group.cancelAll() }
            return try await group.next() ?? nil
        }
    }
}
