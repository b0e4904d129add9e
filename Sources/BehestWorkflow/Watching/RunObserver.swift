/// Looks on while agents are at work.
///
/// What it is told has no secrets in it, and is recorded nowhere by the dispatcher. It changes nothing of what is done.
public protocol RunObserver: Sendable {
    /// Begins to look on at an attempt; called before anything is done for it, and returns at once.
    func begin(_ assignment: Assignment) -> any AttemptObserver
}

/// Looks on at one attempt.
public protocol AttemptObserver: Sendable {
    /// Takes what happens, in its order; returns at once.
    func take(_ event: AgentEvent)
    /// The attempt has come to its end, whatever came of it.
    func end()
}

/// Several that look on at the same.
public struct RunObservers: RunObserver {
    private struct Attempt: AttemptObserver {
        let all: [any AttemptObserver]

        func take(_ event: AgentEvent) {
            for observer in all { observer.take(event) }
        }

        func end() {
            for observer in all { observer.end() }
        }
    }

    private let all: [any RunObserver]

    /// Makes one of several.
    public init(_ all: [any RunObserver]) { self.all = all }

    /// Begins to look on with all of them.
    public func begin(_ assignment: Assignment) -> any AttemptObserver {
        Attempt(all: all.map { $0.begin(assignment) })
    }
}
