public import BehestWorkflow

/// What a person said, understood in every way in which it may count.
public struct Heard: Sendable {
    /// The utterance in the journal; `nil` when nothing was recorded.
    public var utterance: UtteranceRecord.ID?
    /// The words.
    public var words: String
    /// What they mean as replies, best first; empty when they are none.
    public var replies: [Reading]
    /// What they mean as commands, as the pipeline decided about each.
    public var commands: [CommandReport]
    /// The readings of the whole as a command, best first.
    public var readings: [Reading]
    /// What was decided about the words that a correction puts in the place of others; empty when there is none.
    public var corrected: [CommandReport]

    /// Puts together what was understood.
    public init(
        utterance: UtteranceRecord.ID? = nil,
        words: String,
        replies: [Reading],
        commands: [CommandReport],
        readings: [Reading],
        corrected: [CommandReport] = []
    ) {
        self.utterance = utterance
        self.words = words
        self.replies = replies
        self.commands = commands
        self.readings = readings
        self.corrected = corrected
    }
}

extension Heard {
    /// Whether the sound broke off in its middle.
    var isCutShort: Bool {
        if case .refuse(.cutShort)? = commands.first?.decision { true } else { false }
    }
}

/// Something that happens in a conversation.
public enum DialogueEvent: Sendable {
    /// A key, which is worth more than a voice.
    public enum Key: Sendable, Hashable, CaseIterable {
        /// Agrees to what is asked, or ends what is dictated.
        case confirm
        /// Closes what is asked.
        case cancel
        /// Ends all that is done.
        case stopAll
        /// Says again what is asked, or what was said last.
        case again
    }

    /// Something was said and understood.
    case heard(Heard)
    /// A command that nothing could hear when it was said has been understood since; it answers nothing that is asked now.
    case heardLate(Heard, Lateness)
    /// Something was said and cannot be transcribed; perhaps only by Behest itself.
    case unheard(Refusal, mayBeOwnSound: Bool = false)
    /// Somebody begins to speak: what is asked waits for the end.
    case speechBegan
    /// Somebody holds the key to talk: what is asked waits for as long as it may be held.
    case holdBegan
    /// The key was held, and nothing was said.
    case heldSilence
    /// What Behest said has been spoken to its end: now the time for an answer begins.
    case spoken
    /// A key was pressed.
    case pressed(Key)
    /// Time has passed.
    case ticked
    /// A run of an order was recorded and is being done.
    case began(RunRecord.ID, order: Int)
    /// A run that an earlier process left over is taken up.
    case takenUp(RunRecord.ID, words: String)
    /// A run is at its end, with what is to be said about it.
    case ended(RunRecord.ID, RunState, said: String)
    /// What was looked up, by its number; no outputs when nothing was found or could be looked up.
    case lookedUp(Int, outputs: [String: JSONValue])
    /// The plans that take back what was ordered, the last run's first; none when nothing of it can be taken back.
    case reversalPlanned(DialogueState.Done, [Plan])
    /// The program was started again, with the state that was kept.
    case resumed
}
