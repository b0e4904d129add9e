extension PackNode {
    /// Whether nothing stands after the key.
    var isNull: Bool {
        guard case .scalar(let text, isQuoted: false) = content else { return false }
        return text.isEmpty || text == "~" || text == "null"
    }

    /// A scalar as the value of a slot: a number if it is written as one without quotes.
    var slotValue: SlotValue? {
        guard case .scalar(let text, let isQuoted) = content else { return nil }
        guard !isQuoted, let first = text.utf8.first, first == UInt8(ascii: "-") || (48...57).contains(first) else {
            return .text(text)
        }
        if let integer = Int(text) { return .integer(integer) }
        if let number = Double(text), number.isFinite { return .number(number) }
        return .text(text)
    }
}
