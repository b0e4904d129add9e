/// Values that the surroundings supply, and what stands behind a value.
extension ExpressionParser {
    /// A context with the names behind it that are its own.
    mutating func reference(_ name: String, at range: Range<Int>) throws(ExpressionError) -> Expression {
        var end = range.upperBound
        func checked(_ result: Result<Reference, ReferenceProblem>) throws(ExpressionError) -> Reference {
            switch result {
            case .success(let reference): return reference
            case .failure(let problem):
                throw ExpressionError(
                    .unknownContext,
                    problem.message,
                    at: range.lowerBound..<end,
                    hint: problem.hint
                )
            }
        }
        guard let known = Reference.Context(rawValue: name) else {
            // Said of the whole path, as far as it is one.
            while let member = try constantMember() { end = member.end }
            _ = try checked(Reference.begin(name))
            throw unexpected()
        }
        var reference = Reference(known)
        while true {
            let before = position
            guard let member = try constantMember(), let longer = reference.appending(member.name) else {
                position = before
                return .reference(reference, at: range.lowerBound..<end)
            }
            end = member.end
            reference = try checked(longer)
        }
    }

    /// A `.name` or `['name']`, if one follows.
    private mutating func constantMember() throws(ExpressionError) -> (name: String, end: Int)? {
        let before = position
        if take(".") {
            if case .name(let name) = current.kind {
                let end = current.range.upperBound
                advance()
                return (name, end)
            }
            guard current.kind == .operator("*") else { throw unexpected("a name") }
        } else if take("["), case .string(let name) = current.kind {
            advance()
            let end = current.range.upperBound
            if take("]") { return (name, end) }
        }
        position = before
        return nil
    }

    /// A value with all that stands behind it: `.name`, `[index]`, `.*` and `[*]`.
    mutating func members(of value: Expression) throws(ExpressionError) -> Expression {
        var value = value
        while true {
            if let member = try constantMember() {
                value = .member(value, .literal(.string(member.name)))
            } else if take(".") {
                try expect("*")
                value = .everyMember(value)
            } else if take("[") {
                if take("*") {
                    value = .everyMember(value)
                } else {
                    value = .member(value, try binary(minimum: 1))
                }
                try expect("]")
            } else {
                return value
            }
            try descend()
        }
    }
}
