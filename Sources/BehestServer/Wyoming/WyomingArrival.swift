internal import BehestTransport
internal import NIOCore
internal import Synchronization

/// A client that has connected and is served by nobody yet; if nobody comes to serve it, the connection is closed.
final class WyomingArrival: Sendable {
    typealias Connection = NIOAsyncChannel<Result<WyomingEvent, WyomingError>, WyomingEvent>

    private let channel: any Channel
    private let isTaken = Atomic(false)

    /// - Parameter channel: the connection, which reads nothing by itself yet.
    init(_ channel: any Channel) {
        self.channel = channel
    }

    deinit {
        if !isTaken.load(ordering: .relaxed) { channel.close(promise: nil) }
    }

    /// Takes the connection, to serve it.
    ///
    /// - Returns: it; `executeThenClose` must be called on it.
    /// - Throws: `ChannelError` when the client has gone.
    func take() async throws -> Connection {
        isTaken.store(true, ordering: .relaxed)
        return try await channel.eventLoop.submit { [channel] in
            // What throws does so before there is something that has to be closed in order.
            try channel.pipeline.syncOperations.addHandler(WyomingChannelHandler())
            let connection = try Connection(
                wrappingChannelSynchronously: channel,
                // A client that sends quicker than it is served has to wait.
                configuration: .init(backPressureStrategy: .init(lowWatermark: 2, highWatermark: 4))
            )
            _ = channel.setOption(.autoRead, value: true)
            return connection
        }.get()
    }
}
