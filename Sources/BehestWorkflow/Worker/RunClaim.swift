/// A worker's right to carry a run out, until another one takes the run over.
///
/// Its number grows with each claim of the run. What is recorded under an older one is refused: together with the number of a
/// task's attempt it is the fencing token of what an agent does.
public struct RunClaim: Sendable, Hashable {
    /// The run.
    public var run: RunRecord.ID
    /// The worker.
    public var worker: String
    /// Which claim of the run it is, from 1.
    public var number: Int

    /// Makes a claim.
    public init(run: RunRecord.ID, worker: String, number: Int) {
        self.run = run
        self.worker = worker
        self.number = number
    }
}

/// A worker that comes too late: another one has taken its run over.
public struct ClaimLost: Error, Sendable, Hashable, CustomStringConvertible {
    /// The claim that no longer holds.
    public var claim: RunClaim

    /// Says that it came too late.
    public var description: String {
        "The run '\(claim.run)' was taken over by another process of Behest, and what this one did is not counted."
    }
}
