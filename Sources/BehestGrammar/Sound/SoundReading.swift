/// A sentence of the grammar that sounds like a transcript.
public struct SoundReading: Sendable, Hashable {
    /// A word of the sentence with what was heard for it, or what was heard beside the sentence.
    public struct Step: Sendable, Hashable {
        /// What the step is.
        public enum Kind: Sendable, Hashable {
            /// A word that the grammar names.
            case word
            /// A word of the transcript in a wildcard.
            case free
            /// A word of the transcript that the grammar passes over.
            case skipped
            /// What was heard but belongs to no word of the sentence.
            case extra
        }

        /// What the step is.
        public var kind: Kind
        /// The word of the wording; empty for what is not in it.
        public var word: String
        /// The words of the transcript that it is aligned with, as they are written; empty for a word that was not heard.
        public var heard: String
        /// Where they stand in the transcript, in UTF-8 bytes.
        public var span: Range<Int>?
        /// How unlike they sound; for a free word the price of taking it.
        public var cost: Double
        /// How many sounds the longer side has.
        public var phoneCount: Int

        /// How unlike they sound, by sound.
        public var costPerPhone: Double { phoneCount == 0 ? 0 : cost / Double(phoneCount) }
    }

    /// What the sentence means, and how its words fit the template; the slots' places are those in the transcript.
    public var match: Match

    /// The sentence as it would be said; wildcards hold the transcript's own words.
    public var wording: String

    /// How unlike the transcript it sounds, the price of free words included; 0 for the same words.
    public var cost: Double

    /// How unlike the transcript the sentence's own words sound, by sound of the longer side; free and skipped words do not
    /// count.
    public var costPerPhone: Double

    /// The sentence and the transcript side by side, in order.
    public var steps: [Step]

    /// What the sentence means.
    public var interpretation: Interpretation { match.interpretation }

    /// The step that fits worst, free and skipped words left out.
    public var worstStep: Step? {
        steps.filter { $0.kind == .word || $0.kind == .extra }.max { $0.cost < $1.cost }
    }
}
