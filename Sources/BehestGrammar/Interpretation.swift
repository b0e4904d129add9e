/// What a transcript means by the grammar: an intent and the values of its slots.
public struct Interpretation: Sendable, Hashable, Codable {
    /// How a transcript was found to be a sentence of the grammar.
    public enum Manner: String, Sendable, Hashable, Codable {
        /// Its words are those of the sentence.
        case exact
        /// It sounds like the sentence.
        case sound
        /// A language model proposed it, and the grammar bears it out; a person is always asked.
        case model
    }

    /// One value that the sentence names.
    public struct Slot: Sendable, Hashable, Codable {
        /// The slot's name.
        public var name: String
        /// What the grammar makes of the words, such as a list value's `out`.
        public var value: SlotValue
        /// What else the words mean by the same list; if there is anything, a person has to choose.
        public var others: [SlotValue]
        /// The words as the transcript has them.
        public var text: String
        /// Where they stand in the transcript, in UTF-8 bytes; `nil` for a value that the grammar supplied itself.
        public var span: Range<Int>?

        /// Makes a slot.
        public init(
            name: String,
            value: SlotValue,
            others: [SlotValue] = [],
            text: String,
            span: Range<Int>?
        ) {
            self.name = name
            self.value = value
            self.others = others
            self.text = text
            self.span = span
        }
    }

    /// The intent's name.
    public var intent: String

    /// The slots in the order in which they were said; no name twice.
    public var slots: [Slot]

    /// How the transcript was matched.
    public var manner: Manner

    /// Makes an interpretation.
    public init(intent: String, slots: [Slot], manner: Manner) {
        self.intent = intent
        self.slots = slots
        self.manner = manner
    }

    /// The value of a slot, if it was named.
    public subscript(slot name: String) -> SlotValue? {
        slots.first { $0.name == name }?.value
    }
}
