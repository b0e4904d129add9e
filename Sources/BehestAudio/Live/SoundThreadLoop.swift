internal import Glibc
internal import Synchronization

/// Runs a loop that waits for a sound device on a thread of its own.
///
/// Neither the cooperative pool nor Dispatch's threads are held up by it.
final class SoundThreadLoop: Sendable {
    private struct State {
        var continuation: CheckedContinuation<Void, any Error>?
        var isAbandonable = false
    }

    /// Tells the loop to stop.
    let stop: StopSignalHandle

    private let state = Mutex(State())
    private let body: @Sendable (SoundThreadLoop) throws -> Void

    private init(_ body: @escaping @Sendable (SoundThreadLoop) throws -> Void) throws(AudioError) {
        stop = try StopSignalHandle()
        self.body = body
    }

    /// Runs a loop to its end.
    ///
    /// - Parameter body: the loop, which ends soon after its ``stop`` is raised; cancellation raises it.
    /// - Throws: what the loop throws.
    static func run(_ body: @escaping @Sendable (SoundThreadLoop) throws -> Void) async throws {
        let loop = try SoundThreadLoop(body)
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                loop.state.withLock { $0.continuation = continuation }
                loop.start()
            }
        } onCancel: {
            loop.stop.raise()
            if loop.state.withLock({ $0.isAbandonable }) { loop.end(.success(())) }
        }
    }

    /// Does something that may hang and cannot be interrupted, such as connecting with a sound server that hangs.
    ///
    /// Cancellation does not wait for it: the thread is left to itself, finds the stop raised when it comes back, and
    /// ends then.
    func abandonably<Value>(_ work: () -> Value) -> Value {
        state.withLock { $0.isAbandonable = true }
        defer { state.withLock { $0.isAbandonable = false } }
        if stop.isRaised { end(.success(())) }
        return work()
    }

    private func end(_ result: Result<Void, any Error>) {
        let continuation = state.withLock { state in
            defer { state.continuation = nil }
            return state.continuation
        }
        continuation?.resume(with: result)
    }

    private func start() {
        var thread = pthread_t()
        let context = unsafe Unmanaged.passRetained(self)
        let code = unsafe pthread_create(
            &thread,
            nil,
            { context in
                guard let context = unsafe context else { return nil }
                let loop = unsafe Unmanaged<SoundThreadLoop>.fromOpaque(context).takeRetainedValue()
                loop.end(Result { try loop.body(loop) })
                return nil
            },
            context.toOpaque()
        )
        guard code != 0 else {
            pthread_detach(thread)
            return
        }
        unsafe context.release()
        end(.failure(AudioError(.brokenDevice, "Too many threads are running; stop some and start again.")))
    }
}
