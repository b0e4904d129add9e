internal import Synchronization

/// Tells once that all places of a server are served.
final class Readiness: Sendable {
    private struct State {
        var missing: Int
        var port: Int?
    }

    private let state: Mutex<State>
    private let tell: @Sendable (_ port: Int?) -> Void

    /// - Parameters:
    ///   - count: how many places there are.
    ///   - tell: told once, with the port of the one that has one.
    init(of count: Int, then tell: @escaping @Sendable (_ port: Int?) -> Void) {
        state = Mutex(State(missing: count))
        self.tell = tell
    }

    /// Notes that one more place is served.
    func add(port: Int?) {
        let (isReady, port) = state.withLock { state in
            state.missing -= 1
            state.port = state.port ?? port
            return (state.missing == 0, state.port)
        }
        if isReady { tell(port) }
    }
}
