extension Attention {
    /// What is to be done.
    public enum Effect: Sendable, Hashable {
        /// Voice activity cuts utterances out of the sound.
        case open
        /// It begins no more of them; one that is going on is heard to its end.
        case close
        /// The sound from a time on is one utterance; what was being said then belongs to it.
        case hold(from: ContinuousClock.Instant)
        /// That utterance is let go at a time, and ends soon after it.
        case letGo(at: ContinuousClock.Instant)
        /// What is being said is given up, and no sound from before a time is used any more.
        case forget(before: ContinuousClock.Instant)
        /// An utterance is kept and done.
        case keep(String)
        /// An utterance leaves no trace.
        case drop(String)
        /// A person is told.
        case cue(Cue)
    }

    /// What a person is told.
    public enum Cue: String, Sendable, Hashable, CaseIterable {
        /// The key was heard: speak.
        case holding
        /// The key was let go.
        case letGo = "let-go"
        /// The key was held for too long, or its release was lost; what was said is kept.
        case tooLong = "too-long"
        /// The wake phrase was heard: speak.
        case awake
        /// Nothing was said after the wake phrase.
        case asleep
        /// Nothing is heard any more.
        case muted
        /// It is heard again.
        case unmuted
        /// A key was pressed while nothing is heard.
        case stillMuted = "still-muted"
    }
}
