/// Values of which a sentence names one.
package struct GrammarList: Sendable {
    /// Where the values come from.
    package enum Content: Sendable {
        /// Words.
        case values([Value])
        /// Whole numbers.
        case range(NumberRange)
        /// Whatever is said.
        case wildcard
    }

    /// One value of words.
    package struct Value: Sendable {
        /// How it is said.
        package var template: Template
        /// What it means; `nil` when it means itself.
        package var out: SlotValue?
        /// What else the same words mean.
        package var others: [SlotValue] = []
        /// What is known once it has been said.
        package var context: [String: SlotValue]
    }

    /// The list's name.
    package var name: String
    /// Where the name stands.
    package var range: SourceRange
    /// Where the values come from.
    package var content: Content
    /// Where further values come from, if not from the pack.
    package var source: ListSource?
}
