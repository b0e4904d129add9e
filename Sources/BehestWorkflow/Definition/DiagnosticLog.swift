package import BehestGrammar

/// The mistakes found so far.
package struct DiagnosticLog {
    /// The mistakes, in the order in which they were found.
    package var diagnostics: [Diagnostic] = []

    /// Begins with none.
    package init() {}

    /// Whether one of them is more than a warning.
    package var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }

    /// Notes a mistake.
    package mutating func error(_ code: String, _ message: String, at range: SourceRange, hint: String? = nil) {
        diagnostics.append(Diagnostic(.error, code: code, message, at: range, hint: hint))
    }

    /// The entries of a mapping; one whose key was there before is an error and left out.
    package mutating func distinct(_ entries: [PackNode.Entry]) -> [PackNode.Entry] {
        var seen: Set<String> = []
        return entries.filter { entry in
            let key = entry.key.text ?? ""
            if seen.insert(key).inserted { return true }
            error("duplicate-key", "'\(key)' is given twice", at: entry.key.range)
            return false
        }
    }

    /// The entries of a mapping whose keys are allowed; the others are errors.
    package mutating func fields(
        of node: PackNode,
        _ what: String,
        keys: [String],
        later: [String]
    ) -> [String: PackNode] {
        guard let entries = node.entries else {
            error("wrong-kind", "\(what) is \(node.kindName), not a mapping", at: node.range)
            return [:]
        }
        var fields: [String: PackNode] = [:]
        for entry in distinct(entries) {
            let key = entry.key.text ?? ""
            if keys.contains(key) {
                fields[key] = entry.value
            } else if later.contains(key) {
                error("not-supported", "'\(key)' is not supported yet", at: entry.key.range)
            } else {
                error(
                    "unknown-key",
                    "\(what) has no key '\(key)'",
                    at: entry.key.range,
                    hint: Suggestion.nearest(to: key, in: keys) ?? "the keys are \(keys.joined(separator: ", "))"
                )
            }
        }
        return fields
    }

    /// One of the words of an enumeration.
    package mutating func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ node: PackNode,
        of key: String,
        as type: Choice.Type
    ) -> Choice? {
        if let choice = node.text.flatMap(Choice.init) { return choice }
        let words = type.allCases.map(\.rawValue)
        error(
            "unknown-value",
            "'\(key)' is one of \(words.joined(separator: ", "))",
            at: node.range,
            hint: node.text.flatMap { Suggestion.nearest(to: $0, in: words) }
        )
        return nil
    }
}
