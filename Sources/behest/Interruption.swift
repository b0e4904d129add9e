internal import ArgumentParser
internal import Glibc

/// Does some work that Ctrl-C, SIGTERM and the closing of the terminal cancel, so that it can record how far it came and
/// stop what it started.
///
/// A process does this once: the signals are not given back.
///
/// - Throws: what the work throws; ``ExitCode/interrupted`` when a signal came first.
func interruptible(_ work: @escaping @Sendable () async throws -> Void) async throws {
    let signals = signalStream([SIGINT, SIGTERM, SIGHUP])
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

/// Gives a value when one of the signals comes in; one is enough, so only the newest is kept.
private func signalStream(_ signals: [Int32]) -> AsyncStream<Void> {
    AsyncStream(bufferingPolicy: .bufferingNewest(1)) { continuation in
        let handle = SignalHandle(signals) { continuation.yield() }
        continuation.onTermination = { _ in handle.cancel() }
    }
}
