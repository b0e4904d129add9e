/// One thing that can be asked for, with the sentences that ask for it.
package struct GrammarIntent: Sendable {
    /// The intent's name.
    package var name: String
    /// Where the name stands.
    package var range: SourceRange
    /// Its groups of sentences.
    package var blocks: [SentenceBlock]
}

/// Sentences that share slots, conditions, and rules of their own.
package struct SentenceBlock: Sendable {
    /// The sentences in the order of the file.
    package var sentences: [Template] = []
    /// Slots that every sentence of the block fills, in the order of the file.
    package var slots: [(name: String, value: SlotValue)] = []
    /// What the caller, or a list value, must know for the block to count.
    package var required: [ContextCondition] = []
    /// What must not be so.
    package var excluded: [ContextCondition] = []
    /// Words of which at least one must be said.
    package var keywords: [String] = []
    /// Rules of this block, before the pack's.
    package var rules: [String: Template] = [:]
    /// Lists of this block, before the pack's.
    package var lists: [String: GrammarList] = [:]
    /// The key of the answer to the intent.
    package var response: String?
    /// What the block says about itself; it does not matter for what is understood.
    package var metadata: [String: SlotValue] = [:]
}

/// A condition on one thing that is known beside the words.
package struct ContextCondition: Sendable, Hashable {
    /// The most conditions of one block: as many as a mask has bits, less one.
    package static let most = 31

    /// What is asked.
    package var key: String
    /// The values that meet the condition; `nil` when any value does.
    package var values: Set<String>?
    /// The slot that takes the value.
    package var slot: String?

    /// Whether a value meets the condition.
    package func isMet(by value: String) -> Bool {
        values?.contains(value) ?? true
    }

    /// Whether a value meets the condition; no value does not.
    package func isMet(by value: SlotValue) -> Bool {
        value != .null && isMet(by: value.description)
    }
}
