extension Grammar.Block {
    /// The conditions that a context meets, as bits; `nil` if it rules the block out.
    func mask(in context: [String: SlotValue], words: [Int32]) -> UInt32? {
        if !keywords.isEmpty, !words.contains(where: keywords.contains) { return nil }
        for condition in excluded {
            if let known = context[condition.key], condition.isMet(by: known.description) { return nil }
        }
        var mask: UInt32 = 0
        for (bit, condition) in required.enumerated() {
            guard let known = context[condition.key] else { continue }
            guard condition.isMet(by: known.description) else { return nil }
            mask |= 1 << UInt32(bit)
        }
        return mask
    }
}
