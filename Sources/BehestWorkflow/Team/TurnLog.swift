/// Where the turns of teams are kept: what was answered is never asked again, and nobody has more turns than it takes.
///
/// Every function that records returns only when the record would survive the loss of power. What comes of a run that another
/// worker has taken over is refused with ``ClaimLost``.
public protocol TurnLog: Sendable {
    /// The turns of a task in their order.
    func turns(of task: AgentTask.ID) async throws -> [TeamTurn]

    /// Looks for somebody to take a turn, and records who it is; a turn at the same place that is not at its end goes on.
    ///
    /// - Parameters:
    ///   - request: The turn.
    ///   - choose: Makes the choice, with how busy everybody is at that moment. It may be called again for the same.
    /// - Returns: The turn: taken, waiting until somebody has room, or lost because nobody can be asked.
    /// - Throws: ``ClaimLost``; ``JournalError``.
    func begin(
        _ request: TurnRequest,
        choosing choose: @escaping @Sendable (TeamLoad) -> TeamChoice
    ) async throws -> TeamTurn

    /// Records how a turn ended.
    ///
    /// - Throws: ``ClaimLost``; ``IllegalTransition`` when it is at its end already; ``JournalError``.
    func end(_ turn: TeamTurn, _ ending: TurnEnding) async throws

    /// Records that the step as a whole has failed: who gave the task up may be asked again if it is tried once more.
    ///
    /// - Throws: ``ClaimLost``; ``JournalError``.
    func settle(_ task: AgentTask.ID, of run: RunRecord.ID, claim: Int) async throws
}

/// A turn that somebody is to take.
public struct TurnRequest: Sendable, Hashable {
    /// The run.
    public var run: RunRecord.ID
    /// The task.
    public var task: AgentTask.ID
    /// Under which claim of the run it is asked for.
    public var claim: Int
    /// What it is for.
    public var place: String
    /// The digest of what the member is given.
    public var input: String
    /// What its effects are known by.
    public var idempotencyKey: String
    /// Who could take it if they had room.
    public var candidates: [String]

    /// Makes a request.
    public init(
        run: RunRecord.ID,
        task: AgentTask.ID,
        claim: Int,
        place: String,
        input: String,
        idempotencyKey: String,
        candidates: [String]
    ) {
        self.run = run
        self.task = task
        self.claim = claim
        self.place = place
        self.input = input
        self.idempotencyKey = idempotencyKey
        self.candidates = candidates
    }
}
