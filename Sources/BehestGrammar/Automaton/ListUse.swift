/// A place in a sentence where a value of a list is said.
package struct ListUse: Sendable {
    /// The list, by its place among the grammar's lists.
    package var list: Int
    /// The slot that takes the value, by number; -1 for none.
    package var slot: Int32
    /// For each value the conditions of the block that it meets, as bits, or ``refused``; `nil` when the values know nothing.
    package var masks: [UInt32]?

    /// The mask of a value that the block's conditions rule out.
    package static let refused = UInt32.max
}

/// A value whose words are parts of others, as the area in "kitchen's": noted on the arc that ends it.
package struct Capture: Sendable, Hashable {
    /// The list, by its place among the grammar's lists.
    package var list: Int
    /// The value, by its place in the list.
    package var value: Int32
    /// The slot that takes it, by number; -1 for none.
    package var slot: Int32
    /// How many words it takes, the arc's own included.
    package var wordCount: Int
    /// The conditions of the block that the value meets, as bits.
    package var mask: UInt32
}

/// A list as it is matched.
package struct CompiledList: Sendable {
    /// One value.
    package struct Value: Sendable, Hashable {
        /// What it means.
        package var out: SlotValue
        /// What else the same words mean, so that a person has to choose.
        package var others: [SlotValue] = []
        /// What is known once it has been said.
        package var context: [String: SlotValue]
        /// Whether it means what was said, however that was written.
        var isAsSaid = false
    }

    /// The list's name; for a range written in place, the range.
    package var name: String
    /// How the values are said.
    package var trie: WordTrie
    /// The values.
    package var values: [Value]
    /// Whether the values are numbers, which are words of their own wherever they stand.
    package var isNumeric: Bool
    /// How its numbers may be written; `nil` where that does not matter.
    var onlyForm: NumberForm?
    /// Whether all ways to say the values are there; if not, sentences with the list are read by their letters.
    var isComplete = true
}

/// How a number is written.
enum NumberForm: Sendable {
    case digits
    case words
}
