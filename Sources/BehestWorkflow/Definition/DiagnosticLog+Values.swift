package import BehestGrammar

/// Reading values of one kind.
extension DiagnosticLog {
    /// True or false.
    package mutating func flag(_ node: PackNode, of key: String) -> Bool? {
        switch node.text {
        case "true": return true
        case "false": return false
        default:
            error("unknown-value", "'\(key)' is true or false", at: node.range)
            return nil
        }
    }

    /// A time limit in minutes.
    package mutating func minutes(_ node: PackNode, of key: String) -> Duration? {
        guard let text = node.text, let minutes = Double(text), minutes > 0, minutes <= 1440 else {
            error("unknown-value", "'\(key)' is a number above 0 and at most 1440", at: node.range)
            return nil
        }
        return .seconds(minutes * 60)
    }

    /// A whole number within bounds.
    package mutating func integer(_ node: PackNode, of key: String, in bounds: ClosedRange<Int>) -> Int? {
        guard let number = node.text.flatMap({ Int($0) }), bounds.contains(number) else {
            let range = "from \(bounds.lowerBound) to \(bounds.upperBound)"
            error("unknown-value", "'\(key)' is a whole number \(range)", at: node.range)
            return nil
        }
        return number
    }

    /// A number within bounds.
    package mutating func number(_ node: PackNode, of key: String, in bounds: ClosedRange<Double>) -> Double? {
        guard let number = node.text.flatMap({ Double($0) }), bounds.contains(number) else {
            let ends = [bounds.lowerBound, bounds.upperBound].map { JSONValue.number($0).asText }
            error("unknown-value", "'\(key)' is a number from \(ends[0]) to \(ends[1])", at: node.range)
            return nil
        }
        return number
    }

    /// Text without expressions.
    mutating func constant(_ node: PackNode, of key: String, because reason: String) -> String? {
        guard let text = node.text, !text.isEmpty else {
            error("wrong-kind", "'\(key)' is \(node.text == nil ? node.kindName : "empty"), not text", at: node.range)
            return nil
        }
        guard !TextTemplate.hasExpression(text) else {
            error("constant-wanted", "\(reason); '${{ }}' has no place in it", at: node.range)
            return nil
        }
        return text
    }

    /// A value in which no expression may stand.
    package mutating func constantValue(_ node: PackNode, of key: String, because reason: String) -> JSONValue? {
        guard let input = input(node, of: key, scope: ReferenceScope(slots: nil)) else { return nil }
        guard let value = input.constantValue else {
            error("constant-wanted", "\(reason); '${{ }}' has no place in it", at: node.range)
            return nil
        }
        return value
    }

    /// The name that a step, a job or a script is given.
    package mutating func name(_ node: PackNode, of what: String) -> String {
        let text = node.text ?? ""
        let isName = text.utf8.allSatisfy { byte in
            byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-") || (48...57).contains(byte)
                || (65...90).contains(byte) || (97...122).contains(byte)
        }
        if !isName || text.isEmpty || text.utf8.count > 64 || text.utf8.first.map({ $0 < 65 }) == true {
            error(
                "\(what)-name",
                "'\(text)' is not a name for a \(what)",
                at: node.range,
                hint: "a name begins with a letter and has letters, digits, '-' and '_' only"
            )
        }
        return text
    }
}
