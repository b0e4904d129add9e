public import BehestWorkflow

/// What is to be done because of something that happened in a conversation.
public enum DialogueEffect: Sendable, Hashable {
    /// A short sound.
    public enum Earcon: String, Sendable, Hashable, CaseIterable {
        /// It was understood and is being done.
        case understood
        /// Something is asked.
        case asked
        /// It was heard and waits its turn, or is written down.
        case noted
        /// Nothing is done.
        case refused
        /// It is done.
        case done
        /// It failed.
        case failed
    }

    /// How a question came to its end.
    public enum Ending: String, Sendable, Hashable, CaseIterable {
        /// It was answered.
        case answered
        /// The answer was left out.
        case skipped
        /// The answer was no.
        case declined
        /// The person no longer wanted it.
        case cancelled
        /// Nobody answered in time.
        case expired
        /// The answers were not understood.
        case givenUp
    }

    /// Something is said.
    case say(String)
    /// A sound is played.
    case play(Earcon)
    /// A question is put, and shown until it is closed.
    case ask(OpenQuestion)
    /// A question is to be put when the open one is closed.
    case postpone(OpenQuestion, after: OpenQuestion)
    /// A question is at its end.
    case close(OpenQuestion, Ending)
    /// From now on long speech with pauses is to be expected.
    case openDictation
    /// No longer.
    case closeDictation
    /// Plans are carried out, each when the one before it has succeeded, and the first when an earlier run has.
    case carryOut(order: Int, [Plan], utterance: UtteranceRecord.ID?, after: RunRecord.ID?)
    /// Something is looked up that a plan's offer hangs on; what was found is told by ``DialogueEvent/lookedUp(_:outputs:)``.
    case look(Int, Plan, utterance: UtteranceRecord.ID?)
    /// The plans are made that take back, step by step, what was ordered; they are told by ``DialogueEvent/reversalPlanned(_:_:)``.
    case planReversal(DialogueState.Done)
    /// A run is stopped.
    case cancel(RunRecord.ID)
    /// What can be said is listed.
    case listSentences
}
