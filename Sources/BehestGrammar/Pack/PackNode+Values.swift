extension PackNode {
    /// Whether nothing stands after the key.
    var isNull: Bool {
        guard case .scalar(let text, isQuoted: false) = content else { return false }
        return text.isEmpty || ["~", "null", "Null", "NULL"].contains(text)
    }

    /// The value of a slot: what YAML takes it for, unless it is written in quotes; `nil` for a mapping.
    var slotValue: SlotValue? {
        switch content {
        case .mapping: return nil
        case .sequence(let elements):
            let values = elements.compactMap(\.slotValue)
            return values.count == elements.count ? .list(values) : nil
        case .scalar(let text, let isQuoted):
            if isQuoted { return .text(text) }
            if isNull { return .null }
            return Self.boolean(text).map { .boolean($0) } ?? Self.number(text) ?? .text(text)
        }
    }

    private static func number(_ text: String) -> SlotValue? {
        guard let first = text.utf8.first, "+-.0123456789".utf8.contains(first) else { return nil }
        if let integer = Int(text) { return .integer(integer) }
        return Double(text).flatMap { $0.isFinite && text.contains(".") ? .number($0) : nil }
    }

    /// The words that YAML 1.1, in which the format is written, takes for yes and no.
    private static func boolean(_ text: String) -> Bool? {
        guard text.utf8.count <= 5 else { return nil }
        let isCased = [text.lowercased(), text.uppercased()].contains(text) || text == text.capitalisedWord
        guard isCased else { return nil }
        switch text.lowercased() {
        case "true", "yes", "on": return true
        case "false", "no", "off": return false
        default: return nil
        }
    }
}

extension String {
    /// The word with its first letter in upper case and the others in lower case.
    fileprivate var capitalisedWord: String {
        prefix(1).uppercased() + dropFirst().lowercased()
    }
}
