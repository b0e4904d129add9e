/// What stands under `if`: one expression, with or without `${{ }}` around it.
public struct Condition: Sendable, Hashable {
    /// The text as the pack has it.
    public let source: String

    package let expression: Expression

    /// Parses the text.
    package init(_ source: String) throws(ExpressionError) {
        let scalars = Array(source.unicodeScalars)
        guard scalars.count <= ExpressionLimit.sourceLength else {
            throw ExpressionError(.tooLarge, "the text is too long", at: 0..<scalars.count)
        }
        self.source = source
        let start = scalars.firstIndex { !$0.properties.isWhitespace } ?? 0
        guard scalars[start...].starts(with: TextTemplate.opening) else {
            var lexer = ExpressionLexer(bare: scalars)
            var parser = ExpressionParser(try lexer.tokens(), isCondition: true)
            expression = try parser.parse()
            return
        }
        var lexer = ExpressionLexer(scalars, opening: start..<start + TextTemplate.opening.count)
        let tokens = try lexer.tokens()
        let end = tokens.last?.range.upperBound ?? scalars.count
        guard scalars[end...].allSatisfy(\.properties.isWhitespace) else {
            // GitHub takes such text for true, whatever the expression is.
            throw ExpressionError(
                .syntax,
                "a condition is one expression",
                at: end..<scalars.count,
                hint: "put all of it between '${{' and '}}', or leave both out"
            )
        }
        var parser = ExpressionParser(tokens, isCondition: true)
        expression = try parser.parse()
    }

    /// The expression without what is around it, for a person.
    package var text: String {
        let text = source.trimmed[...]
        guard text.hasPrefix("${{"), text.hasSuffix("}}") else { return String(text) }
        return String(text.dropFirst(3).dropLast(2)).trimmed
    }

    /// Whether it is true.
    ///
    /// Where it does not ask itself what was done so far, it is true only as long as nothing has failed.
    package func holds(in context: EvaluationContext) throws(ExpressionError) -> Bool {
        guard expression.hasStatusFunction || context.status == .success else { return false }
        return try expression.evaluate(in: context).value.isTruthy
    }
}

extension String {
    /// The text without white space around it.
    fileprivate var trimmed: String {
        let start = drop { $0.isWhitespace }
        return String(start.reversed().drop { $0.isWhitespace }.reversed())
    }
}

extension Condition: Codable {
    /// Reads the text and parses it again.
    public init(from decoder: any Decoder) throws {
        self = try decoder.parsed { source throws(ExpressionError) in try Self(source) }
    }

    /// Writes the text.
    public func encode(to encoder: any Encoder) throws {
        try source.encode(to: encoder)
    }
}
