internal import BehestGrammar

/// Makes an expression of its words.
struct ExpressionParser {
    private let tokens: [ExpressionToken]
    var position = 0
    private var depth = 0
    private let isCondition: Bool

    /// Begins at the first of the words, the last of which closes the expression.
    ///
    /// - Parameters:
    ///   - tokens: The words.
    ///   - isCondition: Whether the expression may ask what was done so far.
    init(_ tokens: [ExpressionToken], isCondition: Bool = false) {
        self.tokens = tokens
        self.isCondition = isCondition
    }

    /// The expression that all the words make.
    mutating func parse() throws(ExpressionError) -> Expression {
        guard current.kind != .close else {
            let isBare = current.range.isEmpty
            let message = isBare ? "there is no condition" : "there is nothing between '${{' and '}}'"
            throw ExpressionError(.syntax, message, at: current.range)
        }
        let expression = try binary(minimum: 1)
        guard current.kind == .close else { throw unexpected() }
        return expression
    }

    mutating func binary(minimum: Int) throws(ExpressionError) -> Expression {
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
        guard take("!") else {
            // What is behind a value nests to the left like a chain of operators.
            let outer = depth
            defer { depth = outer }
            return try members(of: try primary())
        }
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
        if let number = ["NaN": Double.nan, "Infinity": .infinity][name] { return .literal(.number(number)) }
        return try reference(name, at: range)
    }

    private mutating func call(_ name: String, at range: Range<Int>) throws(ExpressionError) -> Expression {
        if let function = StatusFunction.allCases.first(where: { $0.rawValue == name.lowercased() }) {
            return try status(function, at: range)
        }
        guard let function = ExpressionFunction(spelled: name) else {
            let names =
                ExpressionFunction.allCases.map(\.rawValue)
                + (isCondition ? StatusFunction.allCases.map(\.rawValue) : [])
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

    private mutating func status(
        _ function: StatusFunction,
        at range: Range<Int>
    ) throws(ExpressionError) -> Expression {
        guard isCondition else {
            throw ExpressionError(
                .unknownFunction,
                "'\(function.rawValue)()' has no place here",
                at: range,
                hint: "it belongs in 'if'"
            )
        }
        guard take(")") else {
            throw ExpressionError(.wrongArguments, "'\(function.rawValue)' takes no values", at: range)
        }
        return .status(function)
    }
}

extension ExpressionParser {
    var current: ExpressionToken { tokens[position] }

    mutating func advance() {
        if position + 1 < tokens.count { position += 1 }
    }

    mutating func take(_ symbol: String) -> Bool {
        guard current.kind == .operator(symbol) else { return false }
        advance()
        return true
    }

    mutating func expect(_ symbol: String) throws(ExpressionError) {
        guard take(symbol) else { throw unexpected("'\(symbol)'") }
    }

    mutating func descend() throws(ExpressionError) {
        depth += 1
        guard depth <= ExpressionLimit.depth else {
            throw ExpressionError(.tooLarge, "the expression is nested too deeply", at: current.range)
        }
    }

    func unexpected(_ wanted: String = "a value") -> ExpressionError {
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
