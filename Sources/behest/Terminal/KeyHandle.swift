internal import Dispatch
internal import Glibc
internal import Synchronization

/// Reads the keys that are pressed at a terminal, for as long as this is there.
///
/// `nonisolated(unsafe)`: a Dispatch source may be cancelled, suspended and resumed from any thread, though its protocol does
/// not say so.
final class KeyHandle: Sendable {
    private struct State {
        var decoder = KeyDecoder()
        /// How often something was read, so that a pause knows whether it is one.
        var reads = 0
        var isSuspended = false
    }

    /// How long after an escape nothing comes when it is the key alone.
    private static let pause = DispatchTimeInterval.milliseconds(50)

    private let terminal: TerminalHandle
    private let queue = DispatchQueue(label: "keys")
    private nonisolated(unsafe) let source: any DispatchSourceRead
    private let state = Mutex(State())
    private let onKey: @Sendable (KeyDecoder.Key) -> Void

    /// - Parameters:
    ///   - terminal: where the keys are pressed.
    ///   - onKey: called for each, one after the other.
    init(_ terminal: TerminalHandle, onKey: @escaping @Sendable (KeyDecoder.Key) -> Void) {
        self.terminal = terminal
        self.onKey = onKey
        unsafe source = DispatchSource.makeReadSource(fileDescriptor: terminal.input, queue: queue)
        unsafe source.setEventHandler { [weak self] in self?.read() }
        unsafe source.resume()
    }

    /// Reads no more.
    func cancel() {
        // A suspended source never comes to its end.
        resume()
        unsafe source.cancel()
    }

    /// Reads on, as the terminal is this process's again.
    func resume() {
        state.withLock { state in
            if state.isSuspended { unsafe source.resume() }
            state.isSuspended = false
        }
    }

    private func read() {
        // What is typed while another program has the terminal is for that one, and to read it would stop this one.
        guard terminal.isInForeground else {
            return state.withLock { state in
                if !state.isSuspended { unsafe source.suspend() }
                state.isSuspended = true
            }
        }
        var bytes = [UInt8](repeating: 0, count: 256)
        let count = unsafe bytes.withUnsafeMutableBytes { unsafe Glibc.read(terminal.input, $0.baseAddress, $0.count) }
        guard count > 0 else {
            if count == 0 || (errno != EINTR && errno != EAGAIN) { unsafe source.cancel() }
            return
        }
        let (keys, pending) = state.withLock { state in
            state.reads += 1
            return (state.decoder.take(bytes.prefix(count)), state.decoder.isPending ? state.reads : nil)
        }
        keys.forEach(onKey)
        if let pending {
            queue.asyncAfter(deadline: .now() + Self.pause) { [weak self] in self?.endPause(after: pending) }
        }
    }

    private func endPause(after reads: Int) {
        let keys = state.withLock { $0.reads == reads ? $0.decoder.takePause() : [] }
        keys.forEach(onKey)
    }
}
