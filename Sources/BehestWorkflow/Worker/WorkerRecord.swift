/// A worker as the journal knows it.
public struct WorkerRecord: Sendable, Hashable {
    /// Who it is.
    public var identity: WorkerIdentity
    /// Until when it is taken for alive without a further sign, in seconds since the machine was started.
    public var deadline: Double

    /// Makes a record.
    public init(identity: WorkerIdentity, deadline: Double) {
        self.identity = identity
        self.deadline = deadline
    }
}

/// Tells whether other workers are alive, as one worker sees them.
///
/// Time is counted since the machine was started, without the time that it slept: no jump of the clock on the wall and no
/// suspend makes a living worker seem dead.
public struct WorkerLiveness: Sendable {
    /// Who looks.
    public var observer: WorkerIdentity
    /// The seconds since the machine was started.
    public var uptime: Double
    /// When a process was started, if there is one of that number.
    public var start: @Sendable (Int32) -> UInt64?

    /// Makes a view of the workers.
    public init(
        observer: WorkerIdentity,
        uptime: Double,
        start: @escaping @Sendable (Int32) -> UInt64? = WorkerIdentity.start(ofProcess:)
    ) {
        self.observer = observer
        self.uptime = uptime
        self.start = start
    }

    /// Whether a worker may still be at work: one that has given no sign for too long may be, and is not counted on any more.
    public func isAlive(_ worker: WorkerRecord) -> Bool {
        let identity = worker.identity
        if identity.id == observer.id { return true }
        guard identity.boot == observer.boot, worker.deadline > uptime else { return false }
        // A number of another namespace says nothing here; the deadline has to do.
        guard identity.namespace == observer.namespace else { return true }
        return start(identity.process) == identity.started
    }
}
