internal import Synchronization

/// A body that is sent while it still grows.
///
/// It belongs to one request, which it outlives without harm: what is given to it after the request is over is dropped, and the
/// exchange tells why.
///
/// ```swift
/// let body = GrowingBody()
/// request.upload = HTTPUpload(growing: body, contentType: "audio/wav")
/// let exchange = try client.open(request)
/// while let sound = await microphone.next() { try await body.append(sound) }
/// body.finish()
/// let response = try await exchange.response()
/// ```
public final class GrowingBody: Sendable {
    /// What a look for more of it finds.
    enum Supply {
        /// So many bytes were put into the buffer.
        case bytes(Int)
        /// There will be more, but not yet.
        case later
        /// There will be no more.
        case end
    }

    fileprivate struct State {
        var bytes: [UInt8] = []
        var first = 0
        var isFinished = false
        var isClosed = false
        var isWanted = false
        var waitingSince: ContinuousClock.Instant?
        var grewAt = ContinuousClock.now
        var wake: (@Sendable () -> Void)?
        var writers: [Int: CheckedContinuation<Void, Never>] = [:]
        var nextWriter = 0

        var count: Int { bytes.count - first }
    }

    private let highWater: Int
    private let state = Mutex(State())

    /// Makes an empty body.
    ///
    /// - Parameter highWater: how many bytes may wait to be sent before ``append(_:)`` waits too.
    public init(highWater: Int = 64 * 1024) {
        self.highWater = highWater
    }

    /// Adds to it; it returns once there is room for more.
    ///
    /// - Returns: whether the request still wants more; it may also have its answer already, or have failed.
    /// - Throws: `CancellationError`; what was given is sent all the same.
    @discardableResult
    public func append(_ bytes: [UInt8]) async throws -> Bool {
        let (wake, number) = state.withLock { state -> ((@Sendable () -> Void)?, Int) in
            state.nextWriter += 1
            guard !state.isClosed, !state.isFinished, !bytes.isEmpty else { return (nil, state.nextWriter) }
            let now = ContinuousClock.now
            if state.count == 0 { state.waitingSince = now }
            state.grewAt = now
            state.bytes += bytes
            defer { state.isWanted = false }
            return (state.isWanted ? state.wake : nil, state.nextWriter)
        }
        wake?()
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let hasRoom = state.withLock { state in
                    if state.isClosed || state.count <= highWater || Task.isCancelled { return true }
                    state.writers[number] = continuation
                    return false
                }
                if hasRoom { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.writers.removeValue(forKey: number) }?.resume()
        }
        try Task.checkCancellation()
        return state.withLock { !$0.isClosed }
    }

    /// Tells that it is whole.
    ///
    /// - Returns: whether the request still waits for that; else it is over, and what it was answered is not of the whole.
    @discardableResult
    public func finish() -> Bool {
        let (wake, isOpen) = state.withLock { state -> ((@Sendable () -> Void)?, Bool) in
            state.isFinished = true
            defer { state.isWanted = false }
            return (state.isWanted ? state.wake : nil, !state.isClosed)
        }
        wake?()
        return isOpen
    }

    /// Whether the request is over, so that what is given to it is dropped.
    public var isDropped: Bool { state.withLock(\.isClosed) }

    // MARK: - For the one who sends it

    /// Since when bytes wait that nobody takes; `nil` when none do.
    var waitingSince: ContinuousClock.Instant? { state.withLock { $0.waitingSince } }

    /// Since when it has brought nothing new; `nil` when it is whole.
    var pausedSince: ContinuousClock.Instant? { state.withLock { $0.isFinished ? nil : $0.grewAt } }

    /// Says what is to be done when there is more, after there was none.
    func onMore(_ wake: @escaping @Sendable () -> Void) {
        state.withLock { $0.wake = wake }
    }

    /// Takes what fits into a buffer.
    func take(into buffer: UnsafeMutableRawBufferPointer) -> Supply {
        let (supply, writers) = state.withLock { state in
            let count = min(buffer.count, state.count)
            guard count > 0 else {
                state.isWanted = !state.isFinished
                return (state.isFinished ? Supply.end : .later, [CheckedContinuation<Void, Never>]())
            }
            unsafe buffer.copyMemory(from: state.bytes, at: state.first, count: count)
            state.first += count
            if state.count == 0 || state.first > highWater {
                state.bytes.removeFirst(state.first)
                state.first = 0
            }
            state.waitingSince = state.count == 0 ? nil : .now
            return (.bytes(count), state.count <= highWater ? state.takeWriters() : [])
        }
        for writer in writers { writer.resume() }
        return supply
    }

    /// Tells that the request is over, so that nobody waits for it.
    func close() {
        let writers = state.withLock { state in
            state.isClosed = true
            state.bytes = []
            state.first = 0
            state.waitingSince = nil
            state.wake = nil
            return state.takeWriters()
        }
        for writer in writers { writer.resume() }
    }
}

extension GrowingBody.State {
    fileprivate mutating func takeWriters() -> [CheckedContinuation<Void, Never>] {
        defer { writers = [:] }
        return Array(writers.values)
    }
}
