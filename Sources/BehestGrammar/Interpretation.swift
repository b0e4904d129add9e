/// What a transcript means by the grammar: an intent and the values of its slots.
public struct Interpretation: Sendable, Hashable {
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
    public struct Slot: Sendable, Hashable {
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

/// The value of a slot: text, or a number where the grammar says so.
public enum SlotValue: Sendable, Hashable {
    /// Text.
    case text(String)
    /// A whole number.
    case integer(Int)
    /// A number with a fraction.
    case number(Double)
}

extension SlotValue: CustomStringConvertible {
    /// The value as a person writes it.
    public var description: String {
        switch self {
        case .text(let text): text
        case .integer(let integer): String(integer)
        case .number(let number): String(number)
        }
    }
}

extension SlotValue: Codable {
    /// Reads a JSON string or number.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let integer = try? container.decode(Int.self) {
            self = .integer(integer)
        } else if let number = try? container.decode(Double.self) {
            self = .number(number)
        } else {
            self = .text(try container.decode(String.self))
        }
    }

    /// Writes a JSON string or number.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .text(let text): try container.encode(text)
        case .integer(let integer): try container.encode(integer)
        case .number(let number): try container.encode(number)
        }
    }
}
