/// How long a pause must be to end an utterance, by what has been understood up to it.
///
/// What is a whole command needs no more waiting; what ends in the middle of one is given time to go on.
public struct Patience: Sendable, Hashable {
    /// How what was said so far ends.
    public enum Ending: Sendable, Hashable {
        /// A command that is sure, and to which no free text can be added.
        case complete
        /// Free text that may go on, the middle of a sentence, or an "and".
        case open
        /// Text that is dictated, sentence by sentence.
        case dictated
        /// None of these.
        case unclear
    }

    /// After a complete command: 0.26 s, and what the detector takes to notice it; people pause less between the words of a phrase.
    public var quickHops = 8

    /// When nothing is known: 0.7 s.
    public var usualHops = 22

    /// Where more is to be expected: 1.3 s.
    public var patientHops = 40

    /// After a sentence that is dictated: 1 s.
    ///
    /// What comes after it is the next sentence; how long the whole may pause is the conversation's to say.
    public var dictationHops = 31

    /// Makes the usual patience.
    public init() {}

    /// How long a pause must be, in hops of 32 ms.
    public func hops(after ending: Ending) -> Int {
        switch ending {
        case .complete: quickHops
        case .open: patientHops
        case .dictated: dictationHops
        case .unclear: usualHops
        }
    }
}
