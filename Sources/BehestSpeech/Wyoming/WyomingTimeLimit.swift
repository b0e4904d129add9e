/// The longest that something may take.
struct WyomingTimeLimit {
    /// It took longer.
    struct Exceeded: Error {
        let limit: WyomingTimeLimit
    }

    private let limit: Duration
    private let deadline: ContinuousClock.Instant

    /// - Parameters:
    ///   - limit: how long it may take.
    ///   - beginning: from when on.
    init(_ limit: Duration, since beginning: ContinuousClock.Instant = .now) {
        self.limit = limit
        deadline = beginning.advanced(by: limit)
    }

    /// The time as a person writes it, such as `1.5 seconds`.
    var text: String {
        let seconds = limit / .seconds(1)
        return "\(seconds == seconds.rounded() ? String(Int(seconds)) : String(seconds)) seconds"
    }

    /// Does something, and calls it off when it takes too long.
    ///
    /// - Parameters:
    ///   - work: what is done; it must heed that it is cancelled.
    ///   - failure: says what is thrown in the place of an error, which may be ``Exceeded``.
    /// - Returns: what the work returns.
    /// - Throws: what `failure` says; `CancellationError`.
    func run<Value: Sendable>(
        _ work: @escaping @Sendable () async throws -> Value,
        orThrow failure: (any Error) -> TranscriptionError
    ) async throws -> Value {
        do {
            return try await withThrowingTaskGroup(of: Value.self) { group in
                group.addTask { try await work() }
                group.addTask {
                    try await ContinuousClock().sleep(until: deadline)
                    throw Exceeded(limit: self)
                }
                defer { group.cancelAll() }
                guard let first = try await group.next() else { throw CancellationError() }
                return first
            }
        } catch {
            if error is CancellationError || Task.isCancelled { throw CancellationError() }
            throw failure(error)
        }
    }
}
