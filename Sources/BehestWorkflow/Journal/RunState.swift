/// Where a run stands; a small machine with few ways from one state to another.
public enum RunState: String, Sendable, Hashable, Codable, CaseIterable {
    /// A person is asked first.
    case held
    /// It can be done.
    case ready
    /// Its tasks are being done.
    case running
    /// Every task is done, or those that are not were allowed to fail.
    case succeeded
    /// A task could not be done.
    case failed
    /// It was given up.
    case cancelled

    /// The states that may follow this one; none follows an end.
    public var successors: Set<RunState> {
        switch self {
        case .held: [.ready, .cancelled]
        case .ready: [.running, .held, .cancelled]
        case .running: [.succeeded, .failed, .cancelled]
        case .succeeded, .failed, .cancelled: []
        }
    }

    /// Whether it stays so for ever.
    public var isFinal: Bool { successors.isEmpty }
}
