/// Where a task stands; a small machine with few ways from one state to another.
public enum TaskState: String, Sendable, Hashable, Codable, CaseIterable {
    /// Steps before it are to be done first.
    case waiting
    /// A person is asked first.
    case held
    /// It can be done.
    case ready
    /// An agent is at it.
    case running
    /// It is done.
    case succeeded
    /// It was tried and could not be done.
    case failed
    /// It was given up.
    case cancelled
    /// It was not to be done, as its condition did not hold.
    case skipped

    /// The states that may follow this one; none follows an end.
    public var successors: Set<TaskState> {
        switch self {
        case .waiting: [.ready, .held, .cancelled, .skipped]
        case .held: [.waiting, .ready, .cancelled, .skipped]
        case .ready: [.running, .held, .cancelled, .skipped]
        // Back to ready: the process that was at it is gone, and nobody knows how far it came.
        case .running: [.ready, .succeeded, .failed, .cancelled]
        case .succeeded, .failed, .cancelled, .skipped: []
        }
    }

    /// Whether it stays so for ever.
    public var isFinal: Bool { successors.isEmpty }
}
