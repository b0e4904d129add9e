extension Attention {
    /// What happens.
    public enum Event: Sendable, Hashable {
        /// The key goes down.
        case press
        /// The key goes up.
        case release
        /// A key that is pressed once to begin and once to end.
        case toggle
        /// Nothing is to be heard.
        case mute
        /// It is to be heard again.
        case unmute
        /// Another mode is chosen.
        case choose(Mode)
        /// Voice activity has found the beginning of an utterance.
        case speechBegan
        /// That utterance is over.
        case speechEnded
        /// It is known for whom an utterance is that is over.
        case recognised(String, Address)
        /// Behest has asked something and waits for the answer, or does so no longer.
        case question(isOpen: Bool)
        /// Time goes by.
        case time
    }

    /// Whether an utterance is for Behest.
    public enum Address: Sendable, Hashable {
        /// It should begin with the wake phrase and does not.
        case nobody
        /// It is the wake phrase, and nothing else.
        case phraseAlone
        /// It is for Behest.
        case behest
        /// It would be for Behest, but holds no words.
        case wordless
    }
}
