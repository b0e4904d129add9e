extension Grammar.Block {
    /// The conditions that a context meets, as bits; `nil` if it rules the block out.
    func mask(in context: [String: SlotValue], words: [Int32]) -> UInt32? {
        if !keywords.isEmpty, !words.contains(where: keywords.contains) { return nil }
        return mask(in: context)
    }

    /// The conditions that what is known meets, as bits; `nil` if it rules the block out.
    func mask(in context: [String: SlotValue]) -> UInt32? {
        for condition in excluded where condition.values != nil {
            if let known = context[condition.key], condition.isMet(by: known) { return nil }
        }
        var mask: UInt32 = 0
        for (bit, condition) in required.enumerated() {
            guard let known = context[condition.key] else { continue }
            guard condition.isMet(by: known) else { return nil }
            mask |= 1 << UInt32(bit)
        }
        return mask
    }

    /// Whether what is known, as far as it is known, does not rule the block out.
    func admits(_ context: [String: SlotValue]) -> Bool {
        mask(in: context) != nil
    }

    /// Whether all that must be known is known, and nothing that must not be.
    func isMet(by context: [String: SlotValue]) -> Bool {
        guard let mask = mask(in: context) else { return false }
        return mask.nonzeroBitCount == required.count
    }
}
