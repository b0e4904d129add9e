/// The slots of an interpretation while they are read.
struct SaidSlots {
    private(set) var all: [Interpretation.Slot] = []
    /// Values that the format writes otherwise, by their slots.
    private(set) var formatValues: [String: SlotValue] = [:]

    /// Sets a slot; what is said last counts.
    ///
    /// - Parameters:
    ///   - name: The slot.
    ///   - value: Its value.
    ///   - format: The value as the format has it; `nil` if that is the same.
    ///   - others: What else the words mean.
    ///   - text: The words.
    ///   - span: Where they stand.
    mutating func set(
        _ name: String,
        to value: SlotValue,
        format: SlotValue? = nil,
        others: [SlotValue] = [],
        text: String,
        span: Range<Int>?
    ) {
        if !all.isEmpty { all.removeAll { $0.name == name } }
        all.append(Interpretation.Slot(name: name, value: value, others: others, text: text, span: span))
        let differs = format != nil && format != value
        if differs || !formatValues.isEmpty { formatValues[name] = differs ? format : nil }
    }

    /// Sets a slot to what a place in a transcript means.
    mutating func set(
        _ name: String,
        to value: SlotValue,
        format: SlotValue? = nil,
        others: [SlotValue] = [],
        in transcript: String,
        span: Range<Int>
    ) {
        set(name, to: value, format: format, others: others, text: transcript.slice(span), span: span)
    }

    /// Adds the slots that the block supplies, unless they were said.
    mutating func addFixedSlots(of block: Grammar.Block, known: [String: SlotValue]) {
        guard !block.slots.isEmpty || !block.required.isEmpty else { return }
        let said = Set(all.map(\.name))
        for (name, value) in block.slots where !said.contains(name) {
            set(name, to: value, text: "", span: nil)
        }
        for condition in block.required {
            guard let slot = condition.slot, !said.contains(slot), let value = known[condition.key] else { continue }
            set(slot, to: value, text: "", span: nil)
        }
    }
}
