/// A sentence with what it must come to, as a pack's author wrote it down.
public struct PackTest: Sendable, Hashable {
    /// What is said.
    public enum Input: Sendable, Hashable {
        /// Words.
        case words(String)
        /// A recording, by its path from the pack's folder.
        case recording(String)
    }

    /// What is said.
    public var input: Input

    /// The intent that must be understood; `nil` when it must be refused.
    public var intent: String?

    /// The slots that must be filled; no others may be.
    public var slots: [String: SlotValue]

    /// What is known beside the words.
    public var context: [String: SlotValue]

    /// Where the test stands.
    public var range: SourceRange

    /// Whether what was understood is what must be.
    ///
    /// - Parameters:
    ///   - intent: The intent; `nil` when it was refused.
    ///   - slots: The slots that were filled.
    /// - Returns: Whether the test passes.
    public func isMet(byIntent intent: String?, slots: [String: SlotValue]) -> Bool {
        guard intent == self.intent else { return false }
        guard intent != nil else { return true }
        return slots.count == self.slots.count
            && slots.allSatisfy { name, value in self.slots[name].map { $0.isEqual(to: value) } ?? false }
    }
}

extension SlotValue {
    /// Whether two values are the same, however a number is written.
    fileprivate func isEqual(to other: SlotValue) -> Bool {
        switch (self, other) {
        case (.integer(let integer), .number(let number)), (.number(let number), .integer(let integer)):
            Double(integer) == number
        case (.list(let first), .list(let second)):
            first.count == second.count && zip(first, second).allSatisfy { $0.isEqual(to: $1) }
        default: self == other
        }
    }
}
