internal import NIOCore

/// Whether whoever asked is still there to get the answer.
struct ClientPresence: Sendable {
    private let isGone: EventLoopFuture<Void>

    /// Looks after the other end of a connection.
    init(_ channel: any Channel) {
        isGone = channel.eventLoop.flatSubmit {
            do {
                let handler = try channel.pipeline.syncOperations.handler(type: EarlyAnswerHandler.self)
                return handler.isGone ?? channel.closeFuture
            } catch {
                return channel.closeFuture
            }
        }
    }

    /// Does some work, which is cancelled when nobody waits for its result any more.
    ///
    /// - Throws: what the work throws; `CancellationError` when they have gone.
    func whilePresent<Result: Sendable>(_ work: @escaping @Sendable () async throws -> Result) async throws -> Result {
        let (leaving, left) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        isGone.whenComplete { _ in left.finish() }
        return try await withThrowingTaskGroup(of: Result.self) { group in
            group.addTask { try await work() }
            group.addTask {
                for await _ in leaving {}
                throw CancellationError()
            }
            defer { group.cancelAll() }
            guard let result = try await group.next() else { throw CancellationError() }
            return result
        }
    }
}
