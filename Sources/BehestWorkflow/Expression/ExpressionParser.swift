internal import BehestGrammar

/// Makes an expression of its words.
struct ExpressionParser {
    private let tokens: [ExpressionToken]
    private var position = 0
    private var depth = 0

    /// Begins at the first of the words, the last of which is `}}`.
    init(_ tokens: [ExpressionToken]) {
        self.tokens = tokens
    }

    /// The expression that all the words make.
    mutating func parse() throws(ExpressionError) -> Expression {
        guard current.kind != .close else {
            throw ExpressionError(.syntax, "there is nothing between '${{' and '}}'", at: current.range)
        }
        let expression = try binary(minimum: 1)
        guard current.kind == .close else { throw unexpected() }
        return expression
    }

    private mutating func binary(minimum: Int) throws(ExpressionError) -> Expression {
        let outer = depth
        defer { depth = outer }
        try descend()
        var left = try unary()
        while case .operator(let symbol) = current.kind, let found = Expression.BinaryOperator(rawValue: symbol),
            found.precedence >= minimum
        {
            advance()
            // A chain of operators nests to the left: it is as deep as it is long.
            try descend()
            left = .binary(found, left, try binary(minimum: found.precedence + 1))
        }
        return left
    }

    private mutating func unary() throws(ExpressionError) -> Expression {
        guard take("!") else { return try primary() }
        try descend()
        defer { depth -= 1 }
        return .not(try unary())
    }

    private mutating func primary() throws(ExpressionError) -> Expression {
        let token = current
        switch token.kind {
        case .number(let number):
            advance()
            return .literal(.number(number))
        case .string(let text):
            advance()
            return .literal(.string(text))
        case .operator("("):
            advance()
            let inner = try binary(minimum: 1)
            try expect(")")
            return inner
        case .name(let name):
            advance()
            return try named(name, at: token.range)
        default:
            throw unexpected()
        }
    }

    private mutating func named(_ name: String, at range: Range<Int>) throws(ExpressionError) -> Expression {
        if take("(") { return try call(name, at: range) }
        switch name {
        case "true": return .literal(true)
        case "false": return .literal(false)
        case "null": return .literal(nil)
        default: break
        }
        var path = [name]
        var end = range.upperBound
        while let member = try member() {
            path.append(member.name)
            end = member.end
        }
        switch Reference.parse(path) {
        case .success(let reference): return .reference(reference, at: range.lowerBound..<end)
        case .failure(let problem):
            throw ExpressionError(
                .unknownContext,
                problem.message,
                at: range.lowerBound..<end,
                hint: problem.hint
            )
        }
    }

    /// The `.name` or `['name']` that follows, if one does.
    private mutating func member() throws(ExpressionError) -> (name: String, end: Int)? {
        if take(".") {
            guard case .name(let name) = current.kind else { throw unexpected("a name") }
            let end = current.range.upperBound
            advance()
            return (name, end)
        }
        guard take("[") else { return nil }
        guard case .string(let name) = current.kind else { throw unexpected("a name in quotes") }
        advance()
        let end = current.range.upperBound
        try expect("]")
        return (name, end)
    }

    private mutating func call(_ name: String, at range: Range<Int>) throws(ExpressionError) -> Expression {
        guard let function = ExpressionFunction(spelled: name) else {
            let names = ExpressionFunction.allCases.map(\.rawValue)
            throw ExpressionError(
                .unknownFunction,
                "there is no function '\(name)'",
                at: range,
                hint: Suggestion.nearest(to: name, in: names)
                    ?? "the functions are \(names.joined(separator: ", "))"
            )
        }
        var arguments: [Expression] = []
        if !take(")") {
            repeat { arguments.append(try binary(minimum: 1)) } while take(",")
            try expect(")")
        }
        guard function.argumentCount.contains(arguments.count) else {
            throw ExpressionError(.wrongArguments, "'\(name)' takes \(function.argumentsInWords)", at: range)
        }
        return .call(function, arguments)
    }
}

extension ExpressionParser {
    private var current: ExpressionToken { tokens[position] }

    private mutating func advance() {
        if position + 1 < tokens.count { position += 1 }
    }

    private mutating func take(_ symbol: String) -> Bool {
        guard current.kind == .operator(symbol) else { return false }
        advance()
        return true
    }

    private mutating func expect(_ symbol: String) throws(ExpressionError) {
        guard take(symbol) else { throw unexpected("'\(symbol)'") }
    }

    private mutating func descend() throws(ExpressionError) {
        depth += 1
        guard depth <= ExpressionLimit.depth else {
            throw ExpressionError(.tooLarge, "the expression is nested too deeply", at: current.range)
        }
    }

    private func unexpected(_ wanted: String = "a value") -> ExpressionError {
        let found =
            switch current.kind {
            case .name(let name): "'\(name)'"
            case .number, .string: "this value"
            case .operator(let symbol): "'\(symbol)'"
            case .close: "the end"
            }
        let canFollow = position > 0 && wanted == "a value" && isValue(tokens[position - 1])
        return ExpressionError(
            .syntax,
            canFollow ? "an operator is missing before \(found)" : "expected \(wanted), not \(found)",
            at: current.range
        )
    }

    private func isValue(_ token: ExpressionToken) -> Bool {
        switch token.kind {
        case .name, .number, .string, .operator(")"), .operator("]"): true
        case .operator, .close: false
        }
    }
}
