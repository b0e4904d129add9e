internal import ArgumentParser
internal import Dispatch
internal import Glibc

/// Does some work that Ctrl-C and SIGTERM cancel, so that it can record how far it came and stop what it started.
///
/// - Throws: what the work throws; ``ExitCode/interrupted`` when a signal came first.
func interruptible(_ work: @escaping @Sendable () async throws -> Void) async throws {
    let signals = signalStream([SIGINT, SIGTERM])
    try await withThrowingTaskGroup(of: Bool.self) { group in
        group.addTask {
            try await work()
            return false
        }
        group.addTask {
            for await _ in signals { return true }
            return false
        }
        defer { group.cancelAll() }
        guard try await group.next() == true else { return }
        group.cancelAll()
        // The work winds up; that it was cancelled is no news.
        _ = try? await group.next()
        throw ExitCode.interrupted
    }
}

/// The signals that come in, the latest one only: one is enough.
private func signalStream(_ signals: [Int32]) -> AsyncStream<Int32> {
    AsyncStream(bufferingPolicy: .bufferingNewest(1)) { continuation in
        let sources = signals.map { number in
            unsafe signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler { continuation.yield(number) }
            source.resume()
            return SignalSource(source: source)
        }
        continuation.onTermination = { _ in sources.forEach { $0.source.cancel() } }
    }
}

/// A Dispatch source is safe to cancel from any thread, though its protocol does not say so.
private struct SignalSource: Sendable {
    nonisolated(unsafe) let source: any DispatchSourceSignal
}
