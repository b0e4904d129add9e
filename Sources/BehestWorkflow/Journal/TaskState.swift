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
    /// It was tried as often as it may be, and is kept with all that is known until somebody deals with it.
    case dead
    /// It was given up.
    case cancelled
    /// It was not to be done, as its condition did not hold.
    case skipped

    /// The states that may follow this one; none follows an end.
    public var successors: Set<TaskState> {
        switch self {
        case .waiting: [.ready, .running, .held, .cancelled, .skipped]
        case .held: [.waiting, .ready, .cancelled, .skipped]
        case .ready: [.running, .held, .cancelled, .skipped]
        // Back to ready: it is tried again, or the process that was at it is gone and nobody knows how far it came.
        case .running: [.ready, .succeeded, .failed, .dead, .cancelled]
        case .succeeded, .failed, .dead, .cancelled, .skipped: []
        }
    }

    /// Whether it stays so for ever.
    public var isFinal: Bool { successors.isEmpty }

    /// Whether it was tried and could not be done.
    public var isFailure: Bool { self == .failed || self == .dead }
}
