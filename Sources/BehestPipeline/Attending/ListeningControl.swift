internal import Synchronization

/// The one place where it is told when to listen: by a key, a shortcut of the desktop, the control socket, a conversation.
///
/// Whoever tells it something gets the new state at once; the ``Listener`` that is attached does what follows from it.
public final class ListeningControl: Sendable {
    /// Where it stands.
    public struct Status: Sendable, Hashable {
        /// What makes Behest listen.
        public var mode: Attention.Mode
        /// What it does now.
        public var state: Attention.State
        /// What is listened to; `nil` while nothing is.
        public var source: String?
    }

    private struct State {
        var attention: Attention
        var source: String?
        var act: (@Sendable ([Attention.Effect]) -> Void)?

        var status: Status { Status(mode: attention.mode, state: attention.state, source: source) }
    }

    private let state: Mutex<State>

    /// Makes a control to which nothing listens yet.
    public init(_ attention: Attention = Attention()) {
        state = Mutex(State(attention: attention))
    }

    /// Where it stands now.
    public var status: Status { state.withLock { $0.status } }

    /// How much of the sound before a press belongs to what is said.
    var preRoll: Duration { state.withLock { $0.attention.settings.preRoll } }

    /// Whether the utterance that is going on must begin with the wake phrase.
    var needsPhrase: Bool { state.withLock { $0.attention.needsPhrase } }

    /// Tells that something happens now.
    ///
    /// - Returns: where it stands after that.
    @discardableResult
    public func take(_ event: Attention.Event) -> Status {
        state.withLock { state in
            // A key that nobody hears is not still down when somebody begins to listen.
            if state.act == nil, [.press, .release, .toggle].contains(event) { return state.status }
            let effects = state.attention.take(event, at: .now)
            // With the lock held, so that they are done in the order in which they came about.
            if !effects.isEmpty { state.act?(effects) }
            return state.status
        }
    }

    /// Begins to listen.
    ///
    /// - Parameters:
    ///   - source: what a person calls what is listened to.
    ///   - act: called with what is to be done, one after the other and from any thread; it must not call back.
    package func attach(to source: String, _ act: @escaping @Sendable ([Attention.Effect]) -> Void) {
        state.withLock { state in
            state.source = source
            state.act = act
            act([state.attention.isOpen ? .open : .close])
        }
    }

    /// Ends listening; what is held is let go.
    package func detach() {
        state.withLock { state in
            _ = state.attention.take(.release, at: .now)
            state.act = nil
            state.source = nil
        }
    }
}
