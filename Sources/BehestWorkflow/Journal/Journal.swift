public import FoundationEssentials

/// The truth about what was heard, decided and done.
///
/// Every function that records returns only when the record would survive the loss of power. A change that the state of
/// its subject does not allow throws ``IllegalTransition`` and changes nothing. Cancelling the surrounding Swift task
/// does not undo a record that is under way.
public protocol Journal: TriggerJournal, RetentionJournal {
    /// Records things in their order: either all of them or nothing.
    func record(_ entries: [JournalEntry]) async throws
    /// Records that an utterance could not be transcribed, and waits to be tried once more.
    ///
    /// - Parameters:
    ///   - utterance: the utterance.
    ///   - moment: when it was tried.
    ///   - reason: why that was in vain, in a sentence for a person.
    /// - Throws: ``JournalError`` when it could not be recorded, such as for an utterance that there is not.
    func postpone(_ utterance: UtteranceRecord.ID, triedAt moment: Date, because reason: String) async throws
    /// Where the conversation stood when it was last kept, if it ever was.
    func conversation() async throws -> String?

    /// Records that a worker is alive.
    func note(_ worker: WorkerRecord) async throws
    /// Gives a worker the right to carry a run out; `nil` when another one that is alive has it, or when it is not to be
    /// done: it is at its end, a person is asked first, or the one before it has not succeeded.
    func claim(_ run: RunRecord.ID, by worker: WorkerRecord, _ liveness: WorkerLiveness) async throws -> RunClaim?
    /// What is known of a run by whoever has claimed it.
    ///
    /// - Throws: ``ClaimLost`` when another worker has taken it over; ``JournalError``.
    func takenUp(_ claim: RunClaim) async throws -> TakenRun
    /// Gives the right to carry a run out back, so that anybody may take it up; nothing when it was lost.
    func release(_ claim: RunClaim) async throws
    /// The runs that can be carried out and that no living worker has, at most so many; the most urgent and oldest first.
    ///
    /// - Parameters:
    ///   - liveness: Who looks, and how it sees the others.
    ///   - scope: Which ones.
    ///   - limit: How many at most.
    /// - Returns: The runs.
    /// - Throws: ``JournalError`` when the journal cannot be read.
    func abandonedRuns(_ liveness: WorkerLiveness, _ scope: AbandonedRuns, limit: Int) async throws -> [RunRecord.ID]
    /// Records how far a run has come: either all of it or nothing.
    ///
    /// - Throws: ``ClaimLost`` when another worker has taken the run over; ``JournalError``.
    func record(_ progress: RunProgress, under claim: RunClaim) async throws
    /// Lets a run or a job enter its group, if there is room; else it is in the line from now on.
    func enter(_ request: GroupRequest, under claim: RunClaim, _ liveness: WorkerLiveness) async throws -> GroupAnswer
    /// Asks whoever carries a run out to give it up; a run at its end stays as it is.
    func requestCancellation(of run: RunRecord.ID, because reason: String) async throws
    /// How a run stands beside its tasks: what somebody has asked to be given up, and the groups that it is in.
    ///
    /// - Throws: ``ClaimLost`` when another worker has taken the run over; ``JournalError``.
    func standing(under claim: RunClaim) async throws -> RunStanding

    /// Records that a person agreed to the plan of some hash, and gives the run to a worker.
    ///
    /// - Throws: ``ApprovalError`` when it cannot be agreed to; ``JournalError``.
    func approve(
        _ id: RunRecord.ID,
        planHash hash: String,
        at moment: Date,
        by worker: WorkerRecord
    ) async throws -> RunRecord
    /// The runs for whose yes the time is over.
    func expiredRuns(at moment: Date) async throws -> [RunRecord.ID]

    /// Changes a run.
    func apply(_ change: RunRecord.Change, toRun id: RunRecord.ID) async throws -> RunRecord
    /// Changes a task.
    func apply(_ change: AgentTask.Change, toTask id: AgentTask.ID) async throws -> AgentTask

    /// The utterance of an identifier, if there is one.
    func utterance(_ id: UtteranceRecord.ID) async throws -> UtteranceRecord?
    /// The last transcript of an utterance, if there is one.
    func transcript(of utterance: UtteranceRecord.ID) async throws -> TranscriptRecord?
    /// The times that speech endpoints were asked for the words of an utterance, in their order.
    func transcriptionAttempts(at utterance: UtteranceRecord.ID) async throws -> [TranscriptionAttemptRecord]
    /// The utterances that wait to be transcribed, oldest first.
    func waitingUtterances() async throws -> [WaitingUtterance]
    /// The last decision about an utterance, if there is one.
    func decision(on utterance: UtteranceRecord.ID) async throws -> DecisionRecord?
    /// The decisions about an utterance in their order; several when several commands were said in one breath.
    func decisions(on utterance: UtteranceRecord.ID) async throws -> [DecisionRecord]
    /// The run of an identifier, if there is one.
    func run(_ id: RunRecord.ID) async throws -> RunRecord?
    /// The runs whose identifiers begin so, at most two: enough to tell whether the prefix names one.
    func runs(withPrefix prefix: String) async throws -> [RunRecord]
    /// The runs, newest first, at most so many; without those that cannot be read.
    func runs(limit: Int) async throws -> [RunRecord]
    /// The utterances that were kept but neither led to a run nor were refused or asked about, oldest first; also those that
    /// wait to be transcribed.
    func undecidedUtterances() async throws -> [UtteranceRecord]
    /// The tasks of a run in their order.
    func tasks(of run: RunRecord.ID) async throws -> [AgentTask]
    /// What happened to a run or a task or an utterance, oldest first.
    func events(of subject: String) async throws -> [JournalEvent]
}

extension Journal {
    /// The run of an identifier, if there is one and it can be read.
    package func readableRun(_ id: RunRecord.ID) async throws -> RunRecord? {
        do {
            return try await run(id)
        } catch let error as JournalError where error.code == .unreadable {
            return nil
        }
    }
}
